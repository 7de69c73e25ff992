"""What Airflow's review steps ask and settle: its door to the one lock, `ReviewService.record`."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.app import App, open_app
from gongkai.stack.airflow_environment import SERVICE_ACCOUNT
from records.domain.document import DocumentId
from records.domain.errors import Refused
from records.domain.review import DecisionRequest, ReviewDecision, Verdict
from records.domain.waiting import Asked

#: What a step's task returns when the round was over before it.
ENDED = "ended"


class RoundOpen(Refused):
    """Airflow says that the round has ended; the records say that it has not."""

    code = "round_open"
    advice = "有步骤被人工标记为成功而没有审查决定；请清除该步骤。"


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """Exactly one of `refusal` (Chinese, why the task must fail), `settled` (a verdict or `ended`) or a question.

    `is_over` says that the round has ended, so that no later step has anything to ask. `assigned_users` are the Airflow
    accounts that may answer, the service account among them.
    """

    refusal: str = ""
    settled: str = ""
    is_over: bool = False
    subject: str = ""
    body: str = ""
    assigned_users: list[dict[str, str]] = field(default_factory=list)


def ask(document_id: str, round_number: int, step: int, airflow_ref: str) -> StepAnswer:
    """Put the question of this step on record, with the content hash it is about; or say how it is settled."""
    with open_app() as app:
        try:
            asked = app.review.ask(DocumentId(document_id), round_number, step, airflow_ref)
        except Refused as refusal:
            return StepAnswer(refusal=str(refusal))
        if not isinstance(asked, Asked):
            settled = asked.decision.verdict.value if asked.decision else ENDED
            return StepAnswer(settled=settled, is_over=asked.outcome is not None)
        accounts = [*(person.airflow_user for person in asked.waiting.assignees), SERVICE_ACCOUNT]
        return StepAnswer(
            subject=f"保密审查第 {step} 级：{document_id}",
            body=_body(app, document_id, round_number, step, asked.request.content_hash),
            assigned_users=[{"id": account, "name": account} for account in accounts],
        )


def settle(
    document_id: str,
    round_number: int,
    step: int,
    *,
    responder: str | None,
    verdict: str | None,
    reason: str,
    legal_basis: str,
    airflow_ref: str,
) -> StepAnswer:
    """Turn an answer given in Airflow into a decision, unless one is on record already.

    `verdict` is None for the answer of the service account, which is no decision.
    """
    with open_app() as app:
        known = app.review.decision_for(DocumentId(document_id), round_number, step)
        if known is not None and (verdict is None or responder == SERVICE_ACCOUNT):
            return _settled(app, known)
        if verdict is None or responder is None or responder == SERVICE_ACCOUNT:
            return StepAnswer(refusal=f"第 {step} 级没有在案的审查决定；清除本任务后会重新征询。")
        person = app.bureau.person_of_airflow_user(responder)
        if person is None:
            return StepAnswer(refusal="答复人不在本机关通讯录中；清除本任务后会重新征询。")
        try:
            asked = app.review.request(DocumentId(document_id), round_number, step)
            decision = app.review.record(
                DecisionRequest(
                    document_id=DocumentId(document_id),
                    round=round_number,
                    step=step,
                    content_hash=asked.content_hash,
                    verdict=Verdict(verdict),
                    person=person.id,
                    reason=reason.strip() or None,
                    legal_basis=legal_basis.strip() or None,
                    door="airflow",
                    airflow_ref=airflow_ref,
                )
            )
        except Refused as refusal:
            return StepAnswer(refusal=f"{refusal} 清除本任务后会重新征询。")
        return _settled(app, decision)


def outcome(document_id: str, round_number: int) -> str:
    """How this round ended.

    Raises:
        RoundOpen: it has not ended; a step was marked green by hand.
    """
    with open_app() as app:
        ended = app.review.outcome(DocumentId(document_id), round_number)
    if ended is None:
        raise RoundOpen(f"公文 {document_id} 第 {round_number} 轮审查尚未结束。")
    return ended.value


def _settled(app: App, decision: ReviewDecision) -> StepAnswer:
    is_over = app.review.outcome(decision.document_id, decision.round) is not None
    return StepAnswer(settled=decision.verdict.value, is_over=is_over)


def _body(app: App, document_id: str, round_number: int, step: int, content_hash: str) -> str:
    """Ids and hash only: Airflow keeps what it shows, and people read the document at the desk."""
    link = f"{app.settings.staff_url}/desk/documents/{document_id}"
    return (
        f"公文 `{document_id}`，第 {round_number} 轮第 {step} 级。\n\n"
        f"内容校验值 `{content_hash}`。\n\n"
        f"请先在[审查台]({link})阅读原文，再作决定；未阅读者的同意无效。"
    )
