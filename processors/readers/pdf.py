"""PDF → text page by page, and which pages have to be read from their picture."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from processors.extraction import PageText, Source, Unreadable
from processors.hidden.collector import Collector
from processors.hidden.pdf import shown
from processors.readers.draft import Draft
from processors.readers.line_looks import looks_of
from processors.readers.pdf_margins import in_margin
from processors.readers.pdf_page import PageFacts, look_at
from processors.readers.pdf_tables import with_tables
from processors.readers.pictures import OCR_SIDE
from processors.readers.running_lines import without_running_lines
from processors.sandbox.limits import Limits
from processors.screening.classification import stops_reading
from processors.screening.model import Finding
from processors.sniff import MediaType

READER: Final = f"pypdfium2/{pypdfium2.PYPDFIUM_INFO.version}"

_OCR_DPI: Final = 200
_NO_FIRST_PAGE: Final = "PDF 的首页无法读取，不能确定是否标有密级，请核对原件并重新导出后再投递。"
_BROKEN: Final = "PDF 结构损坏或不完整，无法打开，请重新导出后再投递。"


@contextmanager
def open_pdf(path: Path | io.BytesIO) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF that needs no password.

    Raises:
        Unreadable: `encrypted` or `broken`, here or while the caller works on it.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        if getattr(fault, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD or "password" in str(fault).casefold():
            raise Unreadable("encrypted", "PDF 已加密，需要密码才能打开，请投递未加密的版本。") from fault
        raise Unreadable("broken", _BROKEN) from fault
    try:
        yield document
    finally:
        document.close()


def read(path: Path, limits: Limits) -> Draft:
    """Read the text layer; a page without a usable one is left to OCR.

    Raises:
        Unreadable: `broken`, `encrypted`, `too_many_pages` or `too_large`.
    """
    source = shown(path)
    with open_pdf(source) as document:
        count = len(document)
        if count == 0:
            raise Unreadable("broken", _BROKEN)
        if count > limits.max_pages:
            raise Unreadable("too_many_pages", f"PDF 共 {count} 页，超过上限 {limits.max_pages} 页，请拆分后再投递。")
        facts: list[PageFacts] = []
        warnings: list[str] = []
        for number in range(1, count + 1):
            facts.append(_facts(document, number, warnings))
            # A mark is one wherever it stands, also where nobody sees it.
            if number == 1 and any(map(stops_reading, (facts[0].text, *(quote for _, quote in facts[0].hidden)))):
                return Draft(MediaType.PDF, READER, pages=(), classified=True)
            if sum(len(page.text) for page in facts) > limits.max_text_chars:
                raise Unreadable("too_large", "PDF 中的文字异常多，已停止处理，请核对文件来源。")
        texts = with_tables(_source_of_tables(document, source, facts), facts, warnings)
        texts = without_running_lines(texts, lambda number, line: in_margin(document, number, line))
    return Draft(
        MediaType.PDF,
        READER,
        pages=tuple(
            PageText(number, text, Source.OCR if page.needs_ocr else Source.TEXT, looks=looks_of(page.lines, text))
            for number, (page, text) in enumerate(zip(facts, texts, strict=True), start=1)
        ),
        to_ocr=tuple(number for number, page in enumerate(facts, start=1) if page.needs_ocr),
        warnings=tuple(warnings),
        hidden=_hidden(facts),
    )


def _hidden(facts: Sequence[PageFacts]) -> tuple[Finding, ...]:
    found = Collector()
    for number, page in enumerate(facts, start=1):
        for kind, quote in page.hidden:
            found.add(kind, quote, number)
    return found.findings()


def picture_of(path: Path, number: int) -> Image.Image:
    """Page `number` (1-based) rendered for OCR: RGB, 200 dpi, less when the page is larger than A4.

    Raises:
        Unreadable: `broken`.
    """
    with open_pdf(shown(path)) as document:
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_OCR_DPI / 72, OCR_SIDE / max(width, height, 1.0))
            picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        except (pypdfium2.PdfiumError, ValueError) as fault:
            raise Unreadable("broken", _BROKEN) from fault
        return picture.convert("RGB")


def _source_of_tables(
    document: pypdfium2.PdfDocument, source: Path | io.BytesIO, facts: Sequence[PageFacts]
) -> Path | io.BytesIO:
    """What pdfplumber has to open: the file, or a copy with the annotations printed where a table's page has some."""
    if not any(page.has_table and page.has_annotations for page in facts):
        return source
    copy = io.BytesIO()
    document.save(copy)
    return copy


def _facts(document: pypdfium2.PdfDocument, number: int, warnings: list[str]) -> PageFacts:
    """What one page says. Where it cannot be read a warning does: one page must not cost the others.

    Raises:
        Unreadable: `broken`; the first page cannot be read, and nobody knows whether it bears a classification mark.
    """
    try:
        facts = _loaded(document, number)
    except (pypdfium2.PdfiumError, ValueError) as fault:
        if number == 1:
            raise Unreadable("broken", _NO_FIRST_PAGE) from fault
        warnings.append(f"page_unreadable:{number}")
        return PageFacts("", needs_ocr=False, has_table=False, text_over_picture=False)
    if facts.text_over_picture:
        warnings.append(f"text_layer_over_picture:{number}")
    elif not facts.text.strip() and not facts.needs_ocr:
        warnings.append(f"page_without_text:{number}")
    return facts


def _loaded(document: pypdfium2.PdfDocument, number: int) -> PageFacts:
    page = document[number - 1]
    has_annotations = raw.FPDFPage_GetAnnotCount(page) > 0
    if has_annotations:
        # Filled-in fields and stamps are no part of a page's text until they are printed into it.
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[number - 1]
    facts = look_at(page, with_lines=number == 1)
    page.close()
    return replace(facts, has_annotations=has_annotations)
