"""What a person is reminded of (催办) while it holds: the same as in their message of the day, with titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.term_words import stage_name
from records.domain.bureau import Bureau
from records.domain.document import Document, PersonId
from records.domain.legal_clock import Limit
from records.domain.reminders import Occasion
from records.services.reminding import DocumentReminder
from review_desk.names import person_name
from review_desk.services import DeskServices


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


def reminders_of(desk: DeskServices, person: PersonId) -> list[ReminderView]:
    """One entry a document, the nearest last day first.

    What has a day left and waits for this very person stands in their list already, and is not said again.
    """
    found: dict[str, list[DocumentReminder]] = {}
    for each in desk.reminding.of_person(person):
        if each.reminder.occasion is not Occasion.BEFORE or person not in each.reminder.doers:
            found.setdefault(each.document.id, []).append(each)
    return [_view(desk.bureau, person, said) for said in found.values()]


def _view(bureau: Bureau, person: PersonId, said: Sequence[DocumentReminder]) -> ReminderView:
    reminders = [each.reminder for each in said]
    doers = dict.fromkeys(doer for reminder in reminders for doer in reminder.doers)
    return ReminderView(
        document=said[0].document,
        terms=tuple(TermView(stage_name(reminder.stage), reminder.limit) for reminder in reminders),
        waits_for=() if person in doers else tuple(person_name(bureau, doer) for doer in doers),
        is_overdue=any(reminder.occasion is Occasion.OVERDUE for reminder in reminders),
    )
