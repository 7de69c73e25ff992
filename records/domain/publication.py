"""What is before the public, apart from the state of the document behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from records.domain.document import DocumentId


class PublicationStatus(StrEnum):
    LIVE = "live"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


#: A suspended page is still the document's page: it may be restored, or withdrawn for good.
HAS_A_PAGE = frozenset({PublicationStatus.LIVE, PublicationStatus.SUSPENDED})

#: What the tombstone page says when nobody wrote a reason for the public. No content, no hint of the content.
SUSPENDED_SENTENCE = "该公文正在重新审查，暂停公开。"
WITHDRAWN_SENTENCE = "经重新审查，该公文不再公开。"
REMOVED_SENTENCE = "该公文已撤下。"


@dataclass(frozen=True, slots=True)
class Publication:
    """One published version. `version` is 1-based; `index_number` (索引号) stays the same for all versions.

    `listed_only`: on request, one catalogue row and no page. `ended_reason` is written for the public.
    """

    bureau: str
    document_id: DocumentId
    version: int
    content_hash: str
    index_number: str
    status: PublicationStatus
    published_at: dt.datetime
    listed_only: bool = False
    ended_at: dt.datetime | None = None
    ended_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """A download that a public version goes without: the public form (`file`) or its PDF (`pdf`); `code` says why."""

    kind: Literal["file", "pdf"]
    code: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A version (1-based) whose content another one replaced at this time (更正)."""

    version: int
    at: dt.datetime


def corrections(versions: Sequence[Publication]) -> tuple[Correction, ...]:
    """Which of a document's `versions`, given in their order, were corrected by the next one.

    A page that came back unchanged after its withdrawal corrects nothing, nor does a page that takes a catalogue row's
    place.
    """
    return tuple(
        Correction(earlier.version, later.published_at)
        for earlier, later in pairwise(versions)
        if earlier.status is PublicationStatus.SUPERSEDED
        and earlier.content_hash != later.content_hash
        and not (earlier.listed_only or later.listed_only)
    )


def is_public(publication: Publication) -> bool:
    """The one predicate: page, catalogue row, index, feed, sitemap and data export ask nothing else."""
    return publication.status is PublicationStatus.LIVE


def format_index_number(bureau_code: str, year: int, serial: int) -> str:
    """`<bureau code>/<year>-<serial of five digits>`; `serial` is 1-based within the year.

    >>> format_index_number("SLQ-RS", 2026, 7)
    'SLQ-RS/2026-00007'
    """
    return f"{bureau_code}/{year}-{serial:05d}"
