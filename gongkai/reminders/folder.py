"""Digests as files in a folder, one line of JSON each, for the bureau's OA or text message gateway to collect."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bundles.durable import replace_synced
from gongkai.reminders.wording import digest_id, duty_words, summary
from records.domain.bureau import Person
from records.domain.digests import Digest
from records.domain.reminder_ports import ChannelUnavailable
from records.domain.reminders import Reminder


@dataclass(frozen=True, slots=True)
class FolderChannel:
    """Implements `records.domain.reminder_ports.ReminderChannel`.

    A file appears as a whole; whoever collects it removes it.
    """

    folder: Path
    desk_url: str
    name: str = "folder"

    def reaches(self, person: Person) -> bool:
        """Everybody: the gateway knows them by their account."""
        return bool(person.airflow_user)

    def send(self, digest: Digest, person: Person) -> None:
        """Write `<day>-<digest>.jsonl`.

        Raises:
            ChannelUnavailable: the folder is not there (it is never made: it may be one that is not mounted), or full.
        """
        line = json.dumps(self._line(digest, person), ensure_ascii=False) + "\n"
        try:
            replace_synced(self.folder / f"{digest_id(digest)}.jsonl", line.encode())
        except OSError as error:
            raise ChannelUnavailable(f"催办文件写不进 {self.folder}（{error.strerror}）。") from error

    def _line(self, digest: Digest, person: Person) -> dict[str, Any]:
        return {
            "id": digest_id(digest),
            "bureau": digest.bureau,
            "day": digest.day.isoformat(),
            "person": person.id,
            "account": person.airflow_user,
            "to_do": len(digest.to_do),
            "to_see_to": len(digest.to_see_to),
            "overdue": len(digest.overdue),
            "text": summary(digest),
            "duties": [duty_words(duty) for duty in digest.duties],
            "link": self.desk_url,
            "documents": [self._document(reminder, person) for reminder in digest.reminders],
        }

    def _document(self, reminder: Reminder, person: Person) -> dict[str, Any]:
        due = reminder.limit.due
        return {
            "id": reminder.subject_id,
            "stage": reminder.stage,
            "occasion": reminder.occasion,
            "due": due.isoformat() if due else None,
            "days_left": reminder.limit.days_left,
            "to_do": person.id in reminder.doers,
            "link": f"{self.desk_url}{reminder.subject_kind}s/{reminder.subject_id}",
        }
