"""Single rules: numbers, dates, organs, titles, disclosure marks, and what must not be mistaken for them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.attributes.dates import arabic_date, numeral_date, parse_date
from processors.attributes.document_number import DocumentNumber, parse_document_number
from processors.attributes.document_type import document_type_of
from processors.attributes.model import Disclosure
from processors.attributes.organs import organs_before_matter, split_organs
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source
from processors.folding import fold

BRACKETS = ["〔〕", "[]", "［］", "()", "（）", "【】", "﹝﹞", "<>"]


def page(text: str, number: int = 1) -> PageText:
    return PageText(number, text, Source.TEXT)


def disclosure_of(text: str) -> Disclosure | None:
    found = read_attributes([page(text)]).disclosure
    return found.value if found else None


@given(
    code=st.text(alphabet="示例人社发函办规字", min_size=2, max_size=8),
    year=st.integers(1950, 2099),
    serial=st.integers(1, 99999),
    brackets=st.sampled_from(BRACKETS),
    blank=st.sampled_from(["", " ", "　"]),
    zeros=st.sampled_from(["", "0", "第"]),
)
def test_a_document_number_survives_every_way_of_typing_it(
    code: str, year: int, serial: int, brackets: str, blank: str, zeros: str
) -> None:
    typed = f"{code}{blank}{brackets[0]}{year}{brackets[1]}{blank}{zeros}{serial}{blank}号"
    assert parse_document_number(fold(typed).text) == DocumentNumber(code, year, serial)
    assert parse_document_number(str(DocumentNumber(code, year, serial))) == DocumentNumber(code, year, serial)


@pytest.mark.parametrize(
    "text", ["第707号", "2021年5号", "示人社发〔2021〕号", "示人社发〔21〕5号", "GB/T9704-2012", ""]
)
def test_what_is_no_document_number_is_refused(text: str) -> None:
    assert parse_document_number(text) is None


def test_a_number_that_the_text_cites_is_not_the_documents_own() -> None:
    text = "关于示例工作的通告\n根据有关规定，现将示例工作通告如下。\n示财发〔2020〕9号\n示例区财政局\n2026年1月5日\n"
    assert read_attributes([page(text)]).document_number is None


@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_a_date_reads_the_same_in_digits_and_in_numerals(date: dt.date) -> None:
    assert parse_date(arabic_date(date)) == date
    assert parse_date(numeral_date(date)) == date
    assert parse_date(f"{date:%Y年%m月%d日}") == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("二〇〇六年十月十八日", dt.date(2006, 10, 18)),
        ("二OO八年一月二日", dt.date(2008, 1, 2)),
        ("二○一○年二月二十日", dt.date(2010, 2, 20)),
        ("二零一一年十二月三十一日", dt.date(2011, 12, 31)),
        ("2026年02月09日", dt.date(2026, 2, 9)),
        ("2021年2月30日", None),
        ("二〇二一年十三月一日", None),
        ("2021年5月", None),
    ],
)
def test_dates_of_old_and_hasty_documents(text: str, date: dt.date | None) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("line", "organs"),
    [
        ("示例区人力资源和社会保障局", ("示例区人力资源和社会保障局",)),
        ("示 例 区 民 政 局", ("示例区民政局",)),
        ("示例区 民政局", ("示例区民政局",)),
        ("示例区民政局　示例区财政局", ("示例区民政局", "示例区财政局")),
        ("示例区民政局、示例区财政局", ("示例区民政局", "示例区财政局")),
        ("示例区财政局（代章）", ("示例区财政局",)),
        ("示例区民政局（示例区社会组织管理局）", ("示例区民政局（示例区社会组织管理局）",)),
        ("请报送示例区财政局", ()),
        ("示例区财政局负责落实", ()),
        ("示例甲", ()),
        ("", ()),
    ],
)
def test_organs_of_a_signature_line(line: str, organs: tuple[str, ...]) -> None:
    assert split_organs(line) == organs


def test_a_title_names_its_organs_before_what_it_is_about() -> None:
    assert organs_before_matter("示例区民政局 示例区财政局关于示例的通知") == ("示例区民政局", "示例区财政局")
    assert organs_before_matter("示例区人社局2026年工作要点") == ("示例区人社局",)
    assert organs_before_matter("关于示例的通知") == ()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于示例的通知", "通知"),
        ("关于示例的指导意见", "意见"),
        ("示例管理办法（试行）", "管理办法"),
        ("关于示例的复函", "复函"),
        ("示例情况", None),
    ],
)
def test_the_type_is_what_a_title_ends_with(title: str, kind: str | None) -> None:
    assert document_type_of(title) == kind


@pytest.mark.parametrize(
    ("mark", "disclosure"),
    [
        ("（此件公开发布）", Disclosure.PROACTIVE),
        ("（此件主动公开）", Disclosure.PROACTIVE),
        ("(此件依申请公开)", Disclosure.ON_REQUEST),
        ("（此件不予公开）", Disclosure.WITHHELD),
        ("（此件不公开）", Disclosure.WITHHELD),
        ("（此件公开）", Disclosure.PROACTIVE),
        ("（不予公开）", Disclosure.WITHHELD),
        ("公开方式：主动公开", Disclosure.PROACTIVE),
        ("公开方式：主动公开　　校对：示例甲", Disclosure.PROACTIVE),
        ("公开属性: 依申请公开", Disclosure.ON_REQUEST),
        ("信息公开选项：免予公开", Disclosure.WITHHELD),
        ("公开方式\t不公开", Disclosure.WITHHELD),
        ("☑主动公开 □依申请公开 □不予公开", Disclosure.PROACTIVE),
        ("□主动公开 ☑依申请公开 □不予公开", Disclosure.ON_REQUEST),
        ("公开属性：□ 主动公开　□ 依申请公开　■ 不予公开", Disclosure.WITHHELD),
        ("主动公开☐ 依申请公开☑ 不予公开☐", Disclosure.ON_REQUEST),
        ("公开属性：口主动公开 √依申请公开 口不予公开", Disclosure.ON_REQUEST),
        ("公开属性：£主动公开 R依申请公开 £不予公开", Disclosure.ON_REQUEST),
        # Undetermined, never public.
        ("公开属性：主动公开 ☑ 依申请公开 不予公开", None),
        ("□主动公开 □依申请公开 □不予公开", None),
        ("☑主动公开 ☑依申请公开 ☑不予公开", None),
        ("公开属性：主动公开、依申请公开、不予公开", None),
        ("公开属性：", None),
        ("（本文有删减）", None),
        ("（此件删减后公开）", None),
        ("（联系科室：示例科）", None),
        ("公开方式包括主动公开和依申请公开。", None),
        ("各单位应当坚持主动公开", None),
    ],
)
def test_disclosure_is_what_the_mark_says_and_nothing_without_one(mark: str, disclosure: Disclosure | None) -> None:
    assert disclosure_of(f"关于示例的通知\n各科室：\n请落实。\n示例区民政局\n2026年1月5日\n{mark}\n") == disclosure


def test_two_marks_that_differ_leave_it_undetermined_with_the_stricter_one_prefilled() -> None:
    text = "关于示例的通知\n各科室：\n请落实。\n示例区民政局\n2026年1月5日\n（此件主动公开）\n公开方式：依申请公开\n"
    read = read_attributes([page(text)])
    assert read.disclosure is None
    assert read.stricter_disclosure is Disclosure.ON_REQUEST
    assert read.conflicts == ("disclosure",)
    assert "主动公开" in read.conflict_notes[0]
    assert "依申请公开" in read.conflict_notes[0]


def test_the_note_of_an_annexed_document_does_not_make_the_outer_one_public() -> None:
    outer = "关于转发示例意见的通知\n各科室：\n现转发给你们。\n示例区民政局\n2026年5月6日\n{}"
    annex = "关于示例的意见\n各单位：\n请执行。\n示例省民政厅\n2026年4月1日\n（此件公开发布）\n"
    assert disclosure_of(outer.format("") + annex) is None
    assert disclosure_of(outer.format("（此件主动公开）\n") + annex) is Disclosure.PROACTIVE
    assert disclosure_of(outer.format("（此件不予公开）\n") + annex) is Disclosure.WITHHELD


def test_a_document_that_passes_on_another_is_dated_by_its_own_signature() -> None:
    text = (
        "关于转发示例意见的通知\n示人社发〔2026〕7号\n各科室：\n现转发给你们。\n示例区民政局\n2026年5月6日\n"
        "关于示例的意见\n各单位：\n请执行。\n示例省民政厅\n2026年4月1日\n"
    )
    read = read_attributes([page(text)])
    assert read.adopted_on is not None
    assert read.adopted_on.value == dt.date(2026, 5, 6)
    assert read.issuing_organs.value == ("示例区民政局",)


def test_an_order_is_called_after_what_it_puts_in_force() -> None:
    text = (
        "示例省人民政府令\n第12号\n现公布《示例条例》，自2026年7月1日起施行。\n省长　示例甲\n2026年5月6日\n"
        "示例条例\n第一条　为示例，制定本条例。\n"
    )
    read = read_attributes([page(text)])
    assert read.title is not None
    assert read.title.value == "示例条例"
    assert read.issuing_organs.value == ("示例省人民政府",)
    assert read.document_type is not None
    assert read.document_type.value == "令"
    assert read.document_number is None


def test_a_seal_over_the_signature_does_not_spoil_the_organ() -> None:
    text = (
        "示例区人力资源和社会保障局文件\n示人社发〔2026〕5号\n示例区人力资源和社会保障局关于示例的通知\n"
        "各科室：\n请落实。\n示例区人力责源社会保障局\n2026年5月6日\n"
    )
    assert read_attributes([page(text)]).issuing_organs.value == ("示例区人力资源和社会保障局",)


def test_a_name_that_a_seal_made_unreadable_is_still_the_signature_and_no_attachment() -> None:
    text = (
        "示例区人力资源和社会保障局文件\n示人社发〔2026〕5号\n关于示例的通知\n各科室;\n请落实。\n"
        "附件：示例表\n示例区人力责源和社会保障厨\n2026年5月6日\n"
    )
    read = read_attributes([PageText(1, text, Source.OCR)])
    assert read.issuing_organs.value == ("示例区人力资源和社会保障局",)
    assert read.attachments.value == ("示例表",)
    assert read.addressees is not None
    assert read.addressees.value == "各科室"


@pytest.mark.parametrize("edition", ["（试行）", "（征求意见稿）", "（2026年版）"])
def test_the_edition_under_a_title_belongs_to_it(edition: str) -> None:
    read = read_attributes([page(f"示例区示例管理办法\n{edition}\n第一条 为示例，制定本办法。\n")])
    assert read.title is not None
    assert read.title.value == f"示例区示例管理办法{edition}"
    assert read.document_type is not None
    assert read.document_type.value == "管理办法"


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("附件：示例清单", ("示例清单",)),
        ("附件：1.示例清单\n2.2026年示例表", ("示例清单", "2026年示例表")),
        ("附件: 1. 示例清单 2. 示例表", ("示例清单", "示例表")),
        ("附件：\n1．示例清单；\n2．示例表。", ("示例清单", "示例表")),
        ("附件1：示例清单\n附件2：示例表", ("示例清单", "示例表")),
        ("附件：示例区职业技能提升补贴申请\n审批表", ("示例区职业技能提升补贴申请审批表",)),
        ("", ()),
    ],
)
def test_attachments_are_listed_as_printed(note: str, names: tuple[str, ...]) -> None:
    text = f"关于示例的通知\n各科室：\n请落实。\n{note}\n示例区民政局\n2026年1月5日\n"
    assert read_attributes([page(text)]).attachments.value == names


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("本通知自2024年3月4日起施行，有效期5年。", dt.date(2029, 3, 3)),
        ("本办法自印发之日起施行，有效期3年。", dt.date(2029, 1, 4)),
        ("有效期至2026年12月31日。", dt.date(2026, 12, 31)),
        ("执行期限为2026年1月1日至2028年12月31日。", dt.date(2028, 12, 31)),
        ("本办法自2024年2月29日起施行，有效期1年。", dt.date(2025, 2, 28)),
        ("证书有效期5年。", None),
    ],
)
def test_validity_ends_on_the_day_before_the_anniversary(sentence: str, day: dt.date | None) -> None:
    text = f"关于示例的通知\n各科室：\n请落实。{sentence}\n示例区民政局\n2026年1月5日\n"
    read = read_attributes([page(text)]).expires_on
    assert (read.value if read else None) == day


@pytest.mark.parametrize(
    "line",
    [
        "示人社发〔2026〕5号",
        "示人社发﹝2026﹞5号",
        "文号：示人社发[2026]05号",
        "特急 示人社发〔2026〕5号",
        "000012　示人社发〔2026〕5号",
        "示例区人力资源和社会保障局文件 示人社发〔2026〕5号",
        "示人社发〔2026〕5号　　签发人：示例甲",
        "示人社发〔2026〕5",
    ],
)
def test_a_number_is_told_from_what_stands_beside_it(line: str) -> None:
    number = read_attributes([page(f"{line}\n关于示例的通知\n各科室：\n请落实。\n")]).document_number
    assert number is not None
    assert number.value == "示人社发〔2026〕5号"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("关于废止部分规范性文件\n的通知", "关于废止部分规范性文件的通知"),
        ("关于贯彻落实若干意见\n实施方案的通知", "关于贯彻落实若干意见实施方案的通知"),
        ("示例区民政局\n示例区民政局关于示例的通知", "示例区民政局关于示例的通知"),
        ("（转载）示例区民政局关于示例的通知\n【字体： 大 中 小 】", "示例区民政局关于示例的通知"),
        ("关 于 示 例 的\n通　知", "关于示例的通知"),
        ("示例区民政局 示例区财政局\n关于示例的通知", "示例区民政局 示例区财政局关于示例的通知"),
        ("示例区民政局公告", "示例区民政局公告"),
    ],
)
def test_a_title_is_joined_over_its_lines(head: str, title: str) -> None:
    found = read_attributes([page(f"{head}\n各科室：\n请落实。\n示例区民政局\n2026年1月5日\n")]).title
    assert found is not None
    assert found.value == title


def test_minutes_bear_organ_and_date_in_their_head() -> None:
    text = "示例区民政局会议纪要\n示例区民政局办公室　　2026年3月2日\n局长办公会议纪要\n2月28日，示例甲主持召开会议。\n"
    read = read_attributes([page(text)])
    assert read.title is not None
    assert read.title.value == "局长办公会议纪要"
    assert read.adopted_on is not None
    assert read.adopted_on.value == dt.date(2026, 3, 2)
    assert read.issuing_organs.value == ("示例区民政局办公室",)


def test_nothing_is_found_in_nothing() -> None:
    for pages in ([], [page("")], [page("\n \n")], [page("12\t13\n14\t15\n")]):
        read = read_attributes(pages)
        assert read.title is None
        assert read.disclosure is None
        assert read.issuing_organs.value == ()
        assert read.attachments.value == ()


@given(
    st.lists(st.text(alphabet="关于示例的通知局：，。\n\t 附件1.年月日20267〔〕号☑主动公开", max_size=120), max_size=3)
)
def test_any_text_is_read_without_an_error_and_evidence_always_quotes_its_page(texts: list[str]) -> None:
    pages = [page(text, number) for number, text in enumerate(texts, start=1)]
    read = read_attributes(pages)
    for attribute in (read.title, read.document_number, read.addressees, read.adopted_on, read.disclosure):
        if attribute is not None and attribute.evidence is not None:
            evidence = attribute.evidence
            assert texts[evidence.page - 1][evidence.start : evidence.end] == evidence.text
