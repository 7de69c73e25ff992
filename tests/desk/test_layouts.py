"""The printed layout of a document that has no pages of its own: made once, few at a time, an audited view."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from processors.extraction import ReadersUnavailable, Unreadable
from processors.sniff import MediaType
from records.domain.document import DocumentId
from tests.desk.test_pictures import received
from tests.desk.visitors import DeskHouse, Visitor
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]

REFUSED = "没有能排出版面图片"


def two_sheets() -> bytes:
    document = docx.Document()
    document.add_paragraph("通知")
    document.add_page_break()
    document.add_paragraph("附件")
    return written(document.save)


def written(save: Callable[[io.BytesIO], None]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


@pytest.fixture
def document_id(office: Office) -> DocumentId:
    return received(office, two_sheets(), MediaType.DOCX)


@pytest.fixture
def prints(house: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the pool was asked to print, in order."""
    asked: list[str] = []
    lay_out = house.pool.lay_out

    def noted(path: Path, media_type: str, out_dir: Path) -> Path:
        asked.append(path.name)
        return lay_out(path, media_type, out_dir)

    monkeypatch.setattr(house.pool, "lay_out", noted)
    return asked


def sha256_of(office: Office, document_id: DocumentId) -> str:
    return office.document(document_id).original_sha256


def test_a_docx_of_two_sheets_shows_two_pictures(office: Office, visitor: Visitors, document_id: DocumentId):
    head = visitor("user-unit-head")
    assert f'src="/desk/documents/{document_id}/layout"' in head.open(document_id)
    frame = head.get(f"/documents/{document_id}/layout")
    assert frame.status_code == 200
    assert frame.text.count("<img ") == 2
    assert "第 2 页，共 2 页" in frame.text
    for number in (1, 2):
        response = head.get(f"/documents/{document_id}/layout/{number}/picture")
        assert response.headers["content-type"] == "image/jpeg"
        assert response.headers["cache-control"] == "no-store"
        picture = Image.open(io.BytesIO(response.content))
        assert picture.height > picture.width
        assert not picture.getexif()


@pytest.mark.parametrize("path", ["layout", "layout/1/picture"])
def test_whoever_saw_the_layout_is_on_record(office: Office, visitor: Visitors, document_id: DocumentId, path: str):
    visitor("user-clerk").get(f"/documents/{document_id}/layout")
    before = office.actions(document_id).count("document:viewed")
    visitor("user-unit-head").get(f"/documents/{document_id}/{path}")
    assert office.actions(document_id).count("document:viewed") == before + 1


def test_a_sheet_that_is_not_there_has_no_picture(visitor: Visitors, document_id: DocumentId):
    head = visitor("user-unit-head")
    head.get(f"/documents/{document_id}/layout")
    for number in ("0", "3", "-1", "x", "01", "1e3", "9" * 5000):
        assert head.get(f"/documents/{document_id}/layout/{number}/picture").status_code == 404, number


def test_a_picture_alone_prints_nothing(visitor: Visitors, document_id: DocumentId, prints: list[str]):
    assert visitor("user-unit-head").get(f"/documents/{document_id}/layout/1/picture").status_code == 404
    assert prints == []


def test_a_layout_is_printed_once_and_whoever_comes_later_finds_it(
    office: Office, visitor: Visitors, document_id: DocumentId, prints: list[str]
):
    for user in ("user-unit-head", "user-clerk", "user-unit-head"):
        assert visitor(user).get(f"/documents/{document_id}/layout").status_code == 200
    assert prints == [sha256_of(office, document_id)]


def test_a_workbook_is_shown_as_it_is_printed(office: Office, visitor: Visitors):
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.create_sheet("第二张").append(["合计", 3000])
    book.create_sheet("看不见的").sheet_state = "hidden"
    document_id = received(office, written(book.save), MediaType.XLSX)
    frame = visitor("user-unit-head").get(f"/documents/{document_id}/layout")
    assert frame.text.count("<img ") == 2
    assert visitor("user-unit-head").get(f"/documents/{document_id}/layout/2/picture").status_code == 200


@pytest.mark.parametrize("media_type", [MediaType.DOCX, MediaType.DOC, MediaType.XLSX])
def test_a_broken_file_is_said_in_a_sentence_and_the_page_stands(office: Office, visitor: Visitors, media_type: str):
    document_id = received(office, b"PK\x03\x04 broken", media_type)
    frame = visitor("user-unit-head").get(f"/documents/{document_id}/layout")
    assert frame.status_code == 404
    assert f"{REFUSED}：排印程序打不开这份文件。请下载原件对照。" in frame.text
    assert "<img" not in frame.text
    assert 'name="verdict"' in visitor("user-unit-head").open(document_id)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Unreadable("timed_out", "转换该文件超过时限"), "排印超过时限"),
        (Unreadable("no_picture", "没有 LibreOffice"), "本机没有安装排印这种格式的程序"),
        (ReadersUnavailable("reader process did not start"), "读取程序没有启动"),
    ],
)
def test_what_cannot_be_printed_here_is_said_in_a_sentence(
    house: DeskHouse, document_id: DocumentId, monkeypatch: pytest.MonkeyPatch, fault: Exception, sentence: str
):
    def refuse(*_: object) -> Path:
        raise fault

    monkeypatch.setattr(house.pool, "lay_out", refuse)
    frame = house.visitor("user-unit-head").get(f"/documents/{document_id}/layout")
    assert f"{REFUSED}：{sentence}。" in frame.text


def test_a_file_that_cannot_be_printed_is_not_tried_at_every_look(office: Office, visitor: Visitors, prints: list[str]):
    document_id = received(office, b"PK\x03\x04 broken", MediaType.DOCX)
    frames = [visitor("user-unit-head").get(f"/documents/{document_id}/layout") for _ in range(3)]
    assert [REFUSED in frame.text for frame in frames] == [True, True, True]
    assert len(prints) == 1


def test_while_two_are_printed_others_are_told_to_wait_and_the_desk_goes_on(
    office: Office, house: DeskHouse, document_id: DocumentId, monkeypatch: pytest.MonkeyPatch
):
    started, finished = threading.Semaphore(0), threading.Event()

    def slow(*_: object) -> Path:
        started.release()
        finished.wait()
        raise Unreadable("timed_out", "")

    monkeypatch.setattr(house.pool, "lay_out", slow)
    others = [received(office, two_sheets() + bytes(count), MediaType.DOCX) for count in (1, 2)]
    head = house.visitor("user-unit-head")
    threads = [threading.Thread(target=head.get, args=(f"/documents/{other}/layout",)) for other in others]
    try:
        for thread in threads:
            thread.start()
            started.acquire()
        for waiting in (document_id, others[0]):
            frame = head.get(f"/documents/{waiting}/layout")
            assert frame.status_code == 202
            assert "正在排印" in frame.text
            assert 'http-equiv="refresh"' in frame.text
        assert head.get(f"/documents/{document_id}").status_code == 200
    finally:
        finished.set()
        for thread in threads:
            thread.join()


def test_a_sealed_document_has_no_layout_and_none_is_left_on_disk(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    assert visitor("user-unit-head").get(f"/documents/{document_id}/layout").status_code == 200
    sha256 = sha256_of(office, document_id)
    assert office.originals.layout_path(sha256) is not None
    office.sealing.seal(document_id)
    for path in ("layout", "layout/1/picture"):
        assert visitor("user-officer").get(f"/documents/{document_id}/{path}").status_code == 404
    assert office.originals.layout_path(sha256) is None
    assert not list(office.originals.root.rglob(f"{sha256}*"))


def test_a_document_with_pages_of_its_own_is_not_printed(office: Office, visitor: Visitors, prints: list[str]):
    document_id = received(office, b"%PDF-1.7", MediaType.PDF)
    head = visitor("user-unit-head")
    assert "/layout" not in head.open(document_id)
    assert head.get(f"/documents/{document_id}/layout").status_code == 404
    assert prints == []
