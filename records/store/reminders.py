"""Reminders of one bureau and the digests that were sent, inside one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from records.domain.digests import Digest
from records.domain.document import PersonId
from records.domain.reminder_ports import ReminderKey
from records.domain.reminders import Reminder, SubjectKind
from records.store.consultation_tables import consultation_reminders
from records.store.tables import reminder_digests, reminders, request_reminders

#: Reminders by what they are of, each with the column that names it.
_TABLES = {
    SubjectKind.DOCUMENT: (reminders, reminders.c.document_id),
    SubjectKind.REQUEST: (request_reminders, request_reminders.c.request_id),
    SubjectKind.CONSULTATION: (consultation_reminders, consultation_reminders.c.consultation_id),
}
_REMINDERS = tuple(table for table, _ in _TABLES.values())


@dataclass(frozen=True, slots=True)
class SqlReminders:
    connection: Connection
    bureau: str

    def noted_on(self, day: dt.date) -> frozenset[ReminderKey]:
        return frozenset(
            ReminderKey(*row)
            for table, subject in _TABLES.values()
            for row in self.connection.execute(
                sa.select(subject, table.c.round, table.c.step, table.c.stage, table.c.day).where(
                    table.c.bureau == self.bureau, table.c.day == day
                )
            )
        )

    def note(self, said: Iterable[Reminder], at: dt.datetime) -> None:
        told = list(said)
        for kind, (table, subject) in _TABLES.items():
            rows = [self._row(one, subject.name, at) for one in told if one.subject_kind is kind]
            if rows:
                self.connection.execute(table.insert(), rows)

    def _row(self, reminder: Reminder, subject: str, at: dt.datetime) -> dict[str, object]:
        return {
            "bureau": self.bureau,
            subject: reminder.subject_id,
            "round": reminder.round,
            "step": reminder.step,
            "stage": reminder.stage,
            "day": reminder.day,
            "occasion": reminder.occasion,
            "due": reminder.limit.due,
            "days_left": reminder.limit.days_left,
            "noted_at": at,
        }

    def sent_on(self, day: dt.date) -> frozenset[tuple[PersonId, str]]:
        query = sa.select(reminder_digests.c.person, reminder_digests.c.channel).where(
            reminder_digests.c.bureau == self.bureau, reminder_digests.c.day == day
        )
        return frozenset((PersonId(row.person), row.channel) for row in self.connection.execute(query))

    def last_day(self) -> dt.date | None:
        days = [
            self.connection.execute(sa.select(sa.func.max(table.c.day)).where(table.c.bureau == self.bureau)).scalar()
            for table in (*_REMINDERS, reminder_digests)
        ]
        return max((day for day in days if day), default=None)

    def forget_after(self, day: dt.date) -> None:
        for table in (*_REMINDERS, reminder_digests):
            self.connection.execute(table.delete().where(table.c.bureau == self.bureau, table.c.day > day))

    def mark_sent(self, digest: Digest, channel: str, at: dt.datetime) -> None:
        self.connection.execute(
            reminder_digests.insert().values(
                bureau=self.bureau,
                day=digest.day,
                person=digest.person,
                channel=channel,
                documents=len(digest.subjects),
                overdue=len(digest.overdue),
                sent_at=at,
            )
        )
