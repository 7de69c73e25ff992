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
from records.domain.reminders import Reminder
from records.store.tables import reminder_digests, reminders


@dataclass(frozen=True, slots=True)
class SqlReminders:
    connection: Connection
    bureau: str

    def noted_on(self, day: dt.date) -> frozenset[ReminderKey]:
        key = (reminders.c[name] for name in ReminderKey._fields)
        query = sa.select(*key).where(reminders.c.bureau == self.bureau, reminders.c.day == day)
        return frozenset(ReminderKey(*row) for row in self.connection.execute(query))

    def note(self, said: Iterable[Reminder], at: dt.datetime) -> None:
        rows = [
            {
                "bureau": self.bureau,
                "document_id": reminder.document_id,
                "round": reminder.round,
                "step": reminder.step,
                "stage": reminder.stage,
                "day": reminder.day,
                "occasion": reminder.occasion,
                "due": reminder.limit.due,
                "days_left": reminder.limit.days_left,
                "noted_at": at,
            }
            for reminder in said
        ]
        if rows:
            self.connection.execute(reminders.insert(), rows)

    def sent_on(self, day: dt.date) -> frozenset[tuple[PersonId, str]]:
        query = sa.select(reminder_digests.c.person, reminder_digests.c.channel).where(
            reminder_digests.c.bureau == self.bureau, reminder_digests.c.day == day
        )
        return frozenset((PersonId(row.person), row.channel) for row in self.connection.execute(query))

    def last_day(self) -> dt.date | None:
        days = [
            self.connection.execute(sa.select(sa.func.max(table.c.day)).where(table.c.bureau == self.bureau)).scalar()
            for table in (reminders, reminder_digests)
        ]
        return max((day for day in days if day), default=None)

    def forget_after(self, day: dt.date) -> None:
        for table in (reminders, reminder_digests):
            self.connection.execute(table.delete().where(table.c.bureau == self.bureau, table.c.day > day))

    def mark_sent(self, digest: Digest, channel: str, at: dt.datetime) -> None:
        self.connection.execute(
            reminder_digests.insert().values(
                bureau=self.bureau,
                day=digest.day,
                person=digest.person,
                channel=channel,
                documents=len(digest.documents),
                overdue=len(digest.overdue),
                sent_at=at,
            )
        )
