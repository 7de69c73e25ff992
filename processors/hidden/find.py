"""Adds to what a reader read of a file what the file carries beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from processors.hidden.collector import Collector, merged
from processors.readers.draft import Draft
from processors.sandbox.limits import Limits
from processors.screening.model import MAX_QUOTE, Finding, FindingKind
from processors.sniff import MediaType


def with_hidden(draft: Draft, path: Path, limits: Limits) -> Draft:
    """The same draft with its hidden content. Parsers of others run here: only in a child.

    A file that was read and cannot be searched for hidden content keeps its text, and a finding says so.
    """
    if draft.classified:
        return draft
    try:
        carried = _search(MediaType(draft.media_type))(path, limits)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - parsers throw anything, and the file has been read
        unchecked = Collector()
        unchecked.add(FindingKind.HIDDEN_NOT_CHECKED, "文件结构异常，未能检查其中的隐藏内容，请对照原件")
        carried = unchecked.findings()
    page_text = "".join("".join(page.text.split()) for page in draft.pages)
    beyond = (_beyond(finding, page_text) for finding in carried)
    return replace(draft, hidden=merged(draft.hidden, [finding for finding in beyond if finding.text]))


def _search(media_type: MediaType) -> Callable[[Path, Limits], tuple[Finding, ...]]:
    match media_type:
        case MediaType.PDF:
            from processors.hidden import pdf

            return lambda path, _: pdf.hidden_in(path)
        case MediaType.DOCX:
            from processors.hidden import docx

            return docx.hidden_in
        case MediaType.XLSX:
            from processors.hidden import spreadsheet

            return spreadsheet.hidden_in
        case MediaType.OFD:
            from processors.hidden import ofd

            return ofd.hidden_in
        case MediaType.JPEG | MediaType.PNG | MediaType.BMP | MediaType.TIFF | MediaType.HEIC:
            from processors.hidden import picture

            return picture.hidden_in
        case _:
            return lambda _path, _limits: ()


def _beyond(finding: Finding, page_text: str) -> Finding:
    """Properties without those that only repeat what the pages say, such as the bureau's own name."""
    if finding.kind is not FindingKind.DOCUMENT_PROPERTIES:
        return finding
    lines = [line for line in finding.text.split("\n") if "".join(line.split("：", 1)[-1].split()) not in page_text]
    return replace(finding, text="\n".join(lines)[:MAX_QUOTE])
