"""Digests: what one person, or a group of colleagues, is told in one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from records.domain.document import PersonId
from records.domain.reminders import Occasion, Reminder, SubjectId
from records.domain.standing import StandingDuty

#: Stands for a person where a group is told; nobody's id in bureau.toml.
GROUP: Final = PersonId("*")


@dataclass(frozen=True, slots=True)
class Digest:
    """All that one person is told on one day: one message, however many documents and requests there are.

    `duties` are those of the bureau that belong to none.
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
    def to_do(self) -> tuple[SubjectId, ...]:
        """The documents and requests that wait for this person."""
        return _subjects(reminder for reminder in self.reminders if self.person in reminder.doers)

    @property
    def to_see_to(self) -> tuple[SubjectId, ...]:
        """The others: somebody else is late, or about to be."""
        mine = self.to_do
        return tuple(subject for subject in self.subjects if subject not in mine)

    @property
    def overdue(self) -> tuple[SubjectId, ...]:
        return _subjects(reminder for reminder in self.reminders if reminder.occasion is Occasion.OVERDUE)

    @property
    def subjects(self) -> tuple[SubjectId, ...]:
        return _subjects(self.reminders)


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


def _subjects(reminders: Iterable[Reminder]) -> tuple[SubjectId, ...]:
    return tuple(dict.fromkeys(reminder.subject_id for reminder in reminders))
