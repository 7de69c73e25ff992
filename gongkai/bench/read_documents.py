"""Documents to measure reading with: the samples' texts, made longer and set anew, no two alike."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

from samples import pdf, scan
from samples.docx import write_docx
from samples.model import TEXTS, OfficialDocument, load
from samples.numbers import placeholders
from samples.page import Page
from samples.typeset import typeset

_SEED = 2026
#: A signature must not stand alone on its page, so some lengths cannot be set; within a page one of them can.
_LENGTHS_TRIED = 22


@dataclass(frozen=True, slots=True)
class Documents:
    """Files by what is measured with them. `plain` and `tabled` are PDFs; a table is on some page of each `tabled`."""

    plain: tuple[Path, ...]
    tabled: tuple[Path, ...]
    docx: tuple[Path, ...]
    scan: Path


def make(folder: Path, count: int) -> Documents:
    """Write `count` DOCX files, as many PDFs without tables, a third as many with, and one scanned page.

    Raises:
        FontsMissing: the Noto CJK fonts are not installed.
    """
    texts = [load(path.stem, placeholders(_SEED)) for path in sorted(TEXTS.glob("*.toml"))]
    texts = [text for text in texts if not text.secrecy]
    plain = [text for text in texts if not _has_table(text)]
    tabled = [text for text in texts if _has_table(text)]
    draw = random.Random(_SEED)  # noqa: S311 - the same documents in every run
    return Documents(
        plain=tuple(_pdf(folder / f"plain-{n}.pdf", longer(plain[n % len(plain)], draw)) for n in range(count)),
        tabled=tuple(
            _pdf(folder / f"tabled-{n}.pdf", longer(tabled[n % len(tabled)], draw)) for n in range(max(1, count // 3))
        ),
        docx=tuple(_docx(folder / f"text-{n}.docx", longer(texts[n % len(texts)], draw)) for n in range(count)),
        scan=_scan(folder / "scan.pdf", plain[0]),
    )


def _has_table(document: OfficialDocument) -> bool:
    return any(annex.table for annex in document.annexes)


def longer(document: OfficialDocument, draw: random.Random) -> OfficialDocument:
    """The same document with two to five times its paragraphs, in another order."""
    times = draw.randint(2, 5)
    return replace(document, body=tuple(draw.sample(document.body * times, len(document.body) * times)))


def pages_of(document: OfficialDocument) -> list[Page]:
    """The document set as pages, with as many closing sentences as it takes to make them come out."""
    for lines in range(_LENGTHS_TRIED):
        try:
            return typeset(replace(document, body=(*document.body, *("请认真贯彻执行。",) * lines)))
        except ValueError:
            continue
    raise ValueError(f"no length fits: {document.full_title}")


def _pdf(path: Path, document: OfficialDocument) -> Path:
    path.write_bytes(pdf.write_pdf(pages_of(document), document.full_title))
    return path


def _docx(path: Path, document: OfficialDocument) -> Path:
    path.write_bytes(write_docx(document))
    return path


def _scan(path: Path, document: OfficialDocument) -> Path:
    """The first page at 200 dpi, with a scanner's noise, as a PDF without text."""
    page = scan.scanned(scan.rasterise(typeset(document)[0]), _SEED)
    path.write_bytes(scan.write_scanned_pdf([page]))
    return path
