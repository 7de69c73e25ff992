"""What a narrow page wraps is read as one: rows of boxes, notes under a title, the first sentence below a title."""

from __future__ import annotations

import datetime as dt

import pytest

from processors.attributes.model import Attributes, Disclosure
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source

NOTICE = "示例区民政局关于示例工作的通知\n各科室：\n特此通知。\n示例区民政局\n2026年4月5日\n"


def read(text: str) -> Attributes:
    return read_attributes([PageText(1, text, Source.TEXT)])


@pytest.mark.parametrize(
    ("row", "ticked"),
    [
        ("政府信息公开选项 主动公开[ ]；依申请公开[ ]；不予公开[\n√]", Disclosure.WITHHELD),
        ("公开形式（打√）：□主动公开、□依申请公开、■免予公\n开", Disclosure.WITHHELD),
        ("示例区民政局信息公开选项：□主动公开　☑依申请公开\n□不予公开", Disclosure.ON_REQUEST),
        ("示例区民政局信息公开选项：□主动公开　□依申请公开\n□不予公开", None),
    ],
)
def test_a_row_of_boxes_may_wrap_anywhere(row: str, ticked: Disclosure | None) -> None:
    found = read(f"{NOTICE}{row}\n").disclosure
    assert (found.value if found else None) is ticked


def test_what_a_row_leaves_for_the_next_page_is_no_mark() -> None:
    row = "□主动公开（全文）√主动公开（部分）□依申请公开 □"
    pages = [PageText(1, f"{NOTICE}{row}\n", Source.TEXT), PageText(2, "不予公开\n", Source.TEXT)]
    assert read_attributes(pages).disclosure is None


def test_evidence_of_a_wrapped_row_quotes_the_page() -> None:
    text = f"{NOTICE}公开形式（打√）：□主动公开、□依申请公开、■免予公\n开\n"
    found = read(text).disclosure
    assert found is not None
    assert found.evidence is not None
    assert text[found.evidence.start : found.evidence.end] == found.evidence.text == "免予公\n开"


def test_a_note_under_the_title_may_wrap() -> None:
    text = "示例区人民代表大会关于示例报告的决议\n（2026年1月12日示例区第四次会\n议\n通过）\n会议决定批准这个报告。\n"
    found = read(text)
    assert found.adopted_on is not None
    assert found.adopted_on.value == dt.date(2026, 1, 12)
    assert found.title is not None
    assert found.title.value == "示例区人民代表大会关于示例报告的决议"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "《示例细则》政策解读\n近日，区政府印发了《示例细则》（示政\n规〔2026〕4号），现解读如下：",
            "《示例细则》政策解读",
        ),
        (
            "关于示例岗位的\n情况说明\n2026年上半年，我局共收到岗位26\n个，现将有关情况说明如下：",
            "关于示例岗位的情况说明",
        ),
        (
            "示例区生态环境局\n示例听证会公告\n本机关定于2026年3月20日上午9时，公开举\n行听证会，欢迎参加。",
            "示例区生态环境局示例听证会公告",
        ),
        (
            "示例区人民代表大会任命名单\n（2026年10月30日示例区人民代表大会第十二\n次会议通过）\n任命：",
            "示例区人民代表大会任命名单",
        ),
    ],
)
def test_the_line_below_a_title_is_no_part_of_it(head: str, title: str) -> None:
    found = read(f"{head}\n示例甲为示例区民政局局长。\n").title
    assert found is not None
    assert found.value == title


def test_organs_may_wrap_within_a_name() -> None:
    organs = ("示例区住房和城乡建设局", "示例市卫生健康委员会", "示例区税务局")
    head = "示例区住房和城乡建设局 示例市卫生健康委\n员会 示例区税务局\n关于示例费率的公告\n公告如下：\n一、降低。\n"
    signature = "示例区住房和城乡建设局 示例市卫生健康委员会 示例区税\n务局\n2026年4月22日\n"
    assert read(head + signature).issuing_organs.value == organs


def test_a_title_may_wrap_before_one_character() -> None:
    found = read("示例区民政局对区第十八届人\n大\n第三次会议第45号建议的答复\n示例甲代表：\n收悉。\n").title
    assert found is not None
    assert found.value == "示例区民政局对区第十八届人大第三次会议第45号建议的答复"


def test_an_orders_text_may_be_named_after_another_law() -> None:
    order = "示例市人民政府令\n第8号\n现公布《示例条例实施办法》，自2026年7月1日起施行。\n市长　示例甲\n2026年5月6日\n"
    found = read(f"{order}示例条例\n实施办法\n第一条　为示例，制定本办法。\n").title
    assert found is not None
    assert found.value == "示例条例实施办法"
