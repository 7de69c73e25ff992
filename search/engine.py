"""What a search engine must do, whichever library does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

Validity = Literal["effective", "amended", "repealed", "expired"]
Sort = Literal["relevance", "newest"]


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One published document as the index holds it. Made from a bundle alone.

    `attachments` are the texts of its attachments. `published_on` and `adopted_on` are calendar days in Asia/Shanghai.
    `column` is the public column that it is listed in, `subject` the first level of its 主题分类.
    """

    id: str
    bureau: str
    title: str
    body: str
    url: str
    document_number: str | None = None
    index_number: str | None = None
    issuing_organs: tuple[str, ...] = ()
    unit: str | None = None
    document_type: str | None = None
    adopted_on: dt.date | None = None
    published_on: dt.date | None = None
    attachments: tuple[str, ...] = ()
    column: str | None = None
    validity: Validity | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a citizen asks. `text` is as typed (search.query says how it is read), empty for everything, newest first.

    `year` is the year of adoption, else of publication; `since` and `until` are days of the same, both included.
    `titles_only`: words have to stand in the title. `offset` is 0-based, with pages up to the 10,000th hit; `limit`
    is at most 100. `as_typed`: no other spelling is tried where nothing is found. `explain`: say what each hit's score
    is made of.
    """

    bureau: str
    text: str = ""
    unit: str | None = None
    document_type: str | None = None
    year: int | None = None
    column: str | None = None
    organ: str | None = None
    validity: str | None = None
    subject: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    titles_only: bool = False
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    as_typed: bool = False
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text that shows why a document was found. `marks` are start, end offsets in `text`, end exclusive."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a hit's score. `name` says in Chinese what matched."""

    name: str
    score: float


@dataclass(frozen=True, slots=True)
class SearchHit:
    id: str
    title: Fragment
    url: str
    score: float
    fragments: tuple[Fragment, ...]
    document_number: str | None
    unit: str | None
    document_type: str | None
    adopted_on: dt.date | None
    published_on: dt.date | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`facets` maps `unit`, `document_type`, `year`, `column`, `organ`, `validity`, `subject` to values of all matches.

    The most frequent value is first. `corrected`: what was asked instead, since what was typed is found nowhere.
    `relaxed`: a hit may lack one or the other of the words.
    """

    total: int
    hits: tuple[SearchHit, ...]
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    corrected: str | None = None
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """A document that means nearly what was asked.

    `closeness` ranks: about 0.3 for what has nothing to do with it, and 0.5 for an answer. `certainty` decides whether
    the document is found by it: it is less, the nearer the question is to a matter that no document is about.
    """

    id: str
    closeness: float
    certainty: float


#: From a bureau and a text to its documents nearest in meaning, the nearest first.
FindNear = Callable[[str, str], Sequence[Near]]


def nothing_near(_bureau: str, _text: str) -> Sequence[Near]:
    """Where nothing is known of meanings."""
    return ()


def nothing_known() -> None:
    """The state of what is known of meanings, where nothing is."""


class SearchUnavailable(Exception):
    """The engine does not answer; try again later. `advice` says what else may help."""

    advice: ClassVar[str] = ""


class IndexOutdated(SearchUnavailable):
    """The index was made by another version of this software; nothing but `rebuild` can be done with it."""

    advice = "请执行 gongkai reindex；重建以前，检索暂停，公开文件照常可看。"

    def __init__(self, index: str) -> None:
        super().__init__(f"索引 {index} 由另一版本的程序建立。")


class SearchEngine(Protocol):
    """Every method raises SearchUnavailable when the engine does not answer, or when its index must be rebuilt.

    An engine opened for reading only raises PermissionError from `put`, `remove`, `rebuild` and `forget_removed`.
    """

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add or replace by id; visible to `search` when it returns."""

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents out; unknown ids are fine; gone from `search` when it returns."""

    def search(self, query: SearchQuery) -> SearchPage:
        """Answer a query. Same order for the same query, so that pages neither repeat nor miss a hit."""

    def named(self, bureau: str, text: str, limit: int) -> tuple[str, ...]:
        """Ids of documents that are called so, by title or number, however far it is typed (search.naming)."""

    def ids(self, bureau: str) -> frozenset[str]:
        """All ids in the index of this bureau."""

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """Build an index beside the live one, check that it is complete, swap, return its count of documents.

        The live one answers on; what is put or removed meanwhile is in the new one too.
        """

    def forget_removed(self, documents: Callable[[], Iterable[IndexDocument]]) -> bool:
        """Leave no byte of what was removed or replaced in the engine's files; False if nothing of it is left.

        Removing hides a document at once, but engines keep its text until they happen to merge. `documents` gives all
        that are to stay, and is asked only if the index has to be rebuilt for it.
        """

    def close(self) -> None:
        """Release files, locks and connections."""
