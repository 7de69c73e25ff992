"""Heads that no 文件 has: telegrams, tables of a website, appointments, organs of every kind stacked."""

from __future__ import annotations

import datetime as dt

import pytest

from processors.attributes.model import Attributes, Disclosure
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source

BODY = "请落实。\n示例区民政局\n2026年1月5日\n"


def read(text: str) -> Attributes:
    return read_attributes([PageText(1, text, Source.TEXT)])


def value(attribute: object) -> object:
    return getattr(attribute, "value", None)


@pytest.mark.parametrize(
    ("line", "urgency"),
    [
        ("等级：特急　　　　示民发明电〔2026〕9号", "特急"),
        ("等级：特提·明电　示民发明电〔2026〕9号", "特提"),
        ("等级：特提·明电　示民发明电［２０２６］第09号", "特提"),
        ("加急　示民发明电〔2026〕9号", "加急"),
        ("等级　特急　示民发明电〔2026〕9号　示机发　号", "特急"),
    ],
)
def test_a_telegram_has_its_number_beside_its_grade(line: str, urgency: str) -> None:
    read_ = read(f"示例区民政局\n明　传　电　报\n{line}\n关于示例工作的紧急通知\n各科室：\n{BODY}")
    assert value(read_.document_number) == "示民发明电〔2026〕9号"
    assert value(read_.urgency) == urgency
    assert value(read_.title) == "关于示例工作的紧急通知"
    assert value(read_.addressees) == "各科室"


@pytest.mark.parametrize(
    "table",
    [
        "索 引 号：EXAMPLE/2026-1　　公开方式：主动公开\n信息名称：关于示例工作的通知\n公开时限：长期公开\n",
        "标　　题：关于示例工作的通知\n发文机关：示例区民政局\n发布日期：2026-01-06\n有效性：有效\n",
    ],
)
def test_a_sites_table_is_not_the_title(table: str) -> None:
    assert value(read(f"{table}关于示例工作的通知\n各科室：\n{BODY}").title) == "关于示例工作的通知"


def test_a_sites_line_may_stand_between_title_and_addressees() -> None:
    text = f"关于示例工作的通知\n来源：示例区民政局　发布时间：2026-01-06　点击数：12\n〔2026〕31号\n各科室：\n{BODY}"
    assert value(read(text).addressees) == "各科室"


def test_an_appointment_is_no_addressee() -> None:
    assert (
        read(f"示例区人民政府任免令\n示政任〔2026〕8号\n任命：\n示例甲为示例区民政局局长。\n{BODY}").addressees is None
    )


@pytest.mark.parametrize(
    "organ",
    [
        "示例县林场",
        "示例县自来水厂",
        "示例区文明办",
        "中共示例区委教育工作领导小组秘书组",
        "示例银行示例区支行",
        "示例海关",
        "示例区第一中学",
        "示例区第三届人民代表大会第四次会议",
        "中共示例区委编办",
    ],
)
def test_organs_of_every_kind_sign(organ: str) -> None:
    head = f"示例区财政局\n{organ}文件\n示财发〔2026〕8号\n关于示例工作的通知\n各科室：\n"
    text = f"{head}请落实。\n示例区财政局\n{organ}\n2026年1月5日\n"
    assert read(text).issuing_organs.value == ("示例区财政局", organ)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("本办法自2024年4月1日起施行，试行期两年。", "2026-03-31"),
        ("本办法自2024年4月1日起试行，试行期6个月。", "2024-09-30"),
        ("本办法自2024年4月1日起施行。有效期三年。", "2027-03-31"),
        ("本办法自2024年4月1日起施行，自施行之日起五年内有效。", "2029-03-31"),
        ("本办法自2024年4月1日起施行，有效期暂定为两年。", "2026-03-31"),
        ("本通知自2024年4月1日起执行至2025年12月31日。", "2025-12-31"),
        ("本办法自2024年4月1日起施行，《示例办法》有效期5年。", None),
        ("许可证有效期5年，自2024年4月1日起计算。", None),
        ("本办法于2024年4月1日起施行，有效期5年。", "2029-03-31"),
        ("本办法自2024年4月1日施行，有效期5年。", "2029-03-31"),
        ("本办法自2024年4月1日起试行两年。", "2026-03-31"),
        ("试行期为两年，自2024年4月1日起计算。", "2026-03-31"),
        ("本办法自2024年4月1日起施行，试行1年。", "2025-03-31"),
        ("本通知执行至2025年12月31日。", "2025-12-31"),
        ("许可证的有效期为2024年1月1日至2025年12月31日。", None),
        ("下列等级证书作废：示例协会（有效期至2025年12月31日）。", None),
        ("合同自2024年4月1日起执行，有效期5年。", None),
        ("本意见自发布之日起30日后施行，有效期三年。", None),
    ],
)
def test_validity_in_every_wording(sentence: str, day: str | None) -> None:
    found = read(f"示例办法\n第一条　为示例，制定本办法。\n第二条　{sentence}\n").expires_on
    assert (found.value.isoformat() if found else None) == day


def test_what_explains_another_document_has_no_validity_of_its_own() -> None:
    text = f"《示例办法》\n政策解读\n《示例办法》自2024年4月1日起施行，有效期5年。\n{BODY}"
    assert read(text).expires_on is None


def test_the_class_may_stand_at_the_margin_of_the_numbers_line() -> None:
    read_ = read(f"示例区民政局文件\n依申请公开　　　　示民发〔2026〕9号\n关于示例工作的通知\n各科室：\n{BODY}")
    assert value(read_.document_number) == "示民发〔2026〕9号"
    assert value(read_.disclosure) is Disclosure.ON_REQUEST


def test_minutes_have_a_title_of_their_own_below_the_word() -> None:
    text = f"会 议 纪 要\n〔2026〕12号\n示例区民政局　　2026年5月18日\n研究示例工作的会议纪要\n会议认为可行。\n{BODY}"
    assert value(read(text).title) == "研究示例工作的会议纪要"


@pytest.mark.parametrize("note", ["附件 2026年示例表", "附件　　2026年示例表"])
def test_a_blank_alone_may_part_the_word_attachment_from_a_name(note: str) -> None:
    read_ = read(f"关于示例工作的通知\n各科室：\n请落实。\n{note}\n示例区民政局\n2026年1月5日\n附件 1\n示例表\n")
    assert read_.attachments.value == ("2026年示例表",)


def test_a_seal_in_words_is_no_part_of_the_organ() -> None:
    text = "关于示例工作的通知\n各科室：\n请落实。\n示例区民政局（印章）\n2026年1月5日\n"
    assert read(text).issuing_organs.value == ("示例区民政局",)


def test_an_attachment_may_be_named_below_the_signature() -> None:
    text = f"关于示例工作的通知\n各科室：\n{BODY}（此件依申请公开）\n附件：2026年示例清单\n"
    assert read(text).attachments.value == ("2026年示例清单",)


@pytest.mark.parametrize(
    "line",
    [
        "示民发〔2026〕5号（加急）",
        "（示民发〔2026〕5号）",
        "示民发〔二〇二六〕5号",
        "示民发〖2026〗5号",
        "示民发〔2026〕5号　　　　会签人：示例乙",
        "编号：示民发〔2026〕5号",
        "内部资料　示民发〔2026〕5号",
    ],
)
def test_a_number_is_read_in_every_neighbourhood(line: str) -> None:
    assert (
        value(read(f"示例区民政局文件\n{line}\n关于示例工作的通知\n各科室：\n{BODY}").document_number)
        == "示民发〔2026〕5号"
    )
    assert value(read(f"关于示例工作的通知\n{line}\n各科室：\n{BODY}").document_number) == "示民发〔2026〕5号"


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("附件：（1）示例表\n（2）示例清单", ("示例表", "示例清单")),
        ("附件：①示例表\n②示例清单", ("示例表", "示例清单")),
        ("附件（共2件）：\n1.示例表\n2.示例清单", ("示例表", "示例清单")),
        ("附件如下：\n1.示例表\n2.示例清单", ("示例表", "示例清单")),
        ("附表：示例表", ("示例表",)),
        ("附件：无", ()),
    ],
)
def test_attachments_are_numbered_in_many_ways(note: str, names: tuple[str, ...]) -> None:
    text = f"关于示例工作的通知\n各科室：\n请落实。\n{note}\n示例区民政局\n2026年1月5日\n"
    assert read(text).attachments.value == names


def test_the_date_of_a_signature_may_stand_in_brackets() -> None:
    adopted = read("关于示例工作的通知\n各科室：\n请落实。\n示例区民政局\n（2026年1月5日）\n").adopted_on
    assert adopted is not None
    assert adopted.value == dt.date(2026, 1, 5)


def test_a_sentence_before_a_list_is_no_addressee() -> None:
    sentence = "下列等级有效期届满，根据《示例办法》第二十八条，原等级证书作废："
    assert read(f"示例等级证书作废公告\n{sentence}\n1.示例协会\n{BODY}").addressees is None
