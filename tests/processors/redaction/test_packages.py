"""DOCX, XLSX and OFD keep their form; the redacted words are in no part of it, however they were spread."""

from __future__ import annotations

import random
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.shared import Cm

from processors.extraction import PageText, Source, Unreadable
from processors.pool import ReaderPool
from processors.redaction.model import Area, Span
from processors.redaction.reading import RedactedReading
from processors.sniff import sniff
from tests.processors.redaction.people import Person

Builder = Callable[..., Path]
Redact = Callable[..., RedactedReading]
Holds = Callable[[Path, str], bool]


@pytest.fixture
def spread_docx(tmp_path: Path, person: Person) -> Path:
    """A DOCX that says a person's data across runs, in cells and in its header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = f"经办人{person.phone}"
    document.add_paragraph("关于发放稳岗补贴的公示")
    paragraph = document.add_paragraph("补贴对象")
    for index, piece in enumerate((person.name[:1], person.name[1:], "，身份证号", person.id_number[:7])):
        paragraph.add_run(piece).bold = index % 2 == 0
    paragraph.add_run(person.id_number[7:] + "，补贴金额3000元。")
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(
        table.rows,
        (("姓名", "性别", "电话"), (person.name, "男", f"{person.phone[:3]} {person.phone[3:]}")),
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("特此公示。")
    document.save(str(tmp_path / "notice.docx"))
    return tmp_path / "notice.docx"


def reading_of(pool: ReaderPool, path: Path, *redacted: tuple[str, str]) -> RedactedReading:
    """The first place of each words, with what stands for them."""
    pages = pool.read(path).pages
    spans = []
    for words, mask in redacted:
        page = next(page for page in pages if words in page.text)
        spans.append(Span(page.number, at := page.text.index(words), at + len(words), mask))
    return RedactedReading(pages, tuple(spans))


def text_of(pool: ReaderPool, path: Path) -> str:
    return "".join(page.text for page in pool.read(path).pages)


def test_words_spread_over_a_docx_go_from_every_part_of_it(
    pool: ReaderPool, person: Person, spread_docx: Path, redacted: Redact, holds: Holds, tmp_path: Path
) -> None:
    reading = redacted(spread_docx, person.kinds)
    made = pool.make_rendition(spread_docx, sniff(spread_docx), tmp_path / "out", reading)
    assert made.name == "public.docx"
    text = text_of(pool, made)
    phone = f"{person.phone[:3]}****{person.phone[-4:]}"
    assert text.splitlines() == [
        f"经办人{phone}",
        "关于发放稳岗补贴的公示",
        f"补贴对象示*甲，身份证号3799**********{person.id_number[-4:]}，补贴金额3000元。",
        "姓名\t性别\t电话",
        f"示*甲\t男\t{phone}",
        "特此公示。",
    ]
    assert not any(holds(made, words) for words in (*person.kinds, person.phone[3:7] + person.phone[7:]))
    assert docx.Document(str(made)).paragraphs[0].text == "关于发放稳岗补贴的公示"


def test_a_row_marked_as_a_whole_goes_cell_by_cell(
    pool: ReaderPool, person: Person, spread_docx: Path, tmp_path: Path
) -> None:
    row = f"{person.name}\t男\t{person.phone[:3]} {person.phone[3:]}"
    made = pool.make_rendition(
        spread_docx, sniff(spread_docx), tmp_path / "out", reading_of(pool, spread_docx, (row, ""))
    )
    text = text_of(pool, made)
    assert "■■■\t■\t■■■ ■■■■■■■■\n" in text
    assert "姓名\t性别\t电话\n" in text
    assert person.name not in text


def test_a_number_that_word_sets_itself_does_not_hide_the_words_behind_it(
    pool: ReaderPool, person: Person, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph(f"补贴对象{person.name}", style="List Number")
    document.save(str(tmp_path / "list.docx"))
    (line,) = text_of(pool, tmp_path / "list.docx").splitlines()
    assert line.startswith("1.")
    reading = reading_of(pool, tmp_path / "list.docx", (line, "■" * len(line)))
    made = pool.make_rendition(tmp_path / "list.docx", sniff(tmp_path / "list.docx"), tmp_path / "out", reading)
    assert person.name not in text_of(pool, made)


def test_a_redacted_scan_in_a_docx_takes_the_pictures_with_it(
    pool: ReaderPool, person: Person, notice: tuple[str, ...], make_notice: Builder, redacted: Redact, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("附件是扫描件。")
    document.add_picture(str(make_notice("scan.png", notice)), width=Cm(15))
    document.save(str(tmp_path / "a.docx"))
    reading = redacted(tmp_path / "a.docx", {person.id_number: "resident_id"})
    assert [page.source for page in reading.pages] == [Source.TEXT, Source.OCR]
    made = pool.make_rendition(tmp_path / "a.docx", sniff(tmp_path / "a.docx"), tmp_path / "out", reading)
    with zipfile.ZipFile(made) as package:
        assert not [name for name in package.namelist() if "media" in name]
    assert text_of(pool, made).split() == ["附件是扫描件。"]
    assert docx.Document(str(made)).paragraphs[0].text == "附件是扫描件。"


def test_an_area_on_a_scan_in_a_docx_takes_the_pictures_with_it(
    pool: ReaderPool, notice: tuple[str, ...], make_notice: Builder, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("附件是扫描件。")
    document.add_picture(str(make_notice("scan.png", notice)), width=Cm(15))
    document.save(str(tmp_path / "a.docx"))
    reading = RedactedReading(pool.read(tmp_path / "a.docx").pages, (), (Area(2, (0.1, 0.8, 0.5, 0.9)),))
    made = pool.make_rendition(tmp_path / "a.docx", sniff(tmp_path / "a.docx"), tmp_path / "out", reading)
    assert text_of(pool, made).split() == ["附件是扫描件。"]
    with zipfile.ZipFile(made) as package:
        assert not [name for name in package.namelist() if "media" in name]


def test_an_area_on_a_page_of_a_docx_that_has_no_picture_leaves_it_without_a_download(
    pool: ReaderPool, spread_docx: Path, tmp_path: Path
) -> None:
    reading = RedactedReading(pool.read(spread_docx).pages, (), (Area(1, (0.1, 0.1, 0.5, 0.2)),))
    with pytest.raises(Unreadable) as refused:
        pool.make_rendition(spread_docx, sniff(spread_docx), tmp_path / "out", reading)
    assert refused.value.code == "not_redactable"
    assert list((tmp_path / "out").iterdir()) == []


def test_cells_and_the_name_of_a_sheet_lose_the_words(
    pool: ReaderPool, person: Person, redacted: Redact, holds: Holds, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.title = f"{person.name}等人"
    for row in (("姓名", "证件号", "电话", "金额"), (person.name, person.id_number, int(person.phone), 3000)):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    reading = redacted(tmp_path / "a.xlsx", person.kinds)
    made = pool.make_rendition(tmp_path / "a.xlsx", sniff(tmp_path / "a.xlsx"), tmp_path / "out", reading)
    opened = openpyxl.load_workbook(made)
    assert opened.sheetnames == ["示■甲等人"]
    assert [[cell.value for cell in row] for row in opened.active.rows] == [
        ["姓名", "证件号", "电话", "金额"],
        ["示*甲", f"3799**********{person.id_number[-4:]}", f"{person.phone[:3]}****{person.phone[-4:]}", 3000],
    ]
    assert not any(holds(made, words) for words in person.kinds)


def test_an_ofd_keeps_every_other_letter_in_its_place(
    pool: ReaderPool,
    person: Person,
    notice: tuple[str, ...],
    make_notice: Builder,
    redacted: Redact,
    holds: Holds,
    tmp_path: Path,
) -> None:
    path = make_notice("notice.ofd", notice)
    glyphs = (
        '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform>'
    )
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "glyphs.ofd", "w") as package:
        for name in source.namelist():
            body = source.read(name)
            if name.endswith("Content.xml"):
                body = body.replace(b"<ofd:TextCode", glyphs.encode() + b"<ofd:TextCode")
            package.writestr(name, body)
        package.writestr("Doc_0/Res/font.ttf", b"\0\1\0\0" + bytes(40))
    path = tmp_path / "glyphs.ofd"
    made = pool.make_rendition(path, sniff(path), tmp_path / "out", redacted(path, person.kinds))
    assert made.name == "public.ofd"
    assert list(filter(None, text_of(pool, made).splitlines()))[2:4] == [
        f"补贴对象示*甲，身份证号3799**********{person.id_number[-4:]}，",
        f"联系电话{person.phone[:3]}****{person.phone[-4:]}，补贴金额3000元。",
    ]
    assert not any(holds(made, words) for words in person.kinds)
    with zipfile.ZipFile(made) as package:
        (page,) = [package.read(name) for name in package.namelist() if name.endswith("Content.xml")]
        assert page.count(b"CGTransform") == 2 * (len(notice) - 2)
        assert not [name for name in package.namelist() if name.endswith(".ttf")]


def test_a_doc_is_redacted_in_the_docx_that_it_becomes(
    pool: ReaderPool, person: Person, spread_docx: Path, redacted: Redact, holds: Holds, tmp_path: Path
) -> None:
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--convert-to", "doc", "--outdir", str(tmp_path), str(spread_docx)),
        ],
        check=True,
        capture_output=True,
    )
    path = tmp_path / "notice.doc"
    made = pool.make_rendition(path, sniff(path), tmp_path / "out", redacted(path, {person.id_number: "resident_id"}))
    assert made.name == "public.docx"
    assert not holds(made, person.id_number)
    assert f"3799**********{person.id_number[-4:]}" in text_of(pool, made)


def test_a_zip_with_redactions_has_no_download(pool: ReaderPool, spread_docx: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.write(spread_docx, "通知.docx")
    reading = reading_of(pool, tmp_path / "a.zip", ("特此公示", "■■■■"))
    with pytest.raises(Unreadable) as refused:
        pool.make_rendition(tmp_path / "a.zip", "application/zip", tmp_path / "out", reading)
    assert refused.value.code == "not_redactable"


def test_words_that_no_part_holds_leave_a_docx_without_a_download(
    pool: ReaderPool, spread_docx: Path, tmp_path: Path
) -> None:
    page = PageText(1, "不在文件中的甲乙丙丁\n", Source.TEXT)
    with pytest.raises(Unreadable) as refused:
        pool.make_rendition(
            spread_docx, sniff(spread_docx), tmp_path / "out", RedactedReading((page,), (Span(1, 0, 10, "■" * 10),))
        )
    assert refused.value.code == "not_redactable"


@pytest.mark.parametrize("seed", range(4))
def test_however_a_number_is_cut_into_runs_it_is_gone(
    pool: ReaderPool, person: Person, seed: int, redacted: Redact, holds: Holds, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    document = docx.Document()
    for paragraph in (document.add_paragraph("甲："), document.add_paragraph("乙：")):
        rest = person.id_number
        while rest:
            cut = rng.randint(1, len(rest))
            run = paragraph.add_run(rest[:cut])
            run.font.italic = rng.random() < 0.5
            if rng.random() < 0.3:
                run.add_tab()
            rest = rest[cut:]
    document.save(str(tmp_path / "cut.docx"))
    pages = pool.read(tmp_path / "cut.docx").pages
    first = pages[0].text.splitlines()[0]
    reading = RedactedReading(pages, (Span(1, 2, len(first), "■" * (len(first) - 2)),))
    made = pool.make_rendition(tmp_path / "cut.docx", sniff(tmp_path / "cut.docx"), tmp_path / "out", reading)
    assert person.id_number not in "".join(text_of(pool, made).split())
    assert not holds(made, person.id_number)
