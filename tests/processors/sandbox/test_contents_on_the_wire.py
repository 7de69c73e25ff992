"""A child is not believed: what it says of a text has to stand in that text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from processors.attributes.model import SHEET, Attribute, Evidence
from processors.contents import Contents, contents_of
from processors.extraction import LineLook, PageText, Source
from processors.readers.draft import Draft
from processors.sandbox.messages import FileRead, NotUnderstood, decode_reply, encode

PAGES = (
    PageText(1, "示人社发〔2026〕5号\n关于示例的通知\n各科室：\n请致电13812345678。\n附件：1.示例表\n", Source.TEXT),
    PageText(2, "示例区民政局\n2026年1月5日\n（此件依申请公开）\n", Source.TEXT),
)
DRAFT = Draft("text/plain", "示例/1", PAGES)
GOOD = contents_of(PAGES)


def with_title(title: Attribute[str]) -> Contents:
    return replace(GOOD, printed=replace(GOOD.printed, attributes=replace(GOOD.printed.attributes, title=title)))


def title_at(page: int, start: int, end: int, text: str, confidence: float = 0.9) -> Contents:
    return with_title(Attribute("关于示例的通知", Evidence(page, text, start, end, "centred"), confidence))


def test_contents_arrive_as_they_were_sent() -> None:
    assert GOOD.findings
    assert GOOD.printed.marks.statements
    assert decode_reply(encode(FileRead(DRAFT, GOOD))) == FileRead(DRAFT, GOOD)


@pytest.mark.parametrize(
    "contents",
    [
        title_at(1, 0, 2, "别的"),
        title_at(3, 0, 2, "页码"),
        title_at(SHEET, 0, 2, "示人"),
        title_at(1, -3, 2, ""),
        title_at(1, 0, 2, "示人", confidence=1.5),
        with_title(Attribute("没有依据", None, 0.9)),
        replace(GOOD, findings=(replace(GOOD.findings[0], text="别的"),)),
        replace(GOOD, findings=(replace(GOOD.findings[0], page=2),)),
        replace(
            GOOD, printed=replace(GOOD.printed, marks=replace(GOOD.printed.marks, reason=Attribute("无", None, 1)))
        ),
    ],
)
def test_words_that_stand_elsewhere_are_not_believed(contents: Contents) -> None:
    with pytest.raises(NotUnderstood):
        decode_reply(encode(FileRead(DRAFT, contents)))


@pytest.mark.parametrize(
    ("draft", "contents"),
    [
        (DRAFT, None),
        (replace(DRAFT, to_ocr=(2,)), GOOD),
        (Draft("text/plain", "示例/1", (), classified=True), contents_of(())),
    ],
)
def test_a_whole_text_has_contents_and_no_other_has(draft: Draft, contents: Contents | None) -> None:
    with pytest.raises(NotUnderstood):
        decode_reply(encode(FileRead(draft, contents)))


@pytest.mark.parametrize(
    "look",
    [LineLook(0, 99_999, 1.0, False, False), LineLook(3, 1, 1.0, False, False), LineLook(0, 1, -1.0, True, True)],
)
def test_a_look_of_what_is_not_there_is_not_believed(look: LineLook) -> None:
    pages = (replace(PAGES[0], looks=(look,)), PAGES[1])
    with pytest.raises(NotUnderstood):
        decode_reply(encode(FileRead(replace(DRAFT, pages=pages), GOOD)))
