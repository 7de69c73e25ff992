"""Reads the same files as the product does and as plain libraries do, in turns, and clocks both."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import docx
import pdfplumber
import psutil
from docx.table import Table

from processors.pool import ReaderPool

_MIB: Final = 1024 * 1024
#: The product is clocked over this many passes at once: one is too short to be clocked beside a slow library.
_PASSES: Final = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run over `documents` files: processor time per document in ms, and the parent's memory at its end."""

    documents: int
    cpu_ms: float
    parent_mib: float


def read_all(pool: ReaderPool, paths: Sequence[Path]) -> None:
    """Read, find attributes and screen, as the product does with many files."""
    with ThreadPoolExecutor(pool.callers) as callers:
        for _ in callers.map(pool.inspect, paths):
            pass


def extract_with_pdfplumber(paths: Sequence[Path]) -> int:
    """The plain way to a PDF's text; returns the number of pages."""
    pages = 0
    for path in paths:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_text()
            pages += len(document.pages)
    return pages


def walk_with_python_docx(paths: Sequence[Path]) -> None:
    """The plain way to a DOCX's text: its paragraphs, and the cells of its tables."""
    for path in paths:
        for block in docx.Document(str(path)).iter_inner_content():
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row.cells:
                        _ = cell.text
            else:
                _ = block.text


def in_turns(rounds: int, ways: dict[str, Callable[[], object]], passes: dict[str, int]) -> dict[str, float]:
    """The median seconds of one pass of each way, all ways being clocked in every round."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            started = time.perf_counter()
            for _ in range(passes.get(name, 1)):
                way()
            seconds[name].append((time.perf_counter() - started) / passes.get(name, 1))
    return {name: statistics.median(clocked) for name, clocked in seconds.items()}


def against(
    plain: Callable[[Sequence[Path]], object], paths: Sequence[Path], models: Path, rounds: int
) -> dict[str, float]:
    """Seconds over all files: `plain`, `one` (product with one child and one caller) and `all` (one per processor)."""
    with ReaderPool(models, text_children=1) as one, ReaderPool(models) as many:
        ways: dict[str, Callable[[], object]] = {
            "all": lambda: read_all(many, paths),
            "plain": lambda: plain(paths),
            "one": lambda: read_all(one, paths),
        }
        for way in ways.values():
            way()
        return in_turns(rounds, ways, {"all": _PASSES, "one": _PASSES})


def cores(paths: Sequence[Path], models: Path, rounds: int) -> dict[str, float]:
    """Seconds over all files held to one processor, parent and child together, and on two."""
    usable = sorted(os.sched_getaffinity(0))
    with held_to(usable[:1]), ReaderPool(models) as single:
        read_all(single, paths)
        with held_to(usable[:2]), ReaderPool(models) as double:
            read_all(double, paths)

            def on_one() -> None:
                with held_to(usable[:1]):
                    read_all(single, paths)

            return in_turns(rounds, {"one": on_one, "two": lambda: read_all(double, paths)}, {})


@contextmanager
def held_to(processors: Sequence[int]) -> Iterator[None]:
    """Keep this thread, and the threads and children it starts, on these processors."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, processors)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def growth(paths: Sequence[Path], models: Path, sizes: Sequence[int]) -> list[Stretch]:
    """Read the files over and over with one pool: once to warm it, then at least `sizes` documents in each stretch.

    The time is that of the median pass over the files, so that what else the machine does counts little.
    """
    stretches = []
    with ReaderPool(models) as pool:
        read_all(pool, paths)
        for size in sizes:
            passes = -(-size // len(paths))
            cpu_s = statistics.median(_cpu_s_of(pool, paths) for _ in range(passes))
            stretches.append(Stretch(passes * len(paths), cpu_s / len(paths) * 1000, _resident_mib()))
    return stretches


def ocr(scan: Path, models: Path, rounds: int) -> tuple[float, float, float]:
    """Seconds per page once the child is warm, and the peak memory in MiB of a child for text and of one for OCR."""
    with ReaderPool(models) as pool:
        pool.read(scan)
        seconds = in_turns(rounds, {"page": lambda: pool.inspect(scan)}, {})["page"]
        text, recogniser = pool.children()
        return seconds, _peak_mib(text), _peak_mib(recogniser)


def _cpu_s_of(pool: ReaderPool, paths: Sequence[Path]) -> float:
    before = _cpu_s(pool)
    read_all(pool, paths)
    return _cpu_s(pool) - before


def _cpu_s(pool: ReaderPool) -> float:
    """Processor seconds of this process, of the children that have ended and of those that there are."""
    ended_and_own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    alive = (psutil.Process(child).cpu_times() for child in pool.children())
    return sum(one.ru_utime + one.ru_stime for one in ended_and_own) + sum(one.user + one.system for one in alive)


def _resident_mib() -> float:
    return float(psutil.Process().memory_info().rss) / _MIB


def _peak_mib(pid: int) -> float:
    """The most memory that a process has occupied, from Linux's own record (proc(5), VmHWM)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
