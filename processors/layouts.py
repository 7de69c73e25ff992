"""The layout of a document that has no pages of its own: the sheets as which LibreOffice prints it, as a PDF."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from processors.conversion import can_print, printed
from processors.extraction import Unreadable
from processors.sandbox.limits import Limits
from processors.sniff import CONVERTED, MediaType

#: What has a layout.
LAID_OUT: Final = CONVERTED | {MediaType.DOCX, MediaType.XLSX}

_NAME: Final = "layout.pdf"
_NONE_OF_FORMAT: Final = "这种格式有自己的页面，不需要排印。"
_NOT_INSTALLED: Final = "本机没有安装 LibreOffice，不能排印该格式。"


def lay_out(
    path: Path,
    kind: MediaType,
    prepare: Callable[[Path, MediaType, Path], Path],
    alone: AbstractContextManager[object],
    limits: Limits,
    out_dir: Path,
) -> Path:
    """Write the layout of `path` into `out_dir` as `layout.pdf`; return it.

    `prepare(path, kind, folder)` gives the DOCX or XLSX that is printed; `alone` is held while LibreOffice runs.

    Raises:
        Unreadable: `no_picture` without LibreOffice, or for a format with pages of its own; else as `prepare` and
            `printed`.
    """
    if kind not in LAID_OUT:
        raise Unreadable("no_picture", _NONE_OF_FORMAT)
    as_printed = MediaType.XLSX if kind is MediaType.XLSX else MediaType.DOCX
    if not can_print(as_printed):
        raise Unreadable("no_picture", _NOT_INSTALLED)
    with tempfile.TemporaryDirectory(prefix="gongkai-layout-") as folder:
        prepared = prepare(path, kind, Path(folder))
        with alone, printed(prepared, as_printed, limits) as sheets:
            out_dir.mkdir(parents=True, exist_ok=True)
            return Path(shutil.copyfile(sheets, out_dir / _NAME))
