"""The audit chain for those who inspect it: reading, never writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from records.domain.audit import SWITCHED, Algorithm, AuditEntry, AuditHead
from records.domain.bureau import SHANGHAI
from records.domain.canonical import Json
from records.domain.errors import NotFound
from records.domain.lifecycle import Role
from records.domain.ports import OpenWork


@dataclass(frozen=True, slots=True)
class AuditSelection:
    """Which entries: of one subject (a document's or an arrival's id), of some days; None leaves open.

    `since` and `until` are dates in Asia/Shanghai, both included.
    """

    subject_id: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def takes(self, entry: AuditEntry) -> bool:
        day = entry.at.astimezone(SHANGHAI).date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class AuditService:
    open_work: OpenWork

    def head(self) -> AuditHead:
        """The end of the chain, to be kept elsewhere."""
        with self.open_work(read_only=True) as work:
            return work.audit.head()

    def switch(self, algorithm: Algorithm, at: dt.datetime) -> bool:
        """Begin another algorithm with an entry that says so; False if the chain has it already.

        Raises:
            AlgorithmMissing: this machine cannot compute it; nothing was switched.
        """
        with self.open_work() as work:
            if Algorithm.of_hash(work.audit.head().hash) is algorithm:
                return False
            details: dict[str, Json] = {"algorithm": algorithm.value}
            role = Role.SYSTEM
            work.audit.append(SWITCHED, at=at, actor=role, role=role, subject_id="audit", details=details)
            work.commit()
        return True

    def entries(self, selection: AuditSelection) -> Iterator[AuditEntry]:
        """The selected entries in order, as of one moment, read as they are taken.

        Raises:
            NotFound: nothing at all is on record about this subject.
            AuditEntryUnreadable: someone wrote to the chain by hand.
        """
        with self.open_work(read_only=True) as work:
            found = False
            for entry in work.audit.entries(selection.subject_id):
                found = True
                if selection.takes(entry):
                    yield entry
        if selection.subject_id is not None and not found:
            raise NotFound(f"审计链上没有编号为 {selection.subject_id} 的公文或到件。")
