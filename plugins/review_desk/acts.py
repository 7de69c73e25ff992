"""Acting on a document: a reviewer's decision, the office's ruling on the attribute, sending it into review.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

import logging
from collections.abc import Callable
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.background import BackgroundTask

from records.domain.bureau import Person
from records.domain.disclosure import Disclosure
from records.domain.errors import BadInput, NotAllowed, Refused
from records.domain.lifecycle import Role
from records.domain.review import AMENDMENTS, DecisionRequest, Verdict
from records.services.desk import Dossier
from review_desk import consultation_needs, edits, staff_acts
from review_desk.documents import note_view, open_dossier, visit_of
from review_desk.dossier_page import NotAccepted, show
from review_desk.entered import Entered, read_entered
from review_desk.identity import CurrentPerson
from review_desk.names import person_name
from review_desk.rendering import root_of
from review_desk.security import FormToken, OwnForm
from review_desk.services import Desk, DeskServices
from review_desk.wording import ROLE, VERDICT, at, word

log = logging.getLogger(__name__)

router = APIRouter(prefix="/documents")

#: Refusals that say: not you. All others say: not like this, or not any more.
_NOT_YOU: Final = frozenset({"not_assigned", "handed_in", "second_level", "unknown_person", "not_allowed"})
#: Refusals that say: the document has moved on since this page was opened.
_MOVED_ON: Final = frozenset({"conflict", "stale_round", "wrong_step", "stale_hash", "not_in_review"})


Act = Callable[[DeskServices, Person, Dossier, Entered], None]


class Incomplete(BadInput):
    """A choice that the form asks for was not made."""

    code = "incomplete"


# The forms post to the page's own address: Airflow's frame copies the address into its own, and a reload must find it.
@router.post("/{document_id}")
def act(
    request: Request, document_id: str, desk: Desk, person: CurrentPerson, token: FormToken, form: OwnForm
) -> Response:
    """Do what the form says, or show the page again with the reason why not and everything that was typed."""
    entered = read_entered(form)
    dossier = open_dossier(desk, person, document_id)
    try:
        _act_of(entered)(desk, person, dossier, entered)
    except (Refused, BadInput) as error:
        status = _status_of(error)
        refusal = NotAccepted(
            sentence=str(error),
            advice="请补正后再提交，已填写的内容仍在。" if status == 422 else error.advice,
            conflict=_who_was_faster(desk, dossier, entered, error),
            kept=entered.prose,
        )
        fresh = open_dossier(desk, person, document_id)
        note_view(desk, person, fresh)
        return show(request, visit_of(desk, person, token, fresh, entered, refusal), status=status)
    done = f"documents/{dossier.document.id}" if entered.act in _STAYS else f"?recorded={dossier.document.id}"
    address = f"{root_of(request)}/{done}"
    return RedirectResponse(address, status_code=303, background=BackgroundTask(wake, desk))


def _decide(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    if entered.verdict not in set(Verdict):
        raise Incomplete("请选择意见：同意、退回修改或者其他。")
    verdict = Verdict(entered.verdict)
    is_amendment = verdict in AMENDMENTS
    desk.review.record(
        DecisionRequest(
            document_id=dossier.document.id,
            round=entered.round,
            step=entered.step,
            content_hash=entered.content_hash,
            verdict=verdict,
            person=person.id,
            reason=entered.reason or None,
            legal_basis=entered.legal_basis or None if is_amendment else None,
            listable=entered.listable if _becomes_on_request(verdict, dossier) else None,
            dismissals=entered.dismissals if verdict is Verdict.APPROVE else {},
            door="desk",
        )
    )


def _becomes_on_request(verdict: Verdict, dossier: Dossier) -> bool:
    """Whether the proposal after this verdict is one that can be listed."""
    if verdict is Verdict.APPROVE:
        return dossier.waiting is not None and dossier.waiting.proposal.disclosure is Disclosure.ON_REQUEST
    return AMENDMENTS.get(verdict) is Disclosure.ON_REQUEST


def _determine(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    _require_role(desk, person, dossier, Role.OFFICE)
    if entered.disclosure not in set(Disclosure):
        raise Incomplete("请选择公开属性。")
    if not (entered.unit or dossier.document.unit):
        raise Incomplete("请选择承办科室。")
    desk.review.decide_attribute(
        dossier.document.id,
        by=person.id,
        disclosure=Disclosure(entered.disclosure),
        legal_basis=entered.legal_basis or None,
        reason=entered.reason or None,
        unit=entered.unit or None,
    )
    _submit(desk, person, dossier, entered)


def _submit(desk: DeskServices, person: Person, dossier: Dossier, _: Entered) -> None:
    _require_role(desk, person, dossier, Role.OFFICE, Role.CLERK)
    if desk.intake.submit(dossier.document.id, by=person.id) is None:
        raise Incomplete("公开属性还没有确定，请由办公室先确定。")


def _require_role(desk: DeskServices, person: Person, dossier: Dossier, *roles: Role) -> None:
    """Refuse in words what records would refuse as a forbidden transition."""
    if desk.bureau.roles_of(person.id, dossier.document.unit).isdisjoint(roles):
        raise NotAllowed(f"这一事项由{'、'.join(word(ROLE, role) for role in roles)}办理。")


def _act_of(entered: Entered) -> Act:
    try:
        return _ACTS[entered.act]
    except KeyError:
        raise Incomplete("没有选择要办理的事项。") from None


_ACTS: Final[dict[str, Act]] = {
    "decide": _decide,
    "determine": _determine,
    "submit": _submit,
    "correct": edits.correct,
    "redact": edits.redact,
    "redact_areas": edits.redact_areas,
    "restore": edits.restore,
    "rereview": staff_acts.rereview,
    "withdraw": staff_acts.withdraw,
    "answer_referral": staff_acts.answer_referral,
    "retry": staff_acts.retry,
    "seal": staff_acts.seal,
    "needs_consultation": consultation_needs.needed,
    "needs_no_consultation": consultation_needs.not_needed,
}
#: After these the person goes on with the same document.
_STAYS: Final = frozenset(
    {"correct", "redact", "redact_areas", "restore", "needs_consultation", "needs_no_consultation"}
)


def _who_was_faster(desk: DeskServices, dossier: Dossier, entered: Entered, error: Exception) -> str:
    """A sentence about the decision that this one came too late for, if that is what went wrong."""
    if entered.act != "decide" or getattr(error, "code", "") not in _MOVED_ON:
        return ""
    decision = desk.review.decision_for(dossier.document.id, entered.round, entered.step)
    if decision is None:
        return ""
    who = person_name(desk.bureau, decision.person)
    return f"{who}已于 {at(decision.decided_at)} 对这一级提出意见：{word(VERDICT, decision.verdict)}。"


def _status_of(error: Refused | BadInput) -> int:
    if error.code in _NOT_YOU:
        return 403
    return 409 if error.code in _MOVED_ON else 422


def wake(desk: DeskServices) -> None:
    """Let Airflow know; the decision stands without it, and the next run delivers what could not be delivered."""
    try:
        desk.deliver_outbox()
    except Exception:  # whatever it is, the decision is on record and the message is still in the outbox
        log.exception("Could not deliver the outbox after a decision; it is delivered by the next run")
