"""Marking areas of a page picture at the desk, without scripts: what is taken out, what is refused, what is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from review_desk.security import form_token

from processors.sniff import MediaType
from records.domain.document import DocumentId, PersonId
from records.domain.ledger import ArrivalFacts
from records.domain.reading import Attribute, Reading, ReadLine, ReadPage
from samples.ofd import write_ofd
from samples.page import Page, place
from samples.pdf import write_pdf
from tests.desk.visitors import Visitor
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]

TITLE = "关于示例补贴的公示"
LINES = (TITLE, "补贴对象示例甲，住示例街1号。", "对公示有异议的，请书面提出。")
#: The second line of the page, in per cent of the sheet of samples/page.py.
SECOND_LINE = {"area_page": "1", "area_left": "10", "area_top": "16.5", "area_width": "85", "area_height": "3.5"}


def pdf(*lines: str) -> bytes:
    """One page whose lines stand 40 points apart, beginning 120 points from the top."""
    return write_pdf([Page(tuple(place(line, 80, 120 + 40 * at, 16) for at, line in enumerate(lines)), ())], "公示")


def received(office: Office, original: bytes, reading: Reading) -> DocumentId:
    """A document in review with this original and this reading."""
    [arrival] = office.intake.note_arrivals("run-1", [ArrivalFacts("inbox/a", len(original), office.clock.now())])
    registered = office.intake.register(
        arrival.id,
        sha256=office.originals.put_bytes(original),
        size_bytes=len(original),
        media_type=reading.media_type,
        file_name="示例",
        unit="employment",
        handed_in_by=PersonId("clerk"),
        sheet=None,
    )
    office.intake.store_reading(registered.document_id, reading)
    office.intake.submit(registered.document_id)
    return registered.document_id


def reading_of_lines(media_type: str, *, source: str = "text", lines: tuple[ReadLine, ...] = ()) -> Reading:
    page = ReadPage(1, "\n".join(LINES) + "\n", source, lines)
    attributes = {"title": Attribute(TITLE), "disclosure": Attribute("proactive")}
    return Reading("示例/1", media_type, (page,), attributes)


@pytest.fixture
def document_id(office: Office) -> DocumentId:
    return received(office, pdf(*LINES), reading_of_lines("application/pdf"))


def current(office: Office, document_id: DocumentId) -> Reading:
    found = office.desk.dossier(document_id).reading
    assert found is not None
    return found


def mark(visitor: Visitor, document_id: DocumentId, **fields: str | list[str]):
    """Send the form for areas of a page that was opened just now."""
    filled = SECOND_LINE | {"reason": "涉及个人隐私"} | fields
    return visitor.send(document_id, visitor.open(document_id), act="redact_areas", **filled)


def test_the_area_and_the_words_under_it_are_taken_out_and_review_begins_again(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    reviewer = visitor("user-unit-head")
    before = office.document(document_id).content_hash
    response = mark(reviewer, document_id)
    assert (response.status_code, response.headers["location"]) == (303, f"/desk/documents/{document_id}")
    [area] = current(office, document_id).areas
    text = current(office, document_id).pages[0].text
    assert [text[words.start : words.end] for words in area.words] == [LINES[1]]
    assert area.by == PersonId("unit-head")
    assert office.document(document_id).content_hash != before
    assert "document:redacted" in office.actions(document_id)
    page = reviewer.open(document_id)
    assert "第 2 轮 · 第 1 级" in page
    assert '<rect class="redacted-area"' in page
    assert 'x="10.0" y="16.5" width="85.0" height="3.5"' in page
    assert f'<mark class="redacted" id="redaction-1-{len(TITLE) + 1}">' in page
    assert "第 1 页，隐去区域" in page


def test_an_area_is_shown_again_on_request(office: Office, visitor: Visitors, document_id: DocumentId):
    clerk = visitor("user-clerk")
    before = office.document(document_id).content_hash
    mark(clerk, document_id)
    page = clerk.open(document_id)
    [area] = current(office, document_id).areas
    assert "已隐去（1）" in page
    assert "恢复第 1 页隐去的区域" in page
    clerk.send(document_id, page, act="restore", redaction=area.id)
    assert current(office, document_id).areas == ()
    assert office.document(document_id).content_hash == before


def test_several_areas_go_at_once_and_rows_without_a_place_are_left_out(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    rows = {
        "area_page": ["1", "1", "1"],
        "area_left": ["10", "", "10"],
        "area_top": ["16.5", "", "80"],
        "area_width": ["85", "", "20.5"],
        "area_height": ["3.5", "", "5"],
    }
    assert mark(visitor("user-clerk"), document_id, **rows).status_code == 303
    areas = current(office, document_id).areas
    assert [(area.box, len(area.words)) for area in areas] == [
        ((0.1, 0.165, 0.95, 0.2), 1),
        ((0.1, 0.8, 0.305, 0.85), 0),
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"area_page": "2"}, "没有第 2 页"),
        ({"area_page": ""}, "没有第 ？ 页"),
        ({"area_left": "-1"}, "区域的左边应为 0 到 100 之间的数"),
        ({"area_top": "nan"}, "区域的上边应为 0 到 100 之间的数"),
        ({"area_width": "1e1"}, "区域的宽应为 0 到 100 之间的数"),
        ({"area_height": "100.5"}, "区域的高应为 0 到 100 之间的数"),
        ({"area_left": "90", "area_width": "11"}, "区域须在页面之内"),
        ({"area_width": "0.4"}, "不小于页面的 0.5%"),
        ({"area_left": "", "area_top": "", "area_width": "", "area_height": ""}, "请在页面图片上框选"),
        ({"reason": ""}, "请写明隐去的理由"),
    ],
)
def test_an_area_that_means_nothing_is_refused_and_what_was_typed_stays(
    office: Office, visitor: Visitors, document_id: DocumentId, fields: dict[str, str], sentence: str
):
    before = office.document(document_id).content_hash
    response = mark(visitor("user-clerk"), document_id, **fields)
    assert response.status_code == 422
    assert sentence in response.text
    assert office.document(document_id).content_hash == before
    typed = SECOND_LINE | fields
    assert f'name="area_width" value="{typed["area_width"]}"' in response.text


def test_more_areas_than_anybody_draws_are_refused(office: Office, visitor: Visitors, document_id: DocumentId):
    response = mark(visitor("user-clerk"), document_id, **{name: [value] * 51 for name, value in SECOND_LINE.items()})
    assert response.status_code == 422
    assert "一次最多隐去 50 处" in response.text
    assert current(office, document_id).areas == ()


def test_words_that_the_page_was_not_read_to_hold_are_not_guessed(office: Office, visitor: Visitors):
    document_id = received(office, pdf(TITLE, "补贴对象示例乙等三人"), reading_of_lines("application/pdf"))
    response = mark(visitor("user-clerk"), document_id)
    assert response.status_code == 422
    assert "改为按文字隐去" in response.text
    assert current(office, document_id).areas == ()


@pytest.mark.parametrize("media_type", ["image/png", MediaType.DOCX])
def test_under_an_area_of_a_scan_are_the_lines_that_ocr_read_there(office: Office, visitor: Visitors, media_type: str):
    ends = [len("\n".join(LINES[: at + 1])) for at in range(3)]
    lines = tuple(
        ReadLine(end - len(line), end, (0.1, 0.1 + at / 10, 0.9, 0.13 + at / 10), 0.99)
        for at, (line, end) in enumerate(zip(LINES, ends, strict=True))
    )
    document_id = received(office, b"scan", reading_of_lines(media_type, source="ocr", lines=lines))
    mark(visitor("user-clerk"), document_id, area_top="20", area_left="5", area_width="90")
    [area] = current(office, document_id).areas
    text = current(office, document_id).pages[0].text
    assert [text[words.start : words.end] for words in area.words] == [LINES[1]]
    assert [words.replacement for words in area.words] == ["■" * len(LINES[1])]


@pytest.mark.parametrize("media_type", ["text/plain", MediaType.XLSX, MediaType.DOCX])
def test_a_page_without_its_own_picture_offers_no_areas_and_says_what_to_do(
    office: Office, visitor: Visitors, document_id: DocumentId, media_type: str
):
    other = received(office, media_type.encode(), reading_of_lines(media_type))
    clerk = visitor("user-clerk")
    assert "隐去页面上的区域" not in clerk.open(other)
    page = clerk.open(document_id)
    fields = SECOND_LINE | {"reason": "涉及个人隐私", "content_hash": office.document(other).content_hash or ""}
    response = clerk.send(other, page, act="redact_areas", **fields)
    assert response.status_code == 422
    assert "请改为按文字隐去" in response.text
    assert current(office, other).areas == ()


def test_an_area_of_an_ofd_page_is_marked_as_one_of_a_pdf(office: Office, visitor: Visitors):
    laid = Page(tuple(place(line, 80, 120 + 40 * at, 16) for at, line in enumerate(LINES)), ())
    document_id = received(office, write_ofd([laid], "公示", "2026-03-02"), reading_of_lines(MediaType.OFD))
    assert mark(visitor("user-clerk"), document_id).status_code == 303
    [area] = current(office, document_id).areas
    text = current(office, document_id).pages[0].text
    assert [text[words.start : words.end] for words in area.words] == [LINES[1]]
    assert '<rect class="redacted-area"' in visitor("user-clerk").open(document_id)


def test_who_is_not_at_the_step_marks_nothing(office: Office, visitor: Visitors, document_id: DocumentId):
    assert "隐去页面上的区域" not in visitor("user-deputy").open(document_id)
    own = visitor("user-unit-head").open(document_id)
    fields = SECOND_LINE | {"reason": "涉及个人隐私", "form_token": form_token("user-deputy")}
    response = visitor("user-deputy").send(document_id, own, act="redact_areas", **fields)
    assert response.status_code == 403
    assert current(office, document_id).areas == ()
    assert "document:refused" in office.actions(document_id)


def test_who_saw_an_older_content_is_told_so(office: Office, visitor: Visitors, document_id: DocumentId):
    clerk = visitor("user-clerk")
    old = clerk.open(document_id)
    mark(clerk, document_id)
    response = clerk.send(document_id, old, act="redact_areas", **(SECOND_LINE | {"reason": "涉及商业秘密"}))
    assert response.status_code == 409
    assert [area.reason for area in current(office, document_id).areas] == ["涉及个人隐私"]
