"""Digests: what one person, or a group of colleagues, is told in one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from records.domain.document import DocumentId, PersonId
from records.domain.reminders import Occasion, Reminder
from records.domain.standing import StandingDuty

#: Stands for a person where a group is told; nobody's id in bureau.toml.
GROUP: Final = PersonId("*")


@dataclass(frozen=True, slots=True)
class Digest:
    """All that one person is told on one day: one message, however many documents there are.

    `duties` are those of the bureau that belong to no document.
    """

    bureau: str
    person: PersonId
    day: dt.date
    reminders: tuple[Reminder, ...]
    duties: tuple[StandingDuty, ...] = ()

    @property
    def id(self) -> str:
        """The same for every repetition, so that whoever gets it twice can tell."""
        return f"{self.bureau}/{self.day.isoformat()}/{self.person}"

    @property
    def to_do(self) -> tuple[DocumentId, ...]:
        """The documents that wait for this person."""
        return _documents(reminder for reminder in self.reminders if self.person in reminder.doers)

    @property
    def to_see_to(self) -> tuple[DocumentId, ...]:
        """The other documents: somebody else is late, or about to be."""
        mine = self.to_do
        return tuple(document for document in self.documents if document not in mine)

    @property
    def overdue(self) -> tuple[DocumentId, ...]:
        return _documents(reminder for reminder in self.reminders if reminder.occasion is Occasion.OVERDUE)

    @property
    def documents(self) -> tuple[DocumentId, ...]:
        return _documents(self.reminders)


def digests(
    bureau: str,
    day: dt.date,
    reminders: Iterable[Reminder],
    duties: Sequence[StandingDuty] = (),
    office: Iterable[PersonId] = (),
) -> tuple[Digest, ...]:
    """What everybody is told on `day`, by the order in which people are first named; the office of the duties too."""
    told: dict[PersonId, list[Reminder]] = {}
    for reminder in reminders:
        for person in reminder.people:
            told.setdefault(person, []).append(reminder)
    of_duties = set(office) if duties else set[PersonId]()
    people = (*told, *sorted(of_duties - told.keys()))
    return tuple(
        Digest(bureau, person, day, tuple(told.get(person, ())), tuple(duties) if person in of_duties else ())
        for person in people
    )


def group_digest(
    bureau: str, day: dt.date, reminders: Sequence[Reminder], duties: Sequence[StandingDuty] = ()
) -> Digest | None:
    """What a group of colleagues is told on `day`: everything, and nothing of who has to act; None if there is none."""
    return Digest(bureau, GROUP, day, tuple(reminders), tuple(duties)) if reminders or duties else None


def _documents(reminders: Iterable[Reminder]) -> tuple[DocumentId, ...]:
    return tuple(dict.fromkeys(reminder.document_id for reminder in reminders))
