"""One review step as an Airflow task: ask the people, and go on only with a decision on record.

Two doors lead to a decision (docs/reviewing.md): the review desk, which records it first and then wakes this task,
and Airflow's own Required Actions page, whose answer this task turns into a decision. Both end in
`records.services.review.ReviewService.record`; what colour this task has proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException, DownstreamTasksSkipped
from bureau_dags import at

if TYPE_CHECKING:
    from airflow.sdk import Context

    from gongkai.review_runs import StepAnswer

#: What people see → the verdict it stands for. 已在审查台决定 is the service account's answer: no decision.
VERDICTS = {"同意": "approve", "退回修改": "return", "不予公开": "withhold", "依申请公开": "on_request"}
WOKEN = "已在审查台决定"


class ReviewStepOperator(HITLOperator):
    """Ask for the decision of one step (1-based) of a round, and wait.

    The request is fixed when it is asked: document, round, step and content hash go on record, and whoever answers
    decides about that hash. Clearing the task asks again. It fails when an earlier step has no decision on record
    (someone marked it green), and is skipped when the round has ended; the decision that ends it skips the steps left.
    """

    def __init__(self, *, step: int, bureau: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.step = step
        self.bureau = bureau

    def execute(self, context: Context) -> Any:
        from gongkai.review_runs import ask

        reference = self._reference(context)
        asked = at(self.bureau, ask, self._document_id(context), self._round(context), self.step, reference)
        if asked.refusal:
            raise AirflowFailException(asked.refusal)
        if asked.settled:
            return self._finish(asked)
        self.subject, self.body = asked.subject, asked.body
        self.assigned_users = asked.assigned_users
        return super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        from gongkai.review_runs import settle

        answer = super().execute_complete(context, event)
        outcome = at(
            self.bureau,
            settle,
            self._document_id(context),
            self._round(context),
            self.step,
            responder=(answer["responded_by_user"] or {}).get("name"),
            verdict=VERDICTS.get(answer["chosen_options"][0]),
            reason=answer["params_input"].get("reason", ""),
            legal_basis=answer["params_input"].get("legal_basis", ""),
            airflow_ref=self._reference(context),
        )
        if outcome.refusal:
            raise AirflowFailException(outcome.refusal)
        return self._finish(outcome)

    def _finish(self, answer: StepAnswer) -> str:
        """XCom gets the verdict alone; `ended` means an earlier decision ended the round."""
        if answer.settled == "ended":
            raise AirflowSkipException("本轮审查已结束")
        later = [task.task_id for task in self.get_flat_relatives() if isinstance(task, ReviewStepOperator)]
        if answer.is_over and later:
            raise DownstreamTasksSkipped(tasks=later)
        return answer.settled

    def _document_id(self, context: Context) -> str:
        return str(context["params"]["document_id"])

    def _round(self, context: Context) -> int:
        return int(context["params"]["round"])

    def _reference(self, context: Context) -> str:
        instance = context["task_instance"]
        return f"{instance.dag_id}/{instance.run_id}/{instance.task_id}/{instance.try_number}"


def review_step(step: int, bureau: str | None) -> ReviewStepOperator:
    """The task of one step, 1-based, with the form that Airflow's Required Actions page shows."""
    return ReviewStepOperator(
        task_id=f"step_{step}",
        step=step,
        bureau=bureau,
        subject=f"保密审查第 {step} 级",
        options=[*VERDICTS, WOKEN],
        params={
            "reason": Param("", type="string", title="理由（退回、不予公开、依申请公开必填）", maxLength=500),
            "legal_basis": Param("", type="string", title="法律依据（不予公开、依申请公开必填）", maxLength=200),
        },
    )
