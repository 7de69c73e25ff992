"""What may be written where the disclosure stands: what takes 主动公开 back, even in part, leaves it to people."""

from __future__ import annotations

import pytest

from processors.attributes.model import Attributes, Disclosure
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source

NOTICE = "示例区民政局关于示例工作的通知\n各科室：\n特此通知。\n示例区民政局\n2026年4月5日\n"


def read(mark: str) -> Attributes:
    return read_attributes([PageText(1, f"{NOTICE}{mark}\n", Source.TEXT)])


@pytest.mark.parametrize(
    "mark",
    [
        "（此件公开发布至县级）",
        "（此件公开发布，附件除外）",
        "（除附件外，此件主动公开）",
        "（此件部分公开）",
        "（此件在内网公开）",
        "（此件拟主动公开）",
        "（此件暂不公开）",
        "（此件经批准后公开）",
        "（此件非主动公开）",
        "公开属性：主动公开，附件不公开",
        "公开属性：非主动公开",
        "公开属性由主动公开变更为依申请公开",
        "原公开属性：主动公开，现调整为不予公开",
        "是否主动公开：□是 ☑否",
        "主动公开：□是 ■否",
        "公开属性：1.主动公开 2.依申请公开 3.不予公开（填2）",
        "□主动公开（全文）☑主动公开（部分）□依申请公开 □不予公开",
        "☑主动公开 □依申请公开 □不予公开（附件不公开）",
        "例1：公开属性：主动公开",
    ],
)
def test_what_is_not_wholly_public_is_not_read_as_public(mark: str) -> None:
    assert read(mark).disclosure is None


@pytest.mark.parametrize(
    ("mark", "stricter"),
    [
        ("（此件公开发布，附件2不予公开）", Disclosure.WITHHELD),
        ("（此件主动公开，附件依申请公开）", Disclosure.ON_REQUEST),
        ("公开属性：主动公开（附件不予公开）", Disclosure.WITHHELD),
        ("（此件公开发布）\n（附件不公开）", Disclosure.WITHHELD),
    ],
)
def test_the_stricter_class_of_a_part_is_offered_to_people(mark: str, stricter: Disclosure) -> None:
    attributes = read(mark)
    assert attributes.disclosure is None
    assert attributes.stricter_disclosure is stricter


@pytest.mark.parametrize(
    ("mark", "disclosure"),
    [
        ("（本通知主动公开）", Disclosure.PROACTIVE),
        ("（此件属于主动公开文件）", Disclosure.PROACTIVE),
        ("（此件公开，网上发布）", Disclosure.PROACTIVE),
        ("（主动公开类）", Disclosure.PROACTIVE),
        ("政务公开：主动公开", Disclosure.PROACTIVE),
        ("信息索引：EXAMPLE-2022-0210　　生成日期：2022-08-22　　公开方式：主动公开", Disclosure.PROACTIVE),
        ("公开属性：2.依申请公开", Disclosure.ON_REQUEST),
        ("公开属性：☑1.主动公开 □2.依申请公开 □3.不予公开", Disclosure.PROACTIVE),
        ("☑主动公开（全文）□主动公开（部分）□依申请公开 □不予公开", Disclosure.PROACTIVE),
        ("公开类别：依申请公开类", Disclosure.ON_REQUEST),
        ("（此件属依申请公开文件）", Disclosure.ON_REQUEST),
        ("公开属性：免于公开", Disclosure.WITHHELD),
        ("（此件不适宜公开）", Disclosure.WITHHELD),
        ("★此件不公开", Disclosure.WITHHELD),
        ("政府信息公开选项：不予公开　依据：《示例条例》第十五条", Disclosure.WITHHELD),
    ],
)
def test_the_ways_of_saying_a_class(mark: str, disclosure: Disclosure) -> None:
    found = read(mark).disclosure
    assert found is not None
    assert found.value is disclosure


def test_an_annex_that_is_kept_says_nothing_of_an_unmarked_document() -> None:
    assert read("（附件不公开）").disclosure is None
    assert read("（附件不公开）").stricter_disclosure is None


def test_a_word_alone_above_its_basis_is_a_mark_wherever_it_stands() -> None:
    basis = "不予公开依据：《示例条例》第十六条\n"
    assert read(f"不予公开\n{basis}主题词：示例\n抄送：示例区财政局。").disclosure is not None
    found = read("主动公开\n公开依据：《示例条例》第十六条\n第一条　为示例，制定本示例办法。")
    assert found.disclosure is None
