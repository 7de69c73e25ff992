"""The real readers, attributes and screening say of every sample what samples/expected.json says."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from processors.extraction import Extraction, Unreadable
from processors.inspection import ATTRIBUTE_NAMES
from processors.intake.dispatch_sheet import DispatchSheet, load_dispatch_csv, load_sidecar
from processors.ocr.models import prepare_models
from processors.pool import ReaderPool

EXPECTED = json.loads((Path(__file__).parents[2] / "samples" / "expected.json").read_text(encoding="utf-8"))
READABLE = [entry for entry in EXPECTED["documents"] if entry["attributes"]]
UNREADABLE = [entry for entry in EXPECTED["documents"] if entry["expected"] == "quarantined"]


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReaderPool]:
    with ReaderPool(prepare_models(tmp_path_factory.mktemp("models"))) as pool:
        yield pool


def sheet_of(folder: Path, name: str) -> DispatchSheet | None:
    sidecar = folder / f"{name}.json"
    if sidecar.exists():
        return load_sidecar(sidecar.read_bytes(), sidecar.name)
    return load_dispatch_csv((folder / "dispatch.csv").read_bytes()).get(name)


def plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("entry", READABLE, ids=lambda entry: entry["file"][:2])
def test_a_sample_is_read_as_expected(made: Path, pool: ReaderPool, entry: dict[str, Any]) -> None:
    inspection = pool.inspect(made / entry["file"], sheet_of(made, entry["file"]))
    extraction = inspection.extraction
    values = {name: getattr(inspection.attributes, name) for name in ATTRIBUTE_NAMES}
    read = {name: attribute and plain(attribute.value) for name, attribute in values.items()}
    assert read == entry["attributes"]
    assert inspection.attributes.conflicts == ()
    on_pages = [finding for finding in inspection.findings if finding not in extraction.hidden]
    assert Counter(finding.kind.value for finding in on_pages) == entry["findings"]
    # Sample DOCX say in their properties that they are samples; nothing else hides in any sample.
    assert {finding.kind.value for finding in extraction.hidden} <= {"document_properties"}
    assert_pages(extraction, entry)


def assert_pages(extraction: Extraction, entry: dict[str, Any]) -> None:
    assert extraction.media_type == entry["media_type"]
    assert {page.source.value for page in extraction.pages} == {entry["source"]}
    assert entry["pages"] in {None, len(extraction.pages)}


@pytest.mark.parametrize("entry", UNREADABLE, ids=lambda entry: entry["code"])
def test_an_unusable_sample_is_refused_with_its_code(made: Path, pool: ReaderPool, entry: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as refusal:
        pool.read(made / entry["file"])
    assert refusal.value.code == entry["code"]


def test_of_the_classified_sample_nothing_is_kept(made: Path, pool: ReaderPool) -> None:
    [entry] = [entry for entry in EXPECTED["documents"] if entry["expected"] == "sealed"]
    extraction = pool.read(made / entry["file"])
    assert (extraction.classified, extraction.pages) == (True, ())


def test_only_those_documents_have_no_unit_that_nobody_reviews(made: Path) -> None:
    without = [entry["expected"] for entry in EXPECTED["documents"] if sheet_of(made, entry["file"]) is None]
    assert without == ["sealed", "quarantined"]


def test_disclosure_is_said_by_the_text_alone_by_the_sheet_alone_and_by_both(made: Path, pool: ReaderPool) -> None:
    assert {tuple(entry["disclosure_said_by"]) for entry in READABLE} == {("text",), ("sheet",), ("text", "sheet")}
    for entry in READABLE:
        sheet = sheet_of(made, entry["file"])
        assert sheet is not None
        assert (sheet.disclosure is not None) == ("sheet" in entry["disclosure_said_by"])
