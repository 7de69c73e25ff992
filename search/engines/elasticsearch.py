"""SearchEngine on an Elasticsearch cluster, through two aliases: the live index, and during a rebuild the next one."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from elasticsearch import ApiError, BadRequestError, ConnectionTimeout, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from search.asking import Request, answer
from search.engine import (
    FindNear,
    IndexDocument,
    IndexOutdated,
    SearchPage,
    SearchQuery,
    SearchUnavailable,
    nothing_near,
)
from search.engines.elasticsearch_query import (
    BEST_FIRST,
    MAPPINGS,
    NEWEST_FIRST,
    SETTINGS,
    Json,
    count_search,
    hits_search,
    page_search,
)
from search.highlight import Highlighter
from search.naming import named
from search.plan import Combined, Equal, Node
from search.schema import FACETS, SCHEMA_VERSION, Entry, entry, facet_values, hit, scrub, stored_texts

REQUEST_TIMEOUT_S = 30
#: Citizens wait no longer; while the cluster is silent they are told at once, so that no thread of the portal waits.
READ_TIMEOUT_S = 5
SILENCE_S = 10
#: Merging a million documents takes minutes.
MERGE_TIMEOUT_S = 3_600
BULK_DOCUMENTS = 200
BULK_BYTES = 10_000_000
ID_PAGE = 5_000
KNOWN_FOR_S = 1.0
NOT_FOUND, CONFLICT = 404, 409


class ElasticsearchEngine:
    """`url` is the cluster's, without a path; `api_key` as the cluster encodes it (base64).

    Reading needs the privilege `read` and `view_index_metadata` on `alias`; writing `all` on `alias*`.

    Raises:
        SearchUnavailable: the cluster does not answer or refuses (any method; here only unless `read_only`).
        PermissionError: a writing method of an engine opened for reading only.
    """

    def __init__(
        self,
        url: str,
        alias: str,
        api_key: str | None = None,
        *,
        read_only: bool = False,
        near: FindNear = nothing_near,
    ) -> None:
        timeout_s, retries = (READ_TIMEOUT_S, 0) if read_only else (REQUEST_TIMEOUT_S, 2)
        self._client = Elasticsearch(url, api_key=api_key, request_timeout=timeout_s, max_retries=retries)
        self._silent_until = 0.0
        self._alias = alias
        self._next = f"{alias}-next"
        self._read_only = read_only
        self._near = near
        self._known_until = 0.0
        if not read_only:
            self._begin()

    def put(self, documents: Iterable[IndexDocument]) -> None:
        self._check_writable()
        self._change({"_id": each.id, "_source": each.fields()} for each in map(entry, documents))

    def remove(self, ids: Iterable[str]) -> None:
        self._check_writable()
        self._change({"_id": scrub(id_), "_op_type": "delete"} for id_ in ids)

    def search(self, query: SearchQuery) -> SearchPage:
        with self._answering():
            return answer(_Live(self._client, self._readable()), query, self._near)

    def named(self, bureau: str, text: str, limit: int) -> tuple[str, ...]:
        with self._answering():
            return named(_Live(self._client, self._readable()), bureau, text, limit)

    def ids(self, bureau: str) -> frozenset[str]:
        only = {"bool": {"filter": [{"term": {"bureau": scrub(bureau)}}]}}
        found: list[str] = []
        with self._answering():
            live = self._live()
            while True:
                after = [found[-1]] if found else None
                answer: Any = self._client.search(
                    index=live, query=only, sort=[{"id": "asc"}], size=ID_PAGE, search_after=after, source=False
                )
                found += [each["sort"][0] for each in answer["hits"]["hits"]]
                if len(answer["hits"]["hits"]) < ID_PAGE:
                    return frozenset(found)

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """What is put or removed meanwhile goes to both indices, with a version that wins over the rebuild's.

        That the new index is complete is known from the cluster's answer to each single document.

        A rebuild that died leaves its index under the alias of the next one; the rebuild after it deletes that. So a
        second one at the same time ends the first, which then fails.
        """
        self._check_writable()
        with self._answering():
            abandoned = self._holder(self._next)
            if abandoned:
                self._client.indices.delete(index=abandoned, ignore_unavailable=True)
            index = f"{self._prefix}{time.time_ns():020d}"
            # Written to through an alias of its own: were the index deleted, a bulk request would make it anew.
            writing = f"{index}-writing"
            self._create(index, self._next, writing)
            self._bulk(_fill(map(entry, documents), writing), require_alias=True)
            self._merge(index)
            count = int(self._client.count(index=index)["count"])
            self._swap(index, writing)
            return count

    def forget_removed(self, documents: Callable[[], Iterable[IndexDocument]]) -> bool:
        self._check_writable()
        with self._answering():
            answer: Any = self._client.indices.stats(index=self._live(), metric="docs")
        kept = bool(answer["_all"]["primaries"]["docs"]["deleted"])
        if kept:
            self.rebuild(documents())
        return kept

    def close(self) -> None:
        self._client.close()

    @property
    def _prefix(self) -> str:
        return f"{self._alias}-s{SCHEMA_VERSION}-"

    def _check_writable(self) -> None:
        if self._read_only:
            raise PermissionError(f"{self._alias}: this engine was opened for reading only")

    def _begin(self) -> None:
        """Make an empty index if there is none; the name is the same for all who try at the same time."""
        with self._answering():
            if self._holder(self._alias) is None:
                try:
                    self._create(f"{self._prefix}{0:020d}", self._alias)
                except BadRequestError as error:
                    if error.error != "resource_already_exists_exception":
                        raise

    def _create(self, index: str, *aliases: str) -> None:
        self._client.indices.create(
            index=index, settings=SETTINGS, mappings=MAPPINGS, aliases={alias: {} for alias in aliases}
        )

    def _merge(self, index: str) -> None:
        """Make one segment of many: every segment is asked for every pair of a query."""
        self._client.options(request_timeout=MERGE_TIMEOUT_S).indices.forcemerge(index=index, max_num_segments=1)
        self._client.indices.refresh(index=index)

    def _holder(self, alias: str) -> str | None:
        """The index that an alias names."""
        try:
            return max(self._client.indices.get_alias(name=alias))
        except NotFoundError:
            return None

    def _live(self) -> str:
        holder = self._holder(self._alias)
        if holder is None:
            raise SearchUnavailable(f"{self._alias}: there is no index yet")
        if not holder.startswith(self._prefix):
            raise IndexOutdated(self._alias)
        return self._alias  # not its holder, which may be swapped away before the next request

    def _readable(self) -> str:
        """The live index, looked up once in a while: what reads an index of another version finds less, no more."""
        now = time.monotonic()
        if now >= self._known_until:
            self._live()
            self._known_until = now + KNOWN_FOR_S
        return self._alias

    def _change(self, actions: Iterable[Json]) -> None:
        """Apply each action to the live index and, if a rebuild is under way, to the next one."""
        with self._answering():
            targets: list[Json] = [{"_index": self._live()}]
            building = self._holder(self._next)
            if building:
                version = {"version": time.time_ns() // 1_000_000, "version_type": "external_gte"}
                targets.append({"_index": building, **version})
            self._bulk({**action, **target} for action in actions for target in targets)
            self._client.indices.refresh(index=[target["_index"] for target in targets], ignore_unavailable=True)

    def _bulk(self, actions: Iterable[Json], *, require_alias: bool = False) -> None:
        """Send actions in their order; while some are on their way, the next ones are made.

        Raises:
            SearchUnavailable: one was refused.
        """
        coming = iter(actions)
        with ThreadPoolExecutor(1) as sender:
            sent: Future[None] | None = None
            while some := list(islice(coming, BULK_DOCUMENTS)):
                if sent:
                    sent.result()
                sent = sender.submit(self._send, some, require_alias=require_alias)
            if sent:
                sent.result()

    def _send(self, actions: Iterable[Json], *, require_alias: bool) -> None:
        """Check that each was taken. Not found (removed before) and conflict (changed since) are fine."""
        results = streaming_bulk(
            self._client,
            actions,
            chunk_size=BULK_DOCUMENTS,
            max_chunk_bytes=BULK_BYTES,
            raise_on_error=False,
            max_retries=2,
            require_alias=require_alias,
        )
        for accepted, item in results:
            (operation, result), *_ = item.items()
            absent = operation == "delete" and result["status"] == NOT_FOUND
            if not accepted and not absent and result["status"] != CONFLICT:
                raise SearchUnavailable(f"{self._alias}: {operation} refused: {result['error']['type']}")

    def _swap(self, index: str, writing: str) -> None:
        """In one step the new index goes live and the old one goes."""
        actions: list[Json] = [
            {"remove": {"index": index, "aliases": [self._next, writing], "must_exist": True}},
            {"add": {"index": index, "alias": self._alias}},
        ]
        old = self._holder(self._alias)
        if old:
            actions.append({"remove_index": {"index": old}})
        self._client.indices.update_aliases(actions=actions)

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        if self._read_only and time.monotonic() < self._silent_until:
            raise SearchUnavailable(f"{self._alias}: Elasticsearch did not answer a moment ago")
        try:
            yield
        except (ApiError, TransportError) as error:
            if isinstance(error, ConnectionTimeout):
                self._silent_until = time.monotonic() + SILENCE_S
            # The name of the error alone: a message of Elasticsearch may repeat a document.
            raise SearchUnavailable(f"{self._alias}: Elasticsearch: {error.message}") from error


@dataclass(frozen=True, slots=True)
class _Live:
    """The index behind an alias, for one question: a search.asking.Searchable, and a search.naming.Dated.

    A request takes the time of several searches to go there and back, so whatever can be asked at once is.
    """

    client: Elasticsearch
    alias: str
    counted: dict[Node, int] = field(default_factory=dict)

    def page(self, request: Request) -> SearchPage:
        found, *counts = self._ask([page_search(request), *map(count_search, request.counted)])
        self._keep(request.counted, counts)
        highlighter = Highlighter.of(request.shown)
        rows = found["hits"]["hits"]
        hits = tuple(hit(row["_source"]["source"], row["_score"] or 0.0, highlighter) for row in rows)
        facets = {name: facet_values(found["aggregations"][name]["buckets"]) for name in FACETS}
        return SearchPage(found["hits"]["total"]["value"], hits, facets)

    def counts(self, nodes: Sequence[Node]) -> list[int]:
        unknown = [node for node in dict.fromkeys(nodes) if node not in self.counted]
        self._keep(unknown, self._ask(list(map(count_search, unknown))))
        return [self.counted[node] for node in nodes]

    def texts(self, nodes: Sequence[Node], limit: int, *, newest: bool) -> list[list[tuple[str, ...]]]:
        order = NEWEST_FIRST if newest else BEST_FIRST
        found = self._ask([hits_search(node, order, limit, "source") for node in nodes])
        return [[stored_texts(row["_source"]["source"]) for row in each["hits"]["hits"]] for each in found]

    def newest(self, node: Node, limit: int) -> list[str]:
        (found,) = self._ask([hits_search(node, NEWEST_FIRST, limit, "id")])
        return [row["_source"]["id"] for row in found["hits"]["hits"]]

    def scores(self, node: Node, ids: Sequence[str]) -> dict[str, float]:
        these = Combined(may=tuple(Equal("id", scrub(id_)) for id_ in ids), least=1)
        (found,) = self._ask([hits_search(Combined(only=(these,), must=(node,)), BEST_FIRST, len(ids), "id")])
        return {row["_source"]["id"]: row["_score"] for row in found["hits"]["hits"]}

    def _keep(self, nodes: Sequence[Node], found: Sequence[Json]) -> None:
        self.counted.update(zip(nodes, (int(each["hits"]["total"]["value"]) for each in found), strict=True))

    def _ask(self, searches: Sequence[Json]) -> list[Json]:
        """Ask all at once.

        Raises:
            SearchUnavailable: the cluster refused one.
        """
        if not searches:
            return []
        # The same copy of the shard each time: deleted documents count in scores, copy by copy.
        lines = [line for each in searches for line in ({"preference": "gongkai"}, each)]
        answered: list[Json] = self.client.msearch(index=self.alias, searches=lines)["responses"]
        for each in answered:
            if "error" in each:
                raise SearchUnavailable(f"{self.alias}: Elasticsearch: {each['error']['type']}")
        return answered


def _fill(entries: Iterable[Entry], index: str) -> Iterator[Json]:
    """Index each with version 1, so that any change made meanwhile wins."""
    for each in entries:
        yield {
            "_id": each.id,
            "_index": index,
            "_source": each.fields(),
            "version": 1,
            "version_type": "external_gte",
        }
