"""Seconds per A4 page at 200 dpi, ours and tesseract's, page by page in turn so that both meet the same machine."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongkai.bench.pages import wear
from gongkai.bench.pages.drawing import SealShape, draw
from gongkai.bench.pages.sheet import tables, texts
from processors.pool import ReaderPool

LANGUAGE: Final = "chi_sim"


@dataclass(frozen=True, slots=True)
class Pace:
    """Mean seconds per page. `theirs_s` is None where tesseract was not asked or is not installed."""

    ours_s: float
    theirs_s: float | None

    @property
    def ratio(self) -> float | None:
        """Our time as a share of theirs."""
        return None if self.theirs_s is None else self.ours_s / self.theirs_s


def tesseract() -> str | None:
    """The program, if it is there and knows simplified Chinese."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return program if LANGUAGE in listed.stdout.split() else None


def pace(pool: ReaderPool, program: str | None) -> Pace:
    """Time both on the same pages: sealed, askew and a table among them. The pool's child is warm by then."""
    ours = theirs = 0.0
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        pages = _pages(Path(folder))
        pool.read(pages[0])
        for path in pages:
            start = time.perf_counter()
            pool.read(path)
            ours += time.perf_counter() - start
            if program is not None:
                theirs += _run(program, path)
    return Pace(ours / len(pages), theirs / len(pages) if program else None)


def _pages(folder: Path) -> list[Path]:
    paths = []
    for number, sheet in enumerate((*texts(), *tables())):
        image = wear.askew(draw(sheet, dpi=200, seal=SealShape.ROUND), (0.0, 0.5, 2.0)[number % 3])
        paths.append(folder / f"timed-{number}.jpg")
        wear.scanned(image, number).save(paths[-1], quality=80, dpi=(200, 200))
    return paths


def _run(program: str, path: Path) -> float:
    start = time.perf_counter()
    subprocess.run([program, str(path), "-", "-l", LANGUAGE], capture_output=True, check=True)
    return time.perf_counter() - start
