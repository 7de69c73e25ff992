"""Reminding people of terms: what is to be said today, saying it once, and keeping on record that it was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from records.domain.bureau import SHANGHAI, Bureau
from records.domain.digests import digests, group_digest
from records.domain.document import Document, PersonId
from records.domain.lifecycle import Role
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.reminder_ports import ClockBehind, GroupChannel, ReminderChannel, ReminderKey
from records.domain.reminders import Occasion, Reminder, SubjectKind, reminder_of
from records.domain.standing import StandingDuty
from records.domain.terms import TermBook, office_of
from records.domain.workdays import CalendarYearMissing, WorkingDays
from records.services.consultations.reminding import consultation_reminders
from records.services.digests import DigestSender, Sent
from records.services.open_documents import OpenDocuments
from records.services.requests.reminding import request_reminders


@dataclass(frozen=True, slots=True)
class DocumentReminder:
    """A reminder with the document that it is about, for people who may see it."""

    document: Document
    reminder: Reminder


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a run did; on a day off nothing. The first five count what has a reminder, by what it is.

    `noted` reminders are new on record; `duties` are those of the bureau that were spoken of; `sent` says for each
    channel what became of its digests.
    """

    is_working_day: bool = True
    documents: int = 0
    requests: int = 0
    consultations: int = 0
    overdue: int = 0
    undetermined: int = 0
    noted: int = 0
    duties: int = 0
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True)
class RemindingService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    calendar: WorkingDays

    def due(self) -> list[Reminder]:
        """Everything that is to be said today, without saying it; the nearest last day first."""
        return self._due(self.clock.now())

    def of_person(self, person: PersonId, documents: OpenDocuments) -> list[DocumentReminder]:
        """What this person is reminded of while it holds, a day off or not."""
        due = self._due_of(documents, self.clock.now())
        return [each for each in due if person in each.reminder.people]

    def remind(
        self,
        channels: Sequence[ReminderChannel],
        groups: Sequence[GroupChannel] = (),
        duties: Sequence[StandingDuty] = (),
    ) -> Reminded:
        """Put today's reminders on record, then send everybody theirs; may be killed and repeated at any time.

        There is one reminder a subject, round, step, stage and day, and one digest a person, day and channel, or one a
        group. What is due only after a person got theirs is in tomorrow's. `duties` are told to the
        office.

        Raises:
            ClockBehind: people were reminded on a later day; nobody is told the same again.
        """
        now = self.clock.now()
        self._require_clock(_day(now))
        if self._is_day_off(_day(now)):
            return Reminded(is_working_day=False)
        due = self._due(now)
        noted = self._note(due, now)
        spoken_of = [duty for duty in duties if duty.is_told_today]
        key = (self.bureau.id, _day(now), due, spoken_of)
        told, of_group = digests(*key, office_of(self.bureau)), group_digest(*key)
        sender = DigestSender(self.open_work, self.clock, self.bureau)
        return Reminded(
            documents=_count(each for each in due if each.subject_kind is SubjectKind.DOCUMENT),
            requests=_count(each for each in due if each.subject_kind is SubjectKind.REQUEST),
            consultations=_count(each for each in due if each.subject_kind is SubjectKind.CONSULTATION),
            overdue=_count(each for each in due if each.occasion is Occasion.OVERDUE),
            undetermined=_count(each for each in due if each.occasion is Occasion.UNDETERMINED),
            noted=noted,
            duties=len(spoken_of),
            sent=(
                *(sender.send(channel, told) for channel in channels),
                *(sender.announce(group, of_group) for group in groups),
            ),
        )

    def trust_clock(self) -> None:
        """Forget what is on record as said on days after today: the clock was wrong when it was written."""
        now = self.clock.now()
        with self.open_work() as work:
            work.reminders.forget_after(_day(now))
            system = Role.SYSTEM
            work.audit.append("reminder:clock_trusted", at=now, actor=system, role=system, subject_id=self.bureau.id)
            work.commit()

    def require_calendar(self) -> None:
        """Let pass if today and every term that runs can be counted.

        Raises:
            CalendarYearMissing: names the year, and the file to add it to.
        """
        now = self.clock.now()
        self.calendar.is_working(_day(now))
        missing = (each.limit.missing_year for each in self._due(now))
        year = next((year for year in missing if year is not None), None)
        if year is not None:
            raise CalendarYearMissing(year, self.calendar.file)

    def _require_clock(self, today: dt.date) -> None:
        with self.open_work(read_only=True) as work:
            last = work.reminders.last_day()
        if last is not None and last > today:
            raise ClockBehind(f"已经按 {last} 催办过，而系统时间是 {today}。")

    def _due(self, now: dt.datetime) -> list[Reminder]:
        with self.open_work(read_only=True) as work:
            documents = OpenDocuments.load(work, self.bureau, self.calendar, now)
            of_requests = request_reminders(work, documents.bureau, self.calendar, now)
            of_consultations = consultation_reminders(work, documents.bureau, self.calendar, now)
        found = [*(each.reminder for each in self._due_of(documents, now)), *of_requests, *of_consultations]
        return sorted(found, key=lambda each: (each.limit.due or dt.date.min, each.subject_id))

    def _due_of(self, documents: OpenDocuments, now: dt.datetime) -> list[DocumentReminder]:
        book = TermBook(documents.bureau, self.calendar, now)
        terms = [(each.document, term) for each in documents.pending for term in book.terms_of(each)]
        terms += [(document, book.reassessment_of(document)) for document in documents.to_reassess]
        said = ((document, reminder_of(term, _day(now))) for document, term in terms)
        found = [DocumentReminder(document, reminder) for document, reminder in said if reminder]
        return sorted(found, key=lambda each: (each.reminder.limit.due or dt.date.min, each.document.id))

    def _is_day_off(self, day: dt.date) -> bool:
        """A day of an unknown year counts as worked: a message on a holiday harms less than a term that is missed."""
        try:
            return not self.calendar.is_working(day)
        except CalendarYearMissing:
            return False

    def _note(self, due: Sequence[Reminder], now: dt.datetime) -> int:
        with self.open_work() as work:
            noted = work.reminders.noted_on(_day(now))
            new = sorted((each for each in due if _key(each) not in noted), key=attrgetter("subject_id"))
            work.reminders.note(new, now)
            for _, of_one in groupby(new, key=attrgetter("subject_id")):
                _audit(work, list(of_one), now)
            work.commit()
        return len(new)


def _audit(work: UnitOfWork, of_one: Sequence[Reminder], now: dt.datetime) -> None:
    work.audit.append(
        f"{of_one[0].subject_kind}:reminded",
        at=now,
        actor=Role.SYSTEM,
        role=Role.SYSTEM,
        subject_id=of_one[0].subject_id,
        details={
            "round": of_one[0].round,
            "reminders": [{"stage": each.stage, "occasion": each.occasion} for each in of_one],
            "people": sorted({person for each in of_one for person in each.people}),
        },
    )


def _day(now: dt.datetime) -> dt.date:
    return now.astimezone(SHANGHAI).date()


def _key(reminder: Reminder) -> ReminderKey:
    return ReminderKey(reminder.subject_id, reminder.round, reminder.step, reminder.stage.value, reminder.day)


def _count(reminders: Iterable[Reminder]) -> int:
    return len({reminder.subject_id for reminder in reminders})
