"""The index follows the bundles: one document at a time, or all of them anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bundles.catalogue import Catalogue
from bundles.format import BundleMeta
from bundles.reader import BundleReader, Published
from gongkai.clock import SystemClock
from gongkai.indexing import SHANGHAI, all_index_documents, index_document, is_repealed, takes_effect, validity_of
from records.domain.document import DocumentId
from records.domain.errors import Unavailable
from records.domain.ports import Clock
from search.engine import IndexDocument, SearchEngine, SearchQuery, SearchUnavailable, Validity
from search.schema import MAX_LIMIT, MAX_WINDOW

_ENDED: Final[tuple[Validity, ...]] = ("expired", "repealed")


class IndexUnavailable(Unavailable):
    """The search engine does not answer; the outbox delivers again."""

    code = "search_unavailable"


@dataclass(frozen=True, slots=True)
class PublicIndex:
    """The index of one bureau. Every act may be repeated."""

    reader: BundleReader
    engine: SearchEngine
    bureau: str
    clock: Clock = field(default_factory=SystemClock)

    def update(self, document_id: DocumentId) -> None:
        """Make the index agree with what the bundle says now; documents that it repeals are said to be repealed.

        Raises:
            IndexUnavailable: doing it again completes it.
        """
        meta = self._page(document_id)
        try:
            if meta is None:
                self.engine.remove([document_id])
            else:
                catalogue = Catalogue(self.reader, self.bureau)
                ends = takes_effect(meta) <= self._today()
                ended = [self._entry(each, is_repealed=ends) for each in self._repealed_by(catalogue, meta)]
                self.engine.put([self._entry(meta, is_repealed=self._was_repealed(catalogue, meta)), *ended])
        except SearchUnavailable as error:
            raise IndexUnavailable("检索引擎没有应答。") from error

    def forget_removed(self) -> bool:
        """Erase from the index's files what is no longer public; whether there was anything to erase.

        Raises:
            IndexUnavailable: doing it again completes it.
        """
        try:
            return self.engine.forget_removed(self.everything)
        except SearchUnavailable as error:
            raise IndexUnavailable("检索引擎没有应答。") from error

    def renew_validity(self) -> int:
        """Put again what has expired or been repealed since it was put, or no longer is; how many documents.

        Raises:
            IndexUnavailable: doing it again completes it.
        """
        try:
            stale = list(self._stale(self._said_ended()))
            self.engine.put(stale)
        except SearchUnavailable as error:
            raise IndexUnavailable("检索引擎没有应答。") from error
        return len(stale)

    def everything(self) -> Iterator[IndexDocument]:
        """What a complete index holds today."""
        return all_index_documents(self.reader, self.bureau, self._today())

    def _said_ended(self) -> dict[str, Validity]:
        """What the index calls expired or repealed; of more than 10,000 the newest."""
        said: dict[str, Validity] = {}
        for validity in _ENDED:
            for offset in range(0, MAX_WINDOW, MAX_LIMIT):
                page = self.engine.search(SearchQuery(self.bureau, validity=validity, offset=offset, limit=MAX_LIMIT))
                said |= dict.fromkeys((hit.id for hit in page.hits), validity)
                if offset + MAX_LIMIT >= page.total:
                    break
        return said

    def _stale(self, said: Mapping[str, Validity]) -> Iterator[IndexDocument]:
        """What the index says something else of than holds today."""
        today, catalogue = self._today(), Catalogue(self.reader, self.bureau)
        for meta in self.reader.published(self.bureau):
            ended = is_repealed(self.reader, catalogue, meta, today)
            validity = validity_of(self.reader, meta, today, is_repealed=ended)
            holds = validity if validity in _ENDED else None
            if not meta.listed_only and said.get(meta.id) != holds:
                yield self._entry(meta, is_repealed=ended)

    # The catalogue reads every meta.json, so it is asked only of what may be repealed, or says that it repeals.

    def _was_repealed(self, catalogue: Catalogue, meta: BundleMeta) -> bool:
        return meta.version > 1 and is_repealed(self.reader, catalogue, meta, self._today())

    def _repealed_by(self, catalogue: Catalogue, meta: BundleMeta) -> Iterator[BundleMeta]:
        if not meta.attributes.repeals:
            return
        for document_id in catalogue.relations(meta.id).repeals:
            repealed = self._page(document_id)
            if repealed is not None:
                yield repealed

    def _page(self, document_id: str) -> BundleMeta | None:
        current = self.reader.current(self.bureau, document_id)
        return current.meta if isinstance(current, Published) and not current.meta.listed_only else None

    def _entry(self, meta: BundleMeta, *, is_repealed: bool) -> IndexDocument:
        return index_document(self.reader, meta, today=self._today(), is_repealed=is_repealed)

    def _today(self) -> dt.date:
        return self.clock.now().astimezone(SHANGHAI).date()
