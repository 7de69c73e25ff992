"""Reads the bench's pictures the way the product reads files, and scores each condition."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from itertools import chain
from pathlib import Path

import psutil

from gongkai.bench.pages.conditions import Condition, Part, Picture, pictures
from gongkai.bench.pages.hard import hard_pictures
from gongkai.bench.pages.scoring import Score, compare, text_within, total
from gongkai.bench.pages.sheet import area_of, in_order
from processors.extraction import PageText
from processors.pool import ReaderPool


def measure(pool: ReaderPool, *, every: int = 1) -> dict[Condition, Score]:
    """Draw, read and score; of each kind only every `every`-th page.

    Raises:
        Unreadable: a page of the bench cannot be read at all.
        FontsMissing: the Noto CJK fonts are not installed.
    """
    scores: dict[Condition, list[Score]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        for picture in chain(pictures(every=every), hard_pictures(every=every)):
            path = picture.write(Path(folder))
            (page,) = pool.read(path).pages
            path.unlink()
            for condition in picture.conditions:
                scores[condition].append(_score(page, picture, condition.part))
    return {condition: total(parts) for condition, parts in scores.items()}


def _score(page: PageText, picture: Picture, part: Part) -> Score:
    if part is Part.PAGE:
        return compare(page.text, picture.sheet.text)
    runs = picture.sheet.signed if part is Part.SIGNED else picture.sheet.letterhead
    return compare(text_within(page, area_of(runs)), in_order(runs))


def peak_of_children_bytes() -> int:
    """The most memory that any child of this process has occupied so far, in bytes: that is the OCR child."""
    peaks = [0]
    for child in psutil.Process(os.getpid()).children():
        status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii", errors="replace")
        peaks += [int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")]
    return max(peaks)
