"""What staff do outside of a review: a second look, withdrawal, an authority's answer, another reading, sealing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from records.domain.bureau import Person
from records.domain.document import Document
from records.domain.errors import BadInput, NotAllowed, TransitionRefused
from records.domain.lifecycle import TRANSITIONS, Event, Role
from records.domain.publication import PublicationStatus
from records.services.desk import Dossier
from review_desk.entered import Entered
from review_desk.services import DeskServices
from review_desk.wording import REREVIEW_REASON, ROLE, word

#: What each act does to a document: whoever may cause the event may send the form.
EVENT_OF: Final = {
    "rereview": Event.REREVIEW_REQUESTED,
    "withdraw": Event.WITHDRAWN,
    "answer_referral": Event.REFERRAL_ANSWERED,
    "retry": Event.RETRIED,
    "seal": Event.MARK_FOUND,
}


_ON_SHOW: Final = frozenset({PublicationStatus.LIVE, PublicationStatus.SUSPENDED})


class Unexplained(BadInput):
    """A form without the words that go on record."""

    code = "incomplete"


def offered_to(document: Document, roles: frozenset[Role], *, on_show: bool) -> tuple[str, ...]:
    """The acts that somebody in these roles may do with the document as it is now."""
    possible = tuple(act for act, event in EVENT_OF.items() if _may(document, event, roles))
    return tuple(act for act in possible if act != "withdraw" or on_show)


def has_page(dossier: Dossier) -> bool:
    """Whether citizens see a page of it, or would again after a suspension."""
    return any(version.status in _ON_SHOW for version in dossier.versions)


def rereview(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """Ask for a second look (重新审查); an urgent one takes the page off at once."""
    if entered.reason_kind not in REREVIEW_REASON:
        raise Unexplained("请选择重新审查的原因。")
    _explained(entered)
    with _in_words(dossier, "rereview"):
        desk.review.request_rereview(
            dossier.document.id,
            by=person.id,
            reason_kind=entered.reason_kind,
            reason=entered.reason,
            urgent=entered.urgent,
        )


def withdraw(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """Take the page off for good; the reason is shown to the public."""
    _explained(entered)
    with _in_words(dossier, "withdraw"):
        desk.publishing.withdraw(dossier.document.id, by=person.id, reason=entered.reason)


def answer_referral(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """Enter what the competent authority answered (article 17); the office then decides the attribute."""
    _explained(entered)
    with _in_words(dossier, "answer_referral"):
        desk.review.answer_referral(dossier.document.id, by=person.id, answer=entered.reason)


def retry(desk: DeskServices, person: Person, dossier: Dossier, _: Entered) -> None:
    """Take a document out of quarantine; the next run over the inbox reads it again."""
    with _in_words(dossier, "retry"):
        desk.intake.retry(dossier.document.id, by=person.id)


def seal(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """A reviewer saw a classification mark that the reader did not: everything stops at once."""
    if not entered.urgent:
        raise Unexplained("请先确认文件上有密级标志；封存以后只有保密员能打开。")
    with _in_words(dossier, "seal"):
        desk.sealing.seal(dossier.document.id, by=person.id)


def _may(document: Document, event: Event, roles: frozenset[Role]) -> bool:
    step = TRANSITIONS.get((document.state, event))
    return step is not None and not roles.isdisjoint(step.roles)


def _explained(entered: Entered) -> None:
    if not entered.reason:
        raise Unexplained("请写明内容，这里写的会记录在案。")


@contextmanager
def _in_words(dossier: Dossier, act: str) -> Iterator[None]:
    """Say to people what records, which put the refusal on the audit chain, say as a forbidden transition."""
    try:
        yield
    except TransitionRefused:
        step = TRANSITIONS.get((dossier.document.state, EVENT_OF[act]))
        if step is None:
            raise NotAllowed("公文现在的状态不能办理这一事项，请刷新后查看。") from None
        people = "、".join(word(ROLE, role) for role in Role if role in step.roles and role is not Role.SYSTEM)
        raise NotAllowed(f"这一事项由{people}办理。") from None
