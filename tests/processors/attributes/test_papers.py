"""Whole documents of a fictitious bureau are read right in every attribute."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from processors.attributes.model import SHEET, Attribute
from processors.attributes.read import read_attributes
from processors.extraction import OcrLine, PageText, Source
from processors.inspection import ATTRIBUTE_NAMES

PAPERS = Path(__file__).parent / "papers"
NAMES = sorted(path.stem for path in PAPERS.glob("*.json"))
LISTS = ("issuing_organs", "attachments", "repeals", "notes")
PAGE_END = re.compile(r"(?<=\n)(?:— \d+ —|- \d+ -)\n")


def paper(name: str) -> str:
    return (PAPERS / f"{name}.txt").read_text(encoding="utf-8")


def as_pages(text: str) -> list[PageText]:
    """Pages end after their printed page number."""
    ends = [match.end() for match in PAGE_END.finditer(text)]
    bounds = [0, *ends, len(text)]
    cut = [text[start:end] for start, end in itertools.pairwise(bounds) if end > start]
    return [PageText(number, page, Source.TEXT) for number, page in enumerate(cut, start=1)]


def as_scanned(pages: list[PageText]) -> list[PageText]:
    """The same pages as OCR gives them: half-width punctuation, blanks here and there, no empty lines."""
    return [scanned(page) for page in pages]


def scanned(page: PageText) -> PageText:
    text = "".join(f"{line}\n" for line in page.text.splitlines() if line.strip())
    text = text.translate(str.maketrans("：，（）；", ":,();")).replace("关于", "关 于").replace("2026年", "2026 年")
    lines, offset = [], 0
    for line in text.splitlines(keepends=True):
        lines.append(OcrLine(offset, offset + len(line) - 1, (0.1, 0.1, 0.1 + 0.02 * len(line), 0.2), 0.9))
        offset += len(line)
    return PageText(page.number, text, Source.OCR, tuple(lines))


def values(pages: list[PageText]) -> dict[str, Any]:
    attributes = read_attributes(pages)
    return {name: plain(getattr(attributes, name)) for name in ATTRIBUTE_NAMES}


def plain(attribute: Attribute[Any] | None) -> Any:
    value = attribute.value if attribute else None
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def expected(name: str) -> dict[str, Any]:
    stated = json.loads((PAPERS / f"{name}.json").read_text(encoding="utf-8"))
    return {key: stated.get(key, [] if key in LISTS else None) for key in ATTRIBUTE_NAMES}


def half_width(value: Any) -> Any:
    """What a scan can keep of a value: its characters, not the width of its punctuation nor blanks."""
    if isinstance(value, list):
        return [half_width(item) for item in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"\s", "", value.translate(str.maketrans("：，（）；", ":,();")))


@pytest.mark.parametrize("name", NAMES)
def test_every_attribute_of_a_paper_with_a_text_layer_is_read(name: str) -> None:
    assert values(as_pages(paper(name))) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_paper_scanned_gives_the_same_attributes(name: str) -> None:
    read = {key: half_width(value) for key, value in values(as_scanned(as_pages(paper(name)))).items()}
    assert read == {key: half_width(value) for key, value in expected(name).items()}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scan", [False, True])
def test_evidence_quotes_the_page_at_its_offsets(name: str, scan: bool) -> None:
    pages = as_pages(paper(name))
    pages = as_scanned(pages) if scan else pages
    attributes = read_attributes(pages)
    for key in ATTRIBUTE_NAMES:
        attribute = getattr(attributes, key)
        if attribute is not None and attribute.evidence is not None and attribute.evidence.page != SHEET:
            evidence = attribute.evidence
            assert pages[evidence.page - 1].text[evidence.start : evidence.end] == evidence.text
            assert evidence.rule


@pytest.mark.parametrize("name", NAMES)
def test_a_scan_is_trusted_less_than_a_text_layer(name: str) -> None:
    pages = as_pages(paper(name))
    sure, unsure = read_attributes(pages).title, read_attributes(as_scanned(pages)).title
    assert sure is not None
    assert unsure is not None
    assert 0 < unsure.confidence < sure.confidence <= 1
