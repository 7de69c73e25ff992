"""SearchEngine in the own process, on files in a folder: the default, with no server to run."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Query

from search.asking import Request, answer
from search.engine import (
    FacetValue,
    FindNear,
    IndexDocument,
    SearchPage,
    SearchQuery,
    SearchUnavailable,
    nothing_known,
    nothing_near,
)
from search.engines.answers import Answers, State
from search.engines.tantivy_folder import RETRY_S, Change, IndexFolder
from search.engines.tantivy_query import LAYOUT, build_query, build_schema, layout_analyzer, to_document
from search.highlight import Highlighter
from search.naming import named
from search.plan import Combined, Equal, Node, matching
from search.schema import FACET_VALUES, FACETS, entry, facet_values, hit, scrub, stored_id, stored_texts

NEWNESS = "newness"  # tantivy multiplies a score by log2(2 + its value)
TIES_GROWTH = 16  # how many times more hits are looked at where scores are equal
PUT_HEAP_BYTES = 32_000_000
REBUILD_HEAP_BYTES = 128_000_000
REBUILD_THREADS = 2  # cutting takes less than tantivy: one of its threads would be waited for
OPEN_WAIT_S = 2.0  # an index may be swapped away before it is opened, or its writer be about to make it readable

Ranking = tuple[int, list[tuple[float, tantivy.DocAddress]]]  # how many match; score and place of those wanted


@dataclass(frozen=True, slots=True)
class _Opened:
    generation: str
    index: tantivy.Index
    commit: tuple[int, int]  # inode and time of meta.json, which a commit replaces
    searcher: tantivy.Searcher

    @property
    def state(self) -> State:
        return self.generation, self.commit


class TantivyEngine:
    """Many processes may search and write; writers take turns. With `read_only` nothing in the folder is written.

    `near` finds what means nearly what was asked, `near_state` changes with what it knows.

    Raises:
        SearchUnavailable: the folder cannot be written to (here), or read, or locked in time (in any method).
        PermissionError: a writing method of an engine opened for reading only.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        lock_wait_s: float = 60.0,
        near: FindNear = nothing_near,
        near_state: Callable[[], object] = nothing_known,
    ) -> None:
        self._folder = IndexFolder(path, lock_wait_s)
        self._read_only = read_only
        self._near = near
        self._near_state = near_state
        self._opened: _Opened | None = None
        self._refreshing = threading.Lock()
        self._answers = Answers()
        if not read_only:
            self._begin()

    def put(self, documents: Iterable[IndexDocument]) -> None:
        self._change([(each.id, each.fields()) for each in map(entry, documents)])

    def remove(self, ids: Iterable[str]) -> None:
        self._change([(scrub(id_), None) for id_ in ids])

    def search(self, query: SearchQuery) -> SearchPage:
        live = self._live()
        state = (*live.state, self._near_state())  # before answering: what is learnt meanwhile is asked for anew
        page = self._answers.find(state, query)
        if page is None:
            with _answering():
                page = answer(_Moment(live.index.schema, live.searcher), query, self._near)
            self._answers.keep(state, query, page)
        return page

    def named(self, bureau: str, text: str, limit: int) -> tuple[str, ...]:
        live = self._live()
        with _answering():
            return named(_Moment(live.index.schema, live.searcher), bureau, text, limit)

    def ids(self, bureau: str) -> frozenset[str]:
        live = self._live()
        only = Query.term_query(live.index.schema, "bureau", scrub(bureau), "basic")
        with _answering():
            return frozenset(id_ for id_, _ in live.searcher.terms_with_prefix("id", "", only))

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """What is put or removed meanwhile also goes to the live index; it is carried over just before the swap."""
        self._check_writable()
        folder = self._folder
        with folder.rebuild_lock():
            with folder.write_lock():
                folder.discard_others()
                generation = folder.new_generation()
                folder.begin_changes()
            try:
                index = self._fill(generation, documents)
                with folder.write_lock():
                    self._apply(generation, index, folder.changes().items())
                    folder.go_live(generation)
                    folder.end_changes()
            finally:
                with folder.write_lock():
                    folder.end_changes()
                    folder.discard_others()
        return int(self._live().searcher.num_docs)

    def forget_removed(self, documents: Callable[[], Iterable[IndexDocument]]) -> bool:
        self._check_writable()
        with self._folder.write_lock(), _answering():
            kept = self._folder.holds_removed(self._folder.live())
        if kept:
            self.rebuild(documents())
        return kept

    def close(self) -> None:
        self._opened = None
        self._answers = Answers()

    def _check_writable(self) -> None:
        if self._read_only:
            raise PermissionError(f"{self._folder.path}: this engine was opened for reading only")

    def _begin(self) -> None:
        """Make an empty index in a folder that has none."""
        folder = self._folder
        try:
            folder.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SearchUnavailable(f"{folder.path}: {error.strerror}") from error
        if folder.pointer() is None:
            with folder.write_lock():
                if folder.pointer() is None:
                    generation = folder.new_generation()
                    self._apply(generation, self._create(generation), [])
                    folder.go_live(generation)
        else:
            with contextlib.suppress(OSError, SearchUnavailable):
                folder.share(folder.live())  # a writer may have died before it did

    def _create(self, generation: str) -> tantivy.Index:
        with _answering():
            index = tantivy.Index(build_schema(), path=str(self._folder.path / generation))
            index.register_tokenizer(LAYOUT, layout_analyzer())
            return index

    def _fill(self, generation: str, documents: Iterable[IndexDocument]) -> tantivy.Index:
        """Build a generation and check that it holds as many documents as were given."""
        index = self._create(generation)
        ids: set[str] = set()
        with _answering():
            writer = index.writer(heap_size=REBUILD_HEAP_BYTES, num_threads=REBUILD_THREADS)
        for each in map(entry, documents):  # an error of whoever gives the documents stays as it is
            if each.id in ids:
                writer.delete_documents_by_term("id", each.id)
            ids.add(each.id)
            writer.add_document(to_document(each.fields()))
        with _answering():
            self._finish(generation, writer)
            index.reload()
        if index.searcher().num_docs != len(ids):
            raise SearchUnavailable(f"{self._folder.path}: the rebuilt index is incomplete; the old one stays")
        return index

    def _change(self, changes: list[Change]) -> None:
        self._check_writable()
        if not changes:
            return
        with self._folder.write_lock(), _answering():
            generation = self._folder.live()
            index = self._open(generation).index
            self._folder.note_changes(changes)
            self._apply(generation, index, changes)

    def _live(self) -> _Opened:
        """The live index as of its last commit."""
        deadline = time.monotonic() + OPEN_WAIT_S
        while True:
            generation = self._folder.live()
            try:
                with self._refreshing:
                    return self._refresh(generation)
            except (OSError, ValueError) as error:
                if time.monotonic() > deadline:
                    raise SearchUnavailable(f"{self._folder.path}: the index cannot be opened: {error}") from error
            time.sleep(RETRY_S)

    def _refresh(self, generation: str) -> _Opened:
        commit = self._commit(generation)
        if self._opened is None or self._opened.generation != generation:
            opened = self._open(generation)
            self._check_still_live(generation)
            self._opened = opened
        elif self._opened.commit != commit:
            # If it can't be read, its writer has not returned yet (see IndexFolder.share): the old state holds.
            with contextlib.suppress(OSError, ValueError):
                self._opened.index.reload()
                self._check_still_live(generation)
                self._opened = replace(self._opened, commit=commit, searcher=self._opened.index.searcher())
        return self._opened

    def _check_still_live(self, generation: str) -> None:
        """A segment without its file of positions opens in tantivy as if it were whole; a search for words then fails.

        Raises:
            OSError: the generation was swapped away, and its files may have been deleted while it was opened.
        """
        if self._folder.pointer() != generation:
            raise OSError(f"{generation} was swapped away while it was opened")

    def _open(self, generation: str) -> _Opened:
        commit = self._commit(generation)  # before opening: an index newer than noted is reloaded once more, no harm
        index = tantivy.Index.open(str(self._folder.path / generation))
        index.register_tokenizer(LAYOUT, layout_analyzer())
        index.config_reader("manual")
        index.reload()
        return _Opened(generation, index, commit, index.searcher())

    def _apply(self, generation: str, index: tantivy.Index, changes: Iterable[Change]) -> None:
        """Commit changes under the write lock; merging ends before the lock is given up."""
        with _answering():
            writer = index.writer(heap_size=PUT_HEAP_BYTES, num_threads=1)
            for id_, fields in changes:
                writer.delete_documents_by_term("id", id_)
                if fields is not None:
                    writer.add_document(to_document(fields))
            self._finish(generation, writer)

    def _finish(self, generation: str, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        self._folder.share(generation)  # at once: merging takes longer
        writer.wait_merging_threads()
        self._folder.share(generation)

    def _commit(self, generation: str) -> tuple[int, int]:
        status = (self._folder.path / generation / "meta.json").stat()
        return status.st_ino, status.st_mtime_ns


@dataclass(frozen=True, slots=True)
class _Moment:
    """The index as of one commit: a search.asking.Searchable, and a search.naming.Dated."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher

    def page(self, request: Request) -> SearchPage:
        built = build_query(self.schema, Combined(only=request.filters, must=(request.node,)))
        ranked = _by_score if request.by_score else _by_recency
        total, scored = ranked(self.searcher, built, request.offset, request.limit)
        highlighter = Highlighter.of(request.shown)
        hits = tuple(hit(self._source(address), score, highlighter) for score, address in scored)
        counted = build_query(self.schema, Combined(only=request.filters, must=(matching(request.node),)))
        return SearchPage(total, hits, _facets(self.searcher, counted))

    def counts(self, nodes: Sequence[Node]) -> list[int]:
        queries = (build_query(self.schema, matching(node)) for node in nodes)
        found: list[Any] = [self.searcher.search(query, limit=1) for query in queries]
        return [int(each.count) for each in found]

    def texts(self, nodes: Sequence[Node], limit: int, *, newest: bool) -> list[list[tuple[str, ...]]]:
        ranked = _by_recency if newest else _by_score
        found = (ranked(self.searcher, build_query(self.schema, node), 0, limit) for node in nodes)
        return [[stored_texts(self._source(address)) for _, address in scored] for _, scored in found]

    def newest(self, node: Node, limit: int) -> list[str]:
        _, found = _by_recency(self.searcher, build_query(self.schema, node), 0, limit)
        return [stored_id(self._source(address)) for _, address in found]

    def scores(self, node: Node, ids: Sequence[str]) -> dict[str, float]:
        these = Combined(may=tuple(Equal("id", scrub(id_)) for id_ in ids), least=1)
        _, scored = _by_score(
            self.searcher, build_query(self.schema, Combined(only=(these,), must=(node,))), 0, len(ids)
        )
        return {stored_id(self._source(address)): score for score, address in scored}

    def _source(self, address: tantivy.DocAddress) -> str:
        source: bytes = self.searcher.doc(address)["source"][0]
        return bytes(source).decode()


def _by_recency(searcher: tantivy.Searcher, query: Query, offset: int, limit: int) -> Ranking:
    found: Any = searcher.search(query, limit=max(limit, 1), order_by_field="recency", offset=offset)
    return found.count, [(0.0, address) for _, address in found.hits[:limit]]


def _by_score(searcher: tantivy.Searcher, query: Query, offset: int, limit: int) -> Ranking:
    """The best first, the newest first among equals; so all that equal the last one wanted are looked at."""
    wanted, size = offset + limit, offset + limit + 1
    found: Any = searcher.search(query, limit=size, weight_by_field=NEWNESS)
    while wanted and len(found.hits) == size and found.hits[wanted - 1][0] == found.hits[-1][0]:
        size *= TIES_GROWTH
        found = searcher.search(query, limit=size, weight_by_field=NEWNESS)
    recency: Any = searcher.fast_field_values("recency", [address for _, address in found.hits])
    order = sorted(range(len(found.hits)), key=lambda place: (-found.hits[place][0], -recency[place]))
    return found.count, [found.hits[place] for place in order[offset:wanted]]


def _facets(searcher: tantivy.Searcher, query: Query) -> dict[str, tuple[FacetValue, ...]]:
    asked = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in FACETS}
    counted: dict[str, Any] = searcher.aggregate(query, asked)
    return {name: facet_values(counted[name]["buckets"]) for name in FACETS}


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """What tantivy and the file system raise, as SearchUnavailable."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise SearchUnavailable(f"tantivy: {error}") from error
