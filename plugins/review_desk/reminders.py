"""What a person is reminded of (催办) while it holds: the same as in their message of the day, with titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gongkai.term_words import stage_name
from records.domain.bureau import Bureau
from records.domain.document import Document, PersonId
from records.domain.legal_clock import Limit
from records.domain.lifecycle import State
from records.domain.reminders import Duty, Occasion
from records.services.open_documents import OpenDocuments
from records.services.reminding import DocumentReminder
from review_desk.names import person_name
from review_desk.services import DeskServices

#: What waits for a person in these states stands in a list of theirs, with both clocks.
_LISTED: Final = (State.EXTRACTED, State.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class TermView:
    """A term that is spoken of, and what has it, such as 分管领导审查."""

    stage: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class ReminderView:
    """All that is said of one document. `waits_for` are the names of others who have to act; empty: this person has."""

    document: Document
    terms: tuple[TermView, ...]
    waits_for: tuple[str, ...]
    is_overdue: bool


def reminders_of(desk: DeskServices, person: PersonId, documents: OpenDocuments) -> list[ReminderView]:
    """One entry a document, the nearest last day first."""
    found: dict[str, list[DocumentReminder]] = {}
    for each in desk.reminding.of_person(person, documents):
        if not _stands_in_their_list(each, person):
            found.setdefault(each.document.id, []).append(each)
    return [_view(desk.bureau, person, said) for said in found.values()]


def _stands_in_their_list(each: DocumentReminder, person: PersonId) -> bool:
    """Whether this person's own list says it already: both clocks of what waits for them, and what has a day left."""
    reminder = each.reminder
    if person not in reminder.doers:
        return False
    is_clock = reminder.stage in (Duty.PLAN, Duty.STATUTORY)
    return reminder.occasion is Occasion.BEFORE or (is_clock and each.document.state in _LISTED)


def _view(bureau: Bureau, person: PersonId, said: Sequence[DocumentReminder]) -> ReminderView:
    reminders = [each.reminder for each in said]
    doers = dict.fromkeys(doer for reminder in reminders for doer in reminder.doers)
    return ReminderView(
        document=said[0].document,
        terms=tuple(TermView(stage_name(reminder.stage), reminder.limit) for reminder in reminders),
        waits_for=() if person in doers else tuple(person_name(bureau, doer) for doer in doers),
        is_overdue=any(reminder.occasion is Occasion.OVERDUE for reminder in reminders),
    )
