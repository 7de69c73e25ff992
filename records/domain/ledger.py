"""What became of each file that a run saw: a count that adds up, and every file named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from records.domain.document import DocumentId


class Fate(StrEnum):
    """`WAITING`: not complete yet, or taken and not finished; the next run goes on with it."""

    WAITING = "waiting"
    DOCUMENT = "document"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class ArrivalFacts:
    """A file as the inbox lists it. `waiting_for` says why it can't be taken yet, None if it is complete."""

    source_path: str
    size_bytes: int
    modified_at: dt.datetime
    waiting_for: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file of the inbox and what became of it. `source_path` is None once its document is sealed.

    `document_id` is the document it became; for a duplicate, the first document with these bytes.
    """

    bureau: str
    id: str
    source_path: str | None
    size_bytes: int
    modified_at: dt.datetime
    first_seen_at: dt.datetime
    fate: Fate = Fate.WAITING
    document_id: DocumentId | None = None
    code: str | None = None
    message: str | None = None

    @property
    def is_settled(self) -> bool:
        """Whether this file needs no more than to leave the inbox.

        One that was set aside for its dispatch sheet has become no document: it comes again with the right sheet.
        """
        return self.fate is not Fate.WAITING and self.document_id is not None

    @property
    def name(self) -> str:
        """What the ledger calls it: its path, or nothing but the id of a sealed document."""
        return self.source_path or str(self.document_id or self.id)


@dataclass(frozen=True, slots=True)
class Registered:
    """The answer to a registration: a new document, or the first one with the same bytes."""

    document_id: DocumentId
    duplicate_of: DocumentId | None = None


@dataclass(frozen=True, slots=True)
class RunLedger:
    """All files that one run saw. `seen` was counted by the run when it listed the inbox."""

    run_key: str
    seen: int
    arrivals: tuple[Arrival, ...]

    def count(self, fate: Fate) -> int:
        return sum(arrival.fate is fate for arrival in self.arrivals)

    @property
    def adds_up(self) -> bool:
        """Whether files seen = documents + duplicates + quarantined + still waiting."""
        return self.seen == sum(self.count(fate) for fate in Fate)

    def lines(self) -> Iterator[str]:
        """One Chinese line per file, the total first; a sealed file is named by id only."""
        yield (
            f"本次共 {self.seen} 个文件：公文 {self.count(Fate.DOCUMENT)}，重复 {self.count(Fate.DUPLICATE)}，"
            f"隔离 {self.count(Fate.QUARANTINED)}，等待 {self.count(Fate.WAITING)}。"
        )
        for arrival in self.arrivals:
            yield f"{arrival.name}：{_fate_line(arrival)}"


def _fate_line(arrival: Arrival) -> str:
    match arrival.fate:
        case Fate.DOCUMENT:
            return f"公文 {arrival.document_id}"
        case Fate.DUPLICATE:
            return f"与公文 {arrival.document_id} 重复"
        case Fate.QUARANTINED:
            return f"隔离（{arrival.code}）{arrival.message}"
        case Fate.WAITING:
            return f"等待：{arrival.message or '尚未处理完'}"
