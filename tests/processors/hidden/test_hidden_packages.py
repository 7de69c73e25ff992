"""What a DOCX, an OFD or a picture hides is told to the reviewer, and is in no public text and no download."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from processors.hidden.find import with_hidden
from processors.pool import ReaderPool
from processors.readers.draft import Draft
from processors.sandbox.limits import DEFAULT_LIMITS
from processors.sandbox.work import read_file
from processors.screening.model import WHOLE_FILE, Finding, Severity
from processors.sniff import sniff
from tests.processors.hidden.digging import dug_out
from tests.processors.hidden.hidden_docx_looks import DOCX_LOOKS, SEEN
from tests.processors.hidden.hidden_packages import (
    DOCX_HIDINGS,
    OFD_HIDINGS,
    PICTURE_HIDINGS,
    docx_of,
    ofd_of,
    ofd_text,
    run,
)
from tests.processors.hidden.hidden_pdfs import MARK, VISIBLE, Hiding


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReaderPool]:
    with ReaderPool(tmp_path_factory.mktemp("models")) as shared:
        yield shared


def found_in(path: Path) -> Draft:
    return with_hidden(read_file(path, DEFAULT_LIMITS), path, DEFAULT_LIMITS)


def check(finding: Finding, hiding: Hiding) -> None:
    assert (finding.start, finding.end) == (0, 0)
    assert finding.severity is not Severity.BLOCK
    assert finding.text
    assert (MARK in finding.text) is hiding.quoted


@pytest.mark.parametrize("hiding", [*DOCX_HIDINGS, *DOCX_LOOKS], ids=lambda hiding: hiding.name)
def test_what_a_docx_hides(pool: ReaderPool, tmp_path: Path, hiding: Hiding) -> None:
    hiding.make(tmp_path / "notice.docx")
    extraction = pool.read(tmp_path / "notice.docx")
    assert extraction.pages[0].text.startswith(f"{VISIBLE}\n")
    assert MARK not in extraction.pages[0].text
    (finding,) = [one for one in extraction.hidden if one.kind == hiding.kind]
    check(finding, hiding)
    assert finding.page == WHOLE_FILE
    made = pool.make_rendition(tmp_path / "notice.docx", extraction.media_type, tmp_path / "out")
    assert MARK.encode() not in dug_out(made)


@pytest.mark.parametrize(("name", "body", "parts"), SEEN, ids=[name for name, _, _ in SEEN])
def test_what_is_seen_in_a_docx_stays(
    pool: ReaderPool, tmp_path: Path, name: str, body: str, parts: dict[str, bytes]
) -> None:
    docx_of(body, parts)(tmp_path / "notice.docx")
    extraction = pool.read(tmp_path / "notice.docx")
    assert MARK in extraction.pages[0].text, name
    made = pool.make_rendition(tmp_path / "notice.docx", extraction.media_type, tmp_path / "out")
    assert MARK.encode() in dug_out(made)


@pytest.mark.parametrize("hiding", OFD_HIDINGS, ids=lambda hiding: hiding.name)
def test_what_an_ofd_hides(pool: ReaderPool, tmp_path: Path, hiding: Hiding) -> None:
    hiding.make(tmp_path / "notice.ofd")
    extraction = pool.read(tmp_path / "notice.ofd")
    assert extraction.pages[0].text == f"{VISIBLE}\n"
    (finding,) = [one for one in extraction.hidden if one.kind == hiding.kind]
    check(finding, hiding)
    made = pool.make_rendition(tmp_path / "notice.ofd", extraction.media_type, tmp_path / "out")
    assert MARK.encode() not in dug_out(made)


def test_of_an_ofd_line_that_is_covered_in_part_the_rest_stays(pool: ReaderPool, tmp_path: Path) -> None:
    letters = f"前{MARK}后"
    steps = " ".join(["6"] * (len(letters) - 1))
    line = ofd_text(letters).replace('X="0"', f'X="0" DeltaX="{steps}"')
    width = 6 * len(MARK)
    cover = (
        f'<ofd:PathObject ID="9" Boundary="26 18 {width} 12" Fill="true"><ofd:AbbreviatedData>M 0 0 L {width} 0 '
        f"L {width} 12 L 0 12 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    ofd_of(content=line + cover)(tmp_path / "notice.ofd")
    extraction = pool.read(tmp_path / "notice.ofd")
    assert "".join(extraction.pages[0].text.split()) == f"前后{''.join(VISIBLE.split())}"
    (finding,) = extraction.hidden
    assert (finding.kind, finding.text) == ("covered_text", MARK)
    made = pool.make_rendition(tmp_path / "notice.ofd", extraction.media_type, tmp_path / "out")
    assert MARK.encode() not in dug_out(made)
    assert "后".encode() in dug_out(made)


@pytest.mark.parametrize("hiding", PICTURE_HIDINGS, ids=lambda hiding: hiding.name)
def test_what_a_picture_says_beside_its_points(pool: ReaderPool, tmp_path: Path, hiding: Hiding) -> None:
    hiding.make(tmp_path / "scan")
    draft = found_in(tmp_path / "scan")
    (finding,) = [one for one in draft.hidden if one.kind == hiding.kind]
    check(finding, hiding)
    made = pool.make_rendition(tmp_path / "scan", sniff(tmp_path / "scan").value, tmp_path / "out")
    assert MARK.encode() not in dug_out(made)


def test_where_a_picture_was_taken_is_more_than_a_note(tmp_path: Path) -> None:
    PICTURE_HIDINGS[0].make(tmp_path / "scan.jpg")
    (finding,) = found_in(tmp_path / "scan.jpg").hidden
    assert finding.severity is Severity.WARN
    assert "GPS" in finding.text


def test_white_letters_on_a_ground_that_cannot_be_told_stay_text_and_are_pointed_out(tmp_path: Path) -> None:
    cell = "<w:tcPr><w:shd w:val='pct50' w:fill='000080'/></w:tcPr>"
    white = run("表头", '<w:color w:val="FFFFFF"/>')
    docx_of(f"<w:tbl><w:tr><w:tc>{cell}<w:p>{white}</w:p></w:tc></w:tr></w:tbl>")(tmp_path / "a.docx")
    draft = found_in(tmp_path / "a.docx")
    assert draft.pages[0].text == f"{VISIBLE}\n表头\n"
    (finding,) = draft.hidden
    assert (finding.kind, finding.text) == ("invisible_text", "白色文字，底色无法确定：表头")


def test_an_ordinary_docx_hides_nothing(tmp_path: Path) -> None:
    docx_of(f"<w:p>{run('红头', '<w:color w:val=' + chr(34) + 'FF0000' + chr(34) + '/>')}</w:p>")(tmp_path / "a.docx")
    assert found_in(tmp_path / "a.docx").hidden == ()


def test_properties_that_repeat_what_the_page_says_are_no_finding(tmp_path: Path) -> None:
    app = f"<Properties xmlns='urn:x'><Company>{VISIBLE}</Company></Properties>"
    docx_of("", {"docProps/app.xml": app.encode()})(tmp_path / "a.docx")
    assert found_in(tmp_path / "a.docx").hidden == ()


def test_a_part_that_cannot_be_searched_is_said_and_costs_no_text(tmp_path: Path) -> None:
    docx_of("", {"docProps/custom.xml": b"<broken"})(tmp_path / "a.docx")
    draft = found_in(tmp_path / "a.docx")
    assert draft.pages[0].text == f"{VISIBLE}\n"
    assert [one.kind for one in draft.hidden] == ["hidden_not_checked"]
