"""Prints layouts: each once, whoever asks, and few at a time, so that everybody else's pages are not kept waiting."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from processors.extraction import ReadersUnavailable, Unreadable
from processors.pool import ReaderPool
from records.domain.ports import Originals

#: How many at once: each keeps one of the server's forty threads for seconds, a hostile file for minutes.
_AT_ONCE: Final = 2
#: How long a file that could not be printed is not tried again, in seconds: its time limit is a minute of processor.
_REFUSED_S: Final = 600.0
_WHY: Final = {
    "no_picture": "本机没有安装排印这种格式的程序",
    "timed_out": "排印超过时限",
    "too_large": "文件过大",
    "too_many_pages": "页数过多",
    "crashed": "排印程序异常退出",
    "encrypted": "文件有密码",
}
_NO_READERS: Final = "读取程序没有启动"
_OTHERWISE: Final = "排印程序打不开这份文件"


class StillPrinting(Exception):
    """It is being printed, or has to wait for its turn: ask again in a moment."""


class NotPrinted(Exception):
    """There is no layout; the message is the sentence for the reader."""

    def __init__(self, why: str) -> None:
        super().__init__(f"没有能排出版面图片：{why}。请下载原件对照。")


class LayoutPress:
    """May be used by several threads. What one process prints, the others find beside the original."""

    def __init__(self, originals: Originals, pool: ReaderPool) -> None:
        self._originals = originals
        self._pool = pool
        self._lock = threading.Lock()
        self._printing: set[str] = set()
        #: Until when (monotonic) a file is not tried again, and why.
        self._refused: dict[str, tuple[float, str]] = {}

    def printed(self, sha256: str, media_type: str) -> Path:
        """The layout of an original, a PDF.

        Raises:
            StillPrinting: another caller prints it, or too many are being printed.
            NotPrinted: it cannot be printed, or could not a short while ago.
            OriginalMissing, OriginalChanged: as the store says.
        """
        kept = self._originals.layout_path(sha256)
        if kept is not None:
            return kept
        with self._turn(sha256):
            # Once more: it may have been printed while we asked for our turn.
            return self._originals.layout_path(sha256) or self._print(sha256, media_type)

    def count_pages(self, layout: Path) -> int:
        """How many pages a layout has.

        Raises:
            NotPrinted: nobody can say.
        """
        try:
            return self._pool.count_pages(layout)
        except Unreadable as fault:
            raise NotPrinted(_WHY.get(fault.code, _OTHERWISE)) from fault
        except ReadersUnavailable:
            raise NotPrinted(_NO_READERS) from None

    @contextmanager
    def _turn(self, sha256: str) -> Iterator[None]:
        with self._lock:
            until, why = self._refused.get(sha256, (0.0, ""))
            if time.monotonic() < until:
                raise NotPrinted(why)
            if sha256 in self._printing or len(self._printing) >= _AT_ONCE:
                raise StillPrinting
            self._printing.add(sha256)
        try:
            yield
        finally:
            with self._lock:
                self._printing.remove(sha256)

    def _print(self, sha256: str, media_type: str) -> Path:
        original = self._originals.local_path(sha256)
        with tempfile.TemporaryDirectory(prefix="gongkai-layout-") as folder:
            try:
                made = self._pool.lay_out(original, media_type, Path(folder))
                self._pool.count_pages(made)
            except Unreadable as fault:
                why = _WHY.get(fault.code, _OTHERWISE)
                self._remember(sha256, why)
                raise NotPrinted(why) from fault
            except ReadersUnavailable:
                raise NotPrinted(_NO_READERS) from None
            return self._originals.keep_layout(sha256, made)

    def _remember(self, sha256: str, why: str) -> None:
        now = time.monotonic()
        with self._lock:
            self._refused = {one: said for one, said in self._refused.items() if said[0] > now}
            self._refused[sha256] = (now + _REFUSED_S, why)
