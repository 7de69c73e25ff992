"""What still has to be told to Airflow and to the public side, written with the change that causes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from records.domain.document import DocumentId


class Lane(StrEnum):
    """Where a message goes. Order is kept per document and lane: Airflow being down delays no tombstone."""

    AIRFLOW = "airflow"
    PUBLIC = "public"
    ORIGINALS = "originals"


class OutboxKind(StrEnum):
    OPEN_REVIEW = "open_review"
    WAKE_REVIEW = "wake_review"
    PUBLISH = "publish"
    TOMBSTONE = "tombstone"
    ERASE_ORIGINAL = "erase_original"

    @property
    def lane(self) -> Lane:
        match self:
            case OutboxKind.OPEN_REVIEW | OutboxKind.WAKE_REVIEW:
                return Lane.AIRFLOW
            case OutboxKind.PUBLISH | OutboxKind.TOMBSTONE:
                return Lane.PUBLIC
            case OutboxKind.ERASE_ORIGINAL:
                return Lane.ORIGINALS


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message to write. `round` and `step` are set for reviews, `version` for a publication."""

    kind: OutboxKind
    document_id: DocumentId
    round: int | None = None
    step: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message on record; `sequence` grows with each row. `last_error` is the code of the last failed delivery."""

    sequence: int
    message: OutboxMessage
    written_at: dt.datetime
    attempts: int = 0
    last_error: str | None = None
