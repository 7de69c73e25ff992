"""`gongkai bench search`: how fast a full page of results is, and how fast an index is built, beside SQLite FTS5."""

from __future__ import annotations

import json
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import typer

from gongkai.bench.relevance_engines import Engine
from gongkai.bench.search_fts5 import Fts5Index
from gongkai.bench.search_node import elasticsearch_node
from gongkai.bench.search_texts import BUREAU, NoTexts, made_documents, read_folder
from search.engine import IndexDocument, SearchQuery
from search.open import open_engine

QUERIES: Final = 200
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{8,}")
#: Asked before and not counted, of both; and of Elasticsearch before that: a JVM compiles what it does often.
_WARM_UP: Final = 300
_JVM_WARM_UP: Final = 2_000
_MIB: Final = 1024 * 1024
_SHOWN_EVERY: Final = 10_000


@dataclass(frozen=True, slots=True)
class Speed:
    """Of one engine: documents put in a second, milliseconds for a full page, size of its files."""

    name: str
    documents_per_s: float
    page_p50_ms: float
    page_p95_ms: float
    size_mib: float


def run(folders: Sequence[Path], documents: int, engine: Engine, *, as_json: bool) -> None:
    """Measure and print."""
    measured = measure(folders, documents, engine)
    if as_json:
        typer.echo(json.dumps(measured, ensure_ascii=False, indent=1))
        return
    typer.echo(f"| {documents} 件 | 建立索引，件/秒 | 结果页 p50 毫秒 | p95 毫秒 | 大小 MiB |\n|---|---|---|---|---|")
    for each in measured["engines"]:
        pages = f"{each['page_p50_ms']:.1f} | {each['page_p95_ms']:.1f}"
        typer.echo(f"| {each['name']} | {each['documents_per_s']:.0f} | {pages} | {each['size_mib']:.0f} |")
    typer.echo(f"\n结果页 p95 之比 {measured['p95_ratio']:.3f}；内存峰值 {measured['peak_mib']:.0f} MiB")


def measure(folders: Sequence[Path], documents: int, engine: Engine) -> dict[str, Any]:
    """Both engines on the same documents and queries, in turns.

    Raises:
        NoTexts: the folders hold none.
    """
    texts = [document for folder in folders for document in read_folder(folder)]
    if not texts:
        raise NoTexts(f"{'、'.join(map(str, folders))} 中没有成对的 .txt 和 .json 文件。")
    queries = list(typed_queries(texts, _WARM_UP + QUERIES))
    unasked = list(typed_queries(texts, len(queries) + _JVM_WARM_UP))[len(queries) :]
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        node = running.enter_context(elasticsearch_node()) if engine is Engine.ELASTICSEARCH else None
        ours = open_engine(f"{node}/speed" if node else f"tantivy://{folder}/ours")
        rate = _rate(documents, lambda: ours.rebuild(_shown(made_documents(texts, documents), documents)))
        plain = Fts5Index(folder / "plain.db")
        plain_rate = _rate(documents, lambda: plain.fill(_shown(made_documents(texts, documents), documents)))
        for text in unasked if node else ():
            ours.search(SearchQuery(BUREAU, text))
        times, plain_times = _in_turns(queries, lambda text: ours.search(SearchQuery(BUREAU, text)), plain.page)
        size = _node_mib(node) if node else _size_mib(folder / "ours")
        ours.close()
        plain.close()
        speeds = [
            _speed(engine.value, rate, times, size),
            _speed("fts5_character", plain_rate, plain_times, _size_mib(folder / "plain.db")),
        ]
    return {
        "documents": documents,
        "engines": [asdict(speed) for speed in speeds],
        "p95_ratio": speeds[0].page_p95_ms / speeds[1].page_p95_ms,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / _MIB,
    }


def typed_queries(texts: Sequence[IndexDocument], count: int) -> Iterator[str]:
    """Runs of 2 to 8 characters from anywhere in the texts, one or two of them; the same every time."""
    chance = random.Random(97)  # noqa: S311 (repeatable, not secret)
    runs = [run for text in texts for run in _HAN_RUN.findall(text.body)]
    for _ in range(count):
        yield " ".join(_excerpt(chance.choice(runs), chance) for _ in range(chance.choice((1, 1, 2))))


def _excerpt(run: str, chance: random.Random) -> str:
    length = chance.randint(2, 8)
    start = chance.randint(0, len(run) - length)
    return run[start : start + length]


def _rate(documents: int, fill: Callable[[], object]) -> float:
    start = time.perf_counter()
    fill()
    return documents / (time.perf_counter() - start)


def _in_turns(queries: Iterable[str], *engines: Callable[[str], object]) -> list[list[float]]:
    """Milliseconds of each engine's answers, asked in turns, so that what else the machine does falls on both."""
    times: list[list[float]] = [[] for _ in engines]
    for text in queries:
        for taken, ask in zip(times, engines, strict=True):
            start = time.perf_counter()
            ask(text)
            taken.append((time.perf_counter() - start) * 1000)
    return [taken[_WARM_UP:] for taken in times]


def _speed(name: str, rate: float, times: list[float], size_mib: float) -> Speed:
    return Speed(name, rate, statistics.median(times), statistics.quantiles(times, n=20)[-1], size_mib)


def _node_mib(node: str) -> float:
    """What the node's indices take."""
    answer = httpx.get(f"{node}/_stats/store", trust_env=False, timeout=60)
    return int(answer.json()["_all"]["primaries"]["store"]["size_in_bytes"]) / _MIB


def _size_mib(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / _MIB


def _shown(documents: Iterable[IndexDocument], total: int) -> Iterator[IndexDocument]:
    """The documents, with progress on standard error."""
    for number, document in enumerate(documents, start=1):
        yield document
        if number % _SHOWN_EVERY == 0:
            typer.echo(f"\r{number}/{total}", err=True, nl=not sys.stderr.isatty())
