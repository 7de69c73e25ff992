"""Has a redacted file made, reads its scanned pages again, and takes whole lines out where words are still seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from processors.extraction import Unreadable
from processors.redaction.model import Redactions
from processors.redaction.reading import RedactedReading

_STILL_SEEN: Final = "遮蔽后的扫描页上仍能识别出被遮蔽的内容，无法生成可下载的版本；遮蔽后的文字照常公开。"


def make_checked(
    make: Callable[[Redactions], Path], read_page: Callable[[Path, int], str], reading: RedactedReading
) -> Path:
    """What `make` wrote, once nothing redacted is read on the pages whose places only OCR knew.

    `read_page` reads page `number` (1-based) of a PDF by OCR.

    Raises:
        Unreadable: `not_redactable` as `make`, or words are seen even without their whole lines; nothing is left then.
    """
    for whole_lines in (False, True):
        redactions = reading.redactions(whole_lines=whole_lines)
        made = make(redactions)
        doubtful = reading.pages_to_read_again(redactions) if made.suffix == ".pdf" else []
        if not any(reading.is_seen_in(number, read_page(made, number)) for number in doubtful):
            return made
        made.unlink()
    raise Unreadable("not_redactable", _STILL_SEEN)
