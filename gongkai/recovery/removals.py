"""What was taken off or sealed, noted with the backups at once: a restored installation must not show it again.

One JSON line each: `{"id", "kind", "at"}`, kind `removed` or `sealed`; and `{"backup"}` where a backup began. Places in
the file say what came after what; clocks do not matter. It holds ids and times, nothing of the content.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from records.domain.document import DocumentId
from records.domain.ports import Clock
from records.store.seals import FolderVault

log = logging.getLogger(__name__)

REMOVALS_NAME: Final = "removed.jsonl"
Kind = Literal["removed", "sealed"]


@dataclass(frozen=True, slots=True)
class Removal:
    document_id: DocumentId
    kind: Kind


@dataclass(frozen=True, slots=True)
class RemovalLog:
    """`path` is in the folder of backups, which may be another machine's."""

    path: Path

    def note(self, document_id: DocumentId, kind: Kind, at: dt.datetime) -> None:
        """Add a line, synced. A folder that is not there must not hold up a take-down: it is logged."""
        try:
            self._append({"id": document_id, "kind": kind, "at": at.isoformat()})
        except OSError as error:
            log.warning("The removal of %s is not noted with the backups: %s", document_id, type(error).__name__)

    def note_backup(self, name: str) -> None:
        """A backup begins: what follows may be missing from it."""
        self._append({"backup": name})

    def since(self, backup: str) -> Iterator[Removal]:
        """What was noted after that backup began; all that ever was if the file does not know it."""
        lines = list(self._lines())
        begins = [place for place, line in enumerate(lines) if line.get("backup") == backup]
        for line in lines[begins[-1] + 1 if begins else 0 :]:
            if line.get("kind") in ("removed", "sealed"):
                yield Removal(DocumentId(line["id"]), "sealed" if line["kind"] == "sealed" else "removed")

    def _lines(self) -> Iterator[dict[str, str]]:
        if not self.path.exists():
            return
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                value = json.loads(line)
            except ValueError:
                continue  # cut off by a kill
            if isinstance(value, dict):
                yield value

    def _append(self, line: dict[str, str]) -> None:
        # A line of its own whatever a killed writer left before it.
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab", buffering=0) as file:
            file.write(b"\n" + json.dumps(line).encode())
            os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class NotedVault(FolderVault):
    """Seals, and notes it with the backups, which may still have the file in the clear."""

    removals: RemovalLog
    clock: Clock

    def put(self, document_id: DocumentId, file_name: str, data: bytes) -> None:
        FolderVault.put(self, document_id, file_name, data)
        self.removals.note(document_id, "sealed", self.clock.now())
