"""What is newly published for a subscriber: by the same lists that the site shows and its feeds have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bundles.catalogue import Catalogue
from bundles.columns import Columns
from bundles.format import BundleMeta
from bundles.reader import BundleReader, Published
from records.domain.subscriptions.subscription import SubscriptionContent
from search.engine import SearchEngine, SearchQuery

#: Documents that one mail may be of; the list on the site has the others.
MOST_DOCUMENTS = 100


@dataclass(frozen=True, slots=True)
class News:
    bureau: str
    reader: BundleReader
    catalogue: Catalogue
    engine: SearchEngine

    def published_after(self, content: SubscriptionContent, moment: dt.datetime) -> Sequence[str]:
        """Ids of documents with a page, first published after the moment, the newest first.

        Raises:
            SearchUnavailable: it is a search, and the engine does not answer.
        """
        found = (self.public(each) for each in self._listed(content))
        new = [meta for meta in found if meta is not None and meta.published_at > moment]
        return [meta.id for meta in sorted(new, key=lambda meta: (meta.published_at, meta.id), reverse=True)]

    def public(self, document_id: str) -> BundleMeta | None:
        """What is public under this id now and has a page."""
        current = self.reader.current(self.bureau, document_id)
        return current.meta if isinstance(current, Published) and not current.meta.listed_only else None

    def _listed(self, content: SubscriptionContent) -> Iterator[str]:
        if content.search is not None:
            answer = self.engine.search(query_of(self.bureau, content.search))
            # Whoever subscribes waits for what has all the words, and gets nothing else meanwhile.
            yield from () if answer.relaxed else (hit.id for hit in answer.hits)
        else:
            columns: Columns = self.catalogue.columns
            chosen = columns.family(content.column) if content.column else None
            yield from self.catalogue.newest(chosen, limit=MOST_DOCUMENTS)


def query_of(bureau: str, search: Mapping[str, Any]) -> SearchQuery:
    """The question as it was sealed, put for its newest answers."""
    asked = {name: value for name, value in search.items() if value is not None}
    asked |= {name: dt.date.fromisoformat(asked[name]) for name in ("since", "until") if name in asked}
    return SearchQuery(bureau=bureau, **asked, sort="newest", as_typed=True, offset=0, limit=MOST_DOCUMENTS)
