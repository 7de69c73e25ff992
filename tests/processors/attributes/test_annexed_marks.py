"""A mark that may be said of an annexed document never makes the outer one public."""

from __future__ import annotations

import pytest

from processors.attributes.model import Disclosure
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source

OUTER = "关于转发示例意见的通知\n各科室：\n现转发给你们。\n示例区民政局\n2026年5月6日\n"
SIGNED = "关于示例的意见\n各单位：\n请执行。\n示例省民政厅\n2026年4月1日\n"


def disclosure(text: str) -> Disclosure | None:
    found = read_attributes([PageText(1, text, Source.TEXT)]).disclosure
    return found.value if found else None


@pytest.mark.parametrize("mark", ["（此件公开发布）", "（主动公开）", "【此件主动公开】"])
def test_a_note_in_an_annex_is_the_annexs(mark: str) -> None:
    annex = f"附件1\n示例办法\n第一条　为示例，制定本办法。\n{mark}\n"
    assert disclosure(OUTER + annex) is None
    assert disclosure(f"{OUTER}{mark}\n{annex}") is Disclosure.PROACTIVE


@pytest.mark.parametrize("mark", ["公开方式：主动公开", "☑主动公开 □依申请公开 □不予公开"])
def test_an_imprint_below_a_signed_annex_is_the_outer_documents_if_it_was_printed_after_it(mark: str) -> None:
    assert disclosure(f"{OUTER}{SIGNED}{mark}\n") is None
    assert disclosure(f"{OUTER}{SIGNED}{mark}\n示例省民政厅办公室 2026年4月2日印发\n") is None
    assert disclosure(f"{OUTER}{SIGNED}{mark}\n示例区民政局办公室 2026年5月7日印发\n") is Disclosure.PROACTIVE


def test_a_stricter_mark_counts_wherever_it_stands() -> None:
    assert disclosure(f"{OUTER}{SIGNED}（此件不公开）\n") is Disclosure.WITHHELD
    assert disclosure(f"{OUTER}附件\n示例表\n公开属性：依申请公开\n") is Disclosure.ON_REQUEST


@pytest.mark.parametrize("mark", ["公开属性：主动公开", "（此件公开发布）", "☑主动公开　□依申请公开　□不予公开"])
def test_a_mark_amid_the_text_tells_how_to_mark_a_document(mark: str) -> None:
    rules = "示例区公文公开属性认定规程\n第一条　公开属性分为三种，由拟稿人提出。\n第二条　应当在文末这样标注：\n"
    assert disclosure(f"{rules}{mark}\n第三条　本规程由示例区政务公开办公室负责解释。\n") is None
    assert disclosure(f"{OUTER}{rules}{mark}\n第三条　本规程由示例区政务公开办公室负责解释。\n") is None
    assert disclosure(f"{OUTER}{mark}\n{rules}第三条　本规程由示例区政务公开办公室负责解释。\n") is Disclosure.PROACTIVE


def test_an_example_is_no_mark() -> None:
    assert disclosure(f"{OUTER}例2：☑主动公开　□依申请公开　□不予公开\n") is None
