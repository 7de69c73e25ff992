"""The picture of a page beside its text, made in a limited child, as an audited view."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from docx.shared import Cm
from PIL import Image

from processors.sniff import MediaType
from records.domain.document import DocumentId, PersonId
from records.domain.ledger import ArrivalFacts
from records.domain.reading import InArchive, ReadPage
from samples.catalogue import SAMPLES, Kind
from samples.make import content
from tests.desk.visitors import Visitor
from tests.records.office_kit import Office, reading_of

Visitors = Callable[[str], Visitor]


TEXT = (ReadPage(1, "通知\n", "text"),)


def received(office: Office, original: bytes, media_type: str, pages: tuple[ReadPage, ...] = TEXT) -> DocumentId:
    """A document in review whose original are these bytes."""
    [arrival] = office.intake.note_arrivals("run-1", [ArrivalFacts("inbox/a", len(original), office.clock.now())])
    registered = office.intake.register(
        arrival.id,
        sha256=office.originals.put_bytes(original),
        size_bytes=len(original),
        media_type=media_type,
        file_name="示例",
        unit="employment",
        handed_in_by=PersonId("clerk"),
        sheet=None,
    )
    reading = replace(reading_of(), media_type=media_type, pages=pages)
    office.intake.store_reading(registered.document_id, reading)
    office.intake.submit(registered.document_id)
    return registered.document_id


@pytest.fixture(scope="module")
def policy() -> bytes:
    return next(content(sample) for sample in SAMPLES if sample.kind is Kind.PDF)


def test_a_page_is_shown_as_a_picture_and_the_view_is_on_record(office: Office, visitor: Visitors, policy: bytes):
    document_id = received(office, policy, "application/pdf")
    response = visitor("user-unit-head").get(f"/documents/{document_id}/pages/1/picture")
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/jpeg"
    assert response.headers["cache-control"] == "no-store"
    picture = Image.open(io.BytesIO(response.content))
    assert picture.width <= 1100
    assert not picture.getexif()
    assert "document:viewed" in office.actions(document_id)
    assert f"/documents/{document_id}/pages/1/picture" in visitor("user-unit-head").open(document_id)


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "1e9"])
def test_a_page_that_is_not_there_has_no_picture(office: Office, visitor: Visitors, policy: bytes, number: str):
    document_id = received(office, policy, "application/pdf")
    assert visitor("user-unit-head").get(f"/documents/{document_id}/pages/{number}/picture").status_code == 404


def test_a_broken_original_is_said_in_a_sentence(office: Office, visitor: Visitors):
    document_id = received(office, b"%PDF-1.7 broken", "application/pdf")
    response = visitor("user-unit-head").get(f"/documents/{document_id}/pages/1/picture")
    assert response.status_code == 404
    assert "PDF" in response.text


def test_a_scan_in_a_docx_has_a_picture_and_its_text_has_none(office: Office, visitor: Visitors):
    document, scan, original = docx.Document(), io.BytesIO(), io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(scan, "PNG")
    document.add_paragraph("通知")
    document.add_picture(scan, width=Cm(15))
    document.save(original)
    pages = (ReadPage(1, "通知\n", "text"), ReadPage(2, "扫描的附件\n", "ocr"))
    document_id = received(office, original.getvalue(), MediaType.DOCX, pages)
    head = visitor("user-unit-head")
    assert f"/documents/{document_id}/pages/1/picture" not in head.open(document_id)
    assert f"/documents/{document_id}/pages/2/picture" in head.open(document_id)
    assert head.get(f"/documents/{document_id}/pages/1/picture").status_code == 404
    assert head.get(f"/documents/{document_id}/pages/2/picture").headers["content-type"] == "image/jpeg"


def test_a_page_of_a_zip_has_the_picture_of_its_file_and_takes_no_area(
    office: Office, visitor: Visitors, policy: bytes
):
    whole, notice = io.BytesIO(), io.BytesIO()
    docx.Document().save(notice)
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr("通知.docx", notice.getvalue())
        package.writestr("附件1.pdf", policy)
    pages = (
        ReadPage(1, "通知\n", "text", inside=InArchive(1, 1, MediaType.DOCX)),
        ReadPage(2, "附件\n", "text", inside=InArchive(2, 1, MediaType.PDF)),
    )
    document_id = received(office, whole.getvalue(), MediaType.ZIP, pages)
    head = visitor("user-unit-head")
    shown = head.open(document_id)
    assert f"/documents/{document_id}/pages/1/picture" not in shown
    assert f"/documents/{document_id}/pages/2/picture" in shown
    assert "附件1，第 1 页" in shown
    assert "隐去页面上的区域" not in shown
    assert head.get(f"/documents/{document_id}/pages/1/picture").status_code == 404
    assert head.get(f"/documents/{document_id}/pages/2/picture").headers["content-type"] == "image/jpeg"


def test_a_format_without_pages_offers_none(office: Office, visitor: Visitors):
    document_id = office.submit("通知")
    assert "/pages/" not in visitor("user-unit-head").open(document_id)
    assert visitor("user-unit-head").get(f"/documents/{document_id}/pages/1/picture").status_code == 404
