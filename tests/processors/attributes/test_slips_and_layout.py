"""Slips of OCR and typists, lines that a page parts, kinds of document with heads of their own."""

from __future__ import annotations

import datetime as dt

import pytest

from processors.attributes.dates import parse_date
from processors.attributes.document_number import parse_document_number
from processors.attributes.model import Attributes, Disclosure
from processors.attributes.organs import split_organs
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source
from processors.folding import fold


def read(*pages: str) -> Attributes:
    return read_attributes([PageText(number, text, Source.TEXT) for number, text in enumerate(pages, start=1)])


@pytest.mark.parametrize(
    "typed",
    [
        "示人社发〔2O21〕15号",
        "示人社发〔2〇21〕l5号",
        "示人社发［２０２１］１５号",
        "示人社发〔[2021〕15号",
        "示人社发2021〕15号",
        "示人社发〔2021 15号",
    ],
)
def test_a_number_with_a_slip_is_read(typed: str) -> None:
    assert str(parse_document_number(fold(typed).text)) == "示人社发〔2021〕15号"


@pytest.mark.parametrize("text", ["示人社发202115号", "示例路2021号", "示人社发〔OOOO〕5号", "第O号"])
def test_what_has_neither_bracket_nor_year_is_no_number(text: str) -> None:
    assert parse_document_number(text) is None


def test_a_slip_costs_certainty_and_the_evidence_keeps_what_was_printed() -> None:
    exact, slipped = (
        read(f"示例区民政局文件\n示民发〔{year}〕5号\n示例区民政局关于示例工作的通知\n各科室：\n").document_number
        for year in ("2021", "2O21")
    )
    assert exact is not None
    assert slipped is not None
    assert slipped.value == exact.value
    assert slipped.confidence < 0.95 < exact.confidence
    assert slipped.evidence is not None
    assert slipped.evidence.text == "示民发〔2O21〕5号"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2O21年3月5日", dt.date(2021, 3, 5)),
        ("2〇21年l2月3O日", dt.date(2021, 12, 30)),
        ("二O二一年三月五日", dt.date(2021, 3, 5)),
        ("OOOO年3月5日", None),
        ("2O21年3月32日", None),
        ("2O21年3月", None),
    ],
)
def test_a_date_with_a_slip_is_read(text: str, date: dt.date | None) -> None:
    assert parse_date(text) == date


ORDER = (
    "示例市人民政府令\n第36号\n《示例市公园管理办法》已经市政府第8次常务会议\n"
    "审议通过，现予公布。\n市长 示例甲\n2021年3月5日\n"
)


@pytest.mark.parametrize("note", ["", "（此件主动公开）\n", "（此件不予公开，依据《示例条例》第\n十六条）\n"])
def test_an_order_is_called_after_the_text_below_its_date_whatever_note_stands_between(note: str) -> None:
    attributes = read(f"{ORDER}{note}示例市公园管理办法\n第一条 为加强管理，制定本办法。\n")
    assert attributes.title is not None
    assert attributes.title.value == "示例市公园管理办法"
    assert attributes.document_type is not None
    assert attributes.document_type.value == "令"


def test_an_order_that_puts_nothing_in_force_is_called_after_its_head() -> None:
    attributes = read("示例市人民政府令\n任命示例甲为示例局局长。\n市长 示例乙\n2021年3月5日\n")
    assert attributes.title is not None
    assert attributes.title.value == "示例市人民政府令"


def test_below_the_number_a_title_goes_on_until_it_names_its_type() -> None:
    head = (
        "示高管发〔2021〕7号\n示例高新技术产业开发区管理委员会 样例县\n公安局关于联合开展专项\n行动的通知\n各科室：\n"
    )
    title = read(head).title
    assert title is not None
    assert title.value == "示例高新技术产业开发区管理委员会 样例县公安局关于联合开展专项行动的通知"


def test_a_title_line_that_begins_with_a_word_of_the_head_is_still_title() -> None:
    title = read("示例区民政局关于规范公文\n公开属性认定工作的通知\n各科室：\n现通知如下。\n").title
    assert title is not None
    assert title.value == "示例区民政局关于规范公文公开属性认定工作的通知"


def test_an_issue_number_is_no_part_of_the_title_of_minutes() -> None:
    title = read("示例区民政局会议纪要\n〔2021〕第6期\n示例区民政局局长办公会议纪要\n会议议定事项如下：\n").title
    assert title is not None
    assert title.value == "示例区民政局局长办公会议纪要"


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        ("示例区民政局\n关于商请协助的函\n样例县民政局：\n请予支持。\n", ("示例区民政局",)),
        ("《示例办法》政策解读\n一、背景。\n解读单位：示例区民政局\n", ("示例区民政局",)),
        ("《示例办法》政策解读\n日期：2021-05-06 来源：示例区民政局\n一、背景。\n", ("示例区民政局",)),
        ("《示例办法》政策解读\n一、背景。\n主管单位：示例区民政局\n", ()),
        ("示例市人民政府嘉奖令\n决定予以嘉奖。\n市长 示例甲\n2021年3月5日\n", ("示例市人民政府",)),
    ],
)
def test_organs_are_found_where_no_signature_names_them(text: str, organs: tuple[str, ...]) -> None:
    assert read(text).issuing_organs.value == organs


def test_a_signature_that_wraps_within_a_name_is_read_with_the_names_of_the_title() -> None:
    names = ("示例高新技术产业开发区管理委员会", "示例市卫生健康委员会", "示例区税务局")
    title = " ".join(names)
    text = f"{title}关于示例事项的公告\n公告如下。\n{names[0]} 示例市卫生健康委员\n会 {names[2]}\n2021年3月5日\n"
    assert read(text).issuing_organs.value == names


def test_organs_that_sign_on_lines_of_their_own_stay_two_though_the_title_runs_them_together() -> None:
    names = ("中共示例区委办公室", "示例区人民政府办公室")
    title = f"{names[0]}{names[1]}印发《若干措施》的通知"
    text = f"{title}\n各镇：\n请遵照执行。\n{names[0]}\n{names[1]}\n2021年3月5日\n"
    assert read(text).issuing_organs.value == names


def test_date_and_source_of_a_web_page_are_no_title() -> None:
    title = read("关于《示例办法》的政策解读\n日期：2021-05-06 来源：示例区民政局\n一、背景。\n").title
    assert title is not None
    assert title.value == "关于《示例办法》的政策解读"


@pytest.mark.parametrize(
    ("line", "organs"),
    [
        ("示例区人民政府 办公室", ("示例区人民政府办公室",)),
        ("示例区财政局 样例县 公安局", ("示例区财政局", "样例县公安局")),
        ("示例区财政局 请予办理", ()),
        ("示例区民政局示例区财政局", ("示例区民政局", "示例区财政局")),
        ("示例市市场监督管理局样例县公安局例示区税务局", ("示例市市场监督管理局", "样例县公安局", "例示区税务局")),
        ("示例市示例区人民政府", ("示例市示例区人民政府",)),
        ("示例市公安局样例区分局", ("示例市公安局样例区分局",)),
        ("示例区人民政府样例街道办事处", ("示例区人民政府样例街道办事处",)),
        ("国家税务总局示例市税务局", ("国家税务总局示例市税务局",)),
        ("示例市教育局招生考试委员会", ("示例市教育局招生考试委员会",)),
    ],
)
def test_blanks_part_organs_and_not_their_names(line: str, organs: tuple[str, ...]) -> None:
    assert split_organs(line) == organs


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("本通知自2021年5月1日起施行，至2026年4月30日止。", dt.date(2026, 4, 30)),
        ("本办法自发布之日起施行，2026年4月30日失效。", dt.date(2026, 4, 30)),
        ("本办法自2021年5月1日起施行，有效期四年。", dt.date(2025, 4, 30)),
        ("本批复有效期2年，自印发之日起计算。", dt.date(2023, 4, 4)),
        ("证书有效期2年，自发证之日起计算。", None),
        ("证书有效期至2026年12月31日。", None),
        ("公示有效期至2026年12月31日。", None),
        ("自2021年5月1日起施行，《示例办法》至2026年4月30日止。", None),
        ("本通知有效期1年。", None),
    ],
)
def test_validity_is_the_documents_own(sentence: str, day: dt.date | None) -> None:
    found = read(f"关于示例工作的通知\n各科室：\n{sentence}\n示例区民政局\n2021年4月5日\n").expires_on
    assert (found.value if found else None) == day


PORTAL = "ZZ0000000001\n示民规字〔2021〕1号\n2021年12月6日\n2029年12月6日\n示例区民政局关于示例工作的通知\n各科室：\n"


def test_a_portals_table_is_newer_than_the_text_but_says_nothing_alone() -> None:
    limited = read(f"{PORTAL}本通知自2021年12月6日起施行，有效期5年。\n").expires_on
    assert limited is not None
    assert limited.value == dt.date(2029, 12, 6)
    assert read(f"{PORTAL}特此通知。\n").expires_on is None


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("为方便群众，现就有\n关事项通告如下：\n一、时间。\n", "通告"),
        ("具体要求如下：\n一、时间。\n", None),
    ],
)
def test_a_document_that_lost_its_title_is_of_the_type_that_its_opening_names(opening: str, kind: str | None) -> None:
    attributes = read(opening)
    assert attributes.title is None
    assert (attributes.document_type.value if attributes.document_type else None) == kind


def test_a_link_that_wraps_is_no_title_but_names_one() -> None:
    link = "【图解】《示例区民政局关于示例\n工作的通知》政策解读\n2021-05-30\n首页 > 政务\n> 文件\n各科室：\n"
    title = read(link).title
    assert title is not None
    assert title.value == "示例区民政局关于示例工作的通知"
    assert title.confidence < 0.95


def test_a_blank_alone_may_part_the_label_of_an_attachment_from_its_name() -> None:
    listed = "附件： 附件1 2026年示例计划表.xls\n附件2 2026年示例名单.xls\n"
    found = read(f"关于示例工作的通知\n各科室：\n特此通知。\n{listed}示例区民政局\n2026年4月5日\n").attachments
    assert found.value == ("2026年示例计划表.xls", "2026年示例名单.xls")


@pytest.mark.parametrize(
    ("above", "below"), [("附件：1. 示例表；2. 示例清单。\n", ""), ("", "附件：\n1、示例表\n2、示例清单\n")]
)
def test_a_list_on_one_line_and_a_list_below_the_signature_are_lists(above: str, below: str) -> None:
    text = f"关于示例工作的通知\n各科室：\n特此通知。\n{above}示例区民政局\n2026年4月5日\n{below}"
    assert read(text).attachments.value == ("示例表", "示例清单")


@pytest.mark.parametrize(("suffix", "is_signed"), [("（印章）", True), ("（星期五）", False)])
def test_a_word_for_the_seal_may_stand_behind_the_date(suffix: str, is_signed: bool) -> None:
    text = f"关于示例工作的通知\n各科室：\n特此通知。\n示例区民政局\n2026年4月5日{suffix}\n"
    assert (read(text).adopted_on is not None) is is_signed


def test_improper_to_disclose_is_withheld() -> None:
    found = read("关于示例工作的通知\n各科室：\n特此通知。\n示例区民政局\n2021年4月5日\n（此件不宜公开）\n").disclosure
    assert found is not None
    assert found.value is Disclosure.WITHHELD
