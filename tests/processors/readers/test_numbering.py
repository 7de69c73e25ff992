"""Word's automatic numbers stand in the text as Word shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from processors.readers.docx import read
from processors.readers.number_formats import written
from processors.sandbox.limits import DEFAULT_LIMITS
from tests.hostile.hostile_packages import zipped

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_IDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def level(number: int, number_format: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*abstracts: str, numbers: str = "") -> str:
    """One list (w:num) of each abstract one, both counted from 1."""
    named = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{one}</w:abstractNum>'
        for number, one in enumerate(abstracts, start=1)
    )
    used = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(1, len(abstracts) + 1)
    )
    return named + used + numbers


def item(text: str, number: int = 1, at: int = 0, more: str = "") -> str:
    properties = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>{more}'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def styled(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


@pytest.fixture
def lines_of(tmp_path: Path) -> Callable[..., list[str]]:
    def lines(body: str, numbering: str, styles: str = "", header: str = "") -> list[str]:
        parts = {"numbering": numbering, "styles": styles, "header": header}
        roots = {"numbering": "numbering", "styles": "styles", "header": "hdr"}
        relations = "".join(
            f'<Relationship Id="{kind}" Type="http://x/{kind}" Target="{kind}.xml"/>' for kind in parts if parts[kind]
        )
        section = f'<w:sectPr><w:headerReference r:id="header" xmlns:r="{_IDS}"/></w:sectPr>' if header else ""
        path = tmp_path / "list.docx"
        path.write_bytes(
            zipped(
                {
                    "[Content_Types].xml": "<Types/>",
                    "word/document.xml": f"<w:document {_W}><w:body>{body}{section}</w:body></w:document>",
                    "word/_rels/document.xml.rels": f'<Relationships xmlns="{_LINKS}">{relations}</Relationships>',
                    **{
                        f"word/{kind}.xml": f"<w:{roots[kind]} {_W}>{content}</w:{roots[kind]}>"
                        for kind, content in parts.items()
                        if content
                    },
                }
            )
        )
        return read(path, DEFAULT_LIMITS).pages[0].text.splitlines()

    return lines


Lines = Callable[..., list[str]]


def test_articles_and_their_items_are_counted_and_items_begin_anew(lines_of: Lines) -> None:
    body = item("总则") + item("甲", at=1) + item("乙", at=1) + item("细则") + item("丙", at=1)
    numbering = lists(level(0, "chineseCountingThousand", "第%1条") + level(1, "chineseCounting", "（%2）"))
    assert lines_of(body, numbering) == ["第一条 总则", "（一）甲", "（二）乙", "第二条 细则", "（一）丙"]


def test_a_number_may_name_the_levels_above_it_in_digits(lines_of: Lines) -> None:
    numbering = lists(level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert lines_of(item("一") + item("二") + item("三", at=1), numbering) == ["一、一", "二、二", "2.1 三"]


def test_a_level_begins_where_it_says_and_may_go_on_through_the_chapters(lines_of: Lines) -> None:
    kept = '<w:lvlRestart w:val="0"/>'
    numbering = lists(level(0, "decimal", "第%1章") + level(1, "decimal", "第%2条", kept, start=7))
    body = item("甲") + item("子", at=1) + item("乙") + item("丑", at=1)
    assert lines_of(body, numbering) == ["第1章 甲", "第7条 子", "第2章 乙", "第8条 丑"]


def test_lists_of_one_definition_count_on_unless_one_begins_anew(lines_of: Lines) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = (
        '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'
        f'<w:num w:numId="9"><w:abstractNumId w:val="1"/>{anew}</w:num>'
    )
    body = item("甲", 1) + item("乙", 8) + item("丙", 9) + item("丁", 9)
    assert lines_of(body, lists(level(0, "decimal", "%1."), numbers=numbers)) == ["1. 甲", "2. 乙", "1. 丙", "2. 丁"]


def test_a_style_brings_its_list_and_a_paragraph_may_refuse_it(lines_of: Lines) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Article"/></w:style>'
    )
    refusing = (
        '<w:p><w:pPr><w:pStyle w:val="Article"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
        "<w:r><w:t>无</w:t></w:r></w:p>"
    )
    numbering = lists(
        level(0, "decimal", "%1章", '<w:pStyle w:val="X"/>')
        + level(1, "decimal", "第%2条", '<w:pStyle w:val="Article"/>')
    )
    body = styled("甲", "Article") + refusing + styled("乙", "Article") + styled("丙", "Own")
    assert lines_of(body, numbering, styles)[:3] == ["第1条 甲", "无", "第2条 乙"]


def test_the_gap_is_what_the_list_says(lines_of: Lines) -> None:
    numbering = lists(
        level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'),
        level(0, "decimal", "%1", '<w:suff w:val="space"/>'),
        level(0, "decimal", "%1、"),
    )
    assert lines_of(item("无", 1) + item("有", 2) + item("顿", 3), numbering) == ["1无", "1 有", "1、顿"]


def test_cells_of_a_table_are_numbered_and_a_header_counts_by_itself(lines_of: Lines) -> None:
    row = f"<w:tr><w:tc>{item('')}</w:tc><w:tc><w:p><w:r><w:t>名</w:t></w:r></w:p></w:tc></w:tr>"
    numbering = lists(level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'))
    assert lines_of(f"<w:tbl>{row}{row}</w:tbl>", numbering, header=item("眉")) == ["1眉", "1\t名", "2\t名"]


def test_what_is_hidden_or_deleted_is_not_counted(lines_of: Lines) -> None:
    gone = item("", more="<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>")
    hidden = item("", more="<w:rPr><w:vanish/></w:rPr>")
    body = item("甲") + gone + hidden + item("乙")
    assert [line for line in lines_of(body, lists(level(0, "decimal", "%1."))) if line] == ["1. 甲", "2. 乙"]
    unseen = lists(level(0, "decimal", "密%1.", "<w:rPr><w:vanish/></w:rPr>"))
    assert lines_of(item("甲"), unseen) == ["甲"]


def test_bullets_of_symbol_fonts_become_characters_that_every_font_has(lines_of: Lines) -> None:
    numbering = lists(level(0, "bullet", "\uf0b7"), level(0, "bullet", "－"), level(0, "bullet", "\uf06c"))
    assert lines_of(item("甲", 1) + item("乙", 2) + item("丙", 3), numbering) == ["• 甲", "－ 乙", "● 丙"]


def test_lists_that_lead_nowhere_number_nothing(lines_of: Lines) -> None:
    looped = '<w:numStyleLink w:val="L"/>'
    styles = '<w:style w:type="numbering" w:styleId="L"><w:basedOn w:val="L"/></w:style>'
    body = item("甲", 1) + item("乙", 77) + item("丙", 1, at=99) + item("丁", 1, at=-5)
    assert lines_of(body, lists(looped), styles) == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("number_format", "value", "text"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"),
        ("chineseCountingThousand", 20_000, "20000"),
        ("chineseCounting", 19, "十九"),
        ("chineseCounting", 101, "一○一"),
        ("japaneseCounting", 12, "十二"),
        ("japaneseCounting", 101, "百一"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 2026, "二〇二六"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 14, "XIV"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("ordinal", 12, "12th"),
        ("unheard-of", 3, "3"),
        ("none", 3, ""),
    ],
)
def test_values_are_written_as_the_standard_has_them(number_format: str, value: int, text: str) -> None:
    assert written(value, number_format) == text
