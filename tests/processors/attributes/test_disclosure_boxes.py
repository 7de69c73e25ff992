"""Rows of boxes: whichever way they are ticked one option is read, and never a public one by guessing."""

from __future__ import annotations

import pytest

from processors.attributes.model import Attributes, Disclosure
from processors.attributes.read import read_attributes
from processors.extraction import OcrLine, PageText, Source

NOTICE = "示例区民政局关于示例工作的通知\n各科室：\n特此通知。\n示例区民政局\n2026年4月5日\n"


def read(mark: str, *, scanned: bool = False) -> Attributes:
    text = f"{NOTICE}{mark}\n"
    if not scanned:
        return read_attributes([PageText(1, text, Source.TEXT)])
    lines, offset = [], 0
    for line in text.splitlines(keepends=True):
        lines.append(OcrLine(offset, offset + len(line) - 1, (0.1, 0.1, 0.9, 0.2), 0.97))
        offset += len(line)
    return read_attributes([PageText(1, text, Source.OCR, tuple(lines))])


def disclosure(mark: str, *, scanned: bool = False) -> Disclosure | None:
    found = read(mark, scanned=scanned).disclosure
    return found.value if found else None


@pytest.mark.parametrize(
    ("row", "ticked"),
    [
        ("[√]主动公开 [ ]依申请公开 [ ]不予公开", Disclosure.PROACTIVE),
        ("（ ）主动公开 （√）依申请公开 （ ）不予公开", Disclosure.ON_REQUEST),
        ("公开属性：主动公开（ ） 依申请公开（ ） 不予公开（√）", Disclosure.WITHHELD),
        ("[ ]主动公开 [ ]依申请公开 [ ]不予公开", None),
        ("[√]主动公开 [√]依申请公开 [√]不予公开", None),
        ("[x] 主动公开　[ ] 依申请公开　[ ] 不予公开", Disclosure.PROACTIVE),
        ("（×）主动公开　（√）依申请公开　（×）不予公开", None),
        ("（　）主动公开\n（√）依申请公开\n（　）不予公开", Disclosure.ON_REQUEST),
        ("（　）主动公开\n（　）依申请公开\n（　）不予公开", None),
        ("分为主动公开（含全文公开）、依申请公开（含部分公开）和不予公开。", None),
    ],
)
def test_brackets_are_boxes_too(row: str, ticked: Disclosure | None) -> None:
    assert disclosure(row) is ticked


@pytest.mark.parametrize(
    ("row", "ticked"),
    [
        ("口主动公开区依申请公开口不予公开", Disclosure.ON_REQUEST),
        ("公开属性:区主动公开口依申请公开口不予公开", Disclosure.PROACTIVE),
        ("□主动公开□依申请公开不予公开", Disclosure.WITHHELD),
        ("□主动公开依申请公开□不予公开", Disclosure.ON_REQUEST),
        ("主动公开□依申请公开□不予公开", None),
        ("□主动公开□依申请公开□不予公开", None),
    ],
)
def test_a_scan_shows_the_ticked_box_as_another_character_or_loses_it(row: str, ticked: Disclosure | None) -> None:
    assert disclosure(row, scanned=True) is ticked


def test_what_a_scan_only_suggests_is_a_proposal() -> None:
    for row in ("口主动公开区依申请公开口不予公开", "□主动公开□依申请公开不予公开"):
        found = read(row, scanned=True).disclosure
        assert found is not None
        assert found.confidence < 0.95


@pytest.mark.parametrize(
    ("row", "ticked"),
    [
        ("公开属性：主动公开 √依申请公开 不予公开", Disclosure.ON_REQUEST),
        ("公开属性：主动公开 依申请公开√ 不予公开", Disclosure.ON_REQUEST),
        ("公开属性：主动公开 √ 依申请公开 不予公开", None),
        ("公开属性：主动公开√依申请公开 不予公开", None),
        ("公开属性：不予公开 依申请公开 √主动公开", None),
    ],
)
def test_a_lone_tick_belongs_to_the_word_it_touches_but_makes_nothing_public(
    row: str, ticked: Disclosure | None
) -> None:
    assert disclosure(row) is ticked
    assert disclosure(row, scanned=True) is None


def test_a_text_layer_loses_no_box() -> None:
    assert disclosure("□主动公开□依申请公开不予公开") is None
    assert disclosure("口主动公开区依申请公开口不予公开") is None


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("此件主动公开", Disclosure.PROACTIVE),
        ("（此件不得公开）", Disclosure.WITHHELD),
        ("（此件不对外公开）", Disclosure.WITHHELD),
        ("（此件依申请公开，不主动公开）", Disclosure.ON_REQUEST),
        ("（公开属性：依申请公开）", Disclosure.ON_REQUEST),
        ("【依申请公开】", Disclosure.ON_REQUEST),
        ("公开属性｜不予公开", Disclosure.WITHHELD),
        ("（此文件公开发布）", Disclosure.PROACTIVE),
        ("（此件予以公开）", Disclosure.PROACTIVE),
        ("（此件社会公开）", Disclosure.PROACTIVE),
        ("（此件不得对外公开）", Disclosure.WITHHELD),
        ("主动公开\n抄送：示例区财政局。", Disclosure.PROACTIVE),
        ("不予公开\n不予公开理由：内部事务", Disclosure.WITHHELD),
        ("不予公开\n不予公开依据：《示例条例》第十六条", Disclosure.WITHHELD),
        ("附注：此件依申请公开", Disclosure.ON_REQUEST),
        ("请注明此件主动公开", None),
        ("主动公开", None),
        ("（此件不主动公开）", None),
        ("（此件有删减，主动公开）", None),
    ],
)
def test_notes_say_what_they_say(note: str, said: Disclosure | None) -> None:
    assert disclosure(note) is said


def test_a_note_that_withholds_a_part_leaves_it_to_people() -> None:
    attributes = read("（此件主动公开，附件不公开）")
    assert attributes.disclosure is None
    assert attributes.conflicts == ("disclosure",)
    assert attributes.stricter_disclosure is Disclosure.WITHHELD
