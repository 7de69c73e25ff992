"""Pictures of pages for the desk; a document of Word's kinds is printed first, from its cleaned form."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from processors.conversion import find_program, printed
from processors.extraction import Unreadable
from processors.sandbox.limits import Limits
from processors.sniff import CONVERTED, MediaType

_NO_PICTURE: Final = "no_picture"
_NOT_INSTALLED: Final = "本机没有安装 LibreOffice，无法显示该格式的页面，请对照文字审查。"


def picture_of_page(
    path: Path,
    kind: MediaType,
    show: Callable[[Path, MediaType], Path],
    clean: Callable[[Path, MediaType, Path], Path],
    alone: AbstractContextManager[object],
    limits: Limits,
) -> Path:
    """What `show(path, kind)` made of a file that has pages, or of the sheets as which its words are printed.

    `clean(path, kind, folder)` writes the public form of a document, so that nothing hidden is printed; `alone` is held
    while LibreOffice runs.

    Raises:
        Unreadable: `no_picture` without LibreOffice; as `show`, `clean` and `printed`.
    """
    if kind is not MediaType.DOCX and kind not in CONVERTED:
        return show(path, kind)
    with tempfile.TemporaryDirectory(prefix="gongkai-page-") as folder:
        cleaned = clean(path, kind, Path(folder))
        try:
            # A scan pasted into the document is a page of its own.
            return show(cleaned, MediaType.DOCX)
        except Unreadable as refusal:
            if refusal.code != _NO_PICTURE:
                raise
        if find_program() is None:
            raise Unreadable(_NO_PICTURE, _NOT_INSTALLED)
        with alone, printed(cleaned, limits) as sheets:
            return show(sheets, MediaType.PDF)
