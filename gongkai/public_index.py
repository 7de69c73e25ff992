"""The index follows the bundles: one document at a time, or all of them anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from bundles.catalogue import Catalogue
from bundles.format import BundleMeta
from bundles.reader import BundleReader, Published
from gongkai.clock import SystemClock
from gongkai.indexing import SHANGHAI, all_index_documents, index_document
from records.domain.document import DocumentId
from records.domain.errors import Unavailable
from records.domain.ports import Clock
from search.engine import IndexDocument, SearchEngine, SearchUnavailable


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
                ended = [self._entry(each, is_repealed=True) for each in self._repealed_by(meta)]
                self.engine.put([self._entry(meta, is_repealed=False), *ended])
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

    def everything(self) -> Iterator[IndexDocument]:
        """What a complete index holds today."""
        return all_index_documents(self.reader, self.bureau, self._today())

    def _repealed_by(self, meta: BundleMeta) -> Iterator[BundleMeta]:
        # The catalogue reads every meta.json, so it is asked only where the document says that it repeals something.
        if not meta.attributes.repeals:
            return
        for document_id in Catalogue(self.reader, self.bureau).relations(meta.id).repeals:
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
