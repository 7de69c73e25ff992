"""What identifies a person, and what is marked as kept inside, is found; what offices publish is not."""

from __future__ import annotations

import itertools
import sys
from types import FrameType

import pytest

from processors.extraction import PageText, Source
from processors.screening.model import Finding
from processors.screening.page import Label, Page
from processors.screening.screen import screen


def findings(text: str) -> tuple[Finding, ...]:
    return screen([PageText(1, text, Source.TEXT)])


def found(text: str) -> list[tuple[str, str, str]]:
    return [(finding.kind.value, finding.severity.value, finding.text) for finding in findings(text)]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("护照号：E00012345。", ("passport", "block", "E00012345")),
        ("护照号码：Ｅ０００１２３４５", ("passport", "block", "Ｅ０００１２３４５")),
        ("姓名\t护照号\n示例甲\tEA0001234", ("passport", "block", "EA0001234")),
        ("办理护照须知\n参考 G00012345", ("passport", "warn", "G00012345")),
        ("台胞证：00012345", ("permit", "block", "00012345")),
        ("回乡证 H0001234501", ("permit", "block", "H0001234501")),
        ("个人编号：1000 000 123", ("social_security_number", "warn", "1000 000 123")),
        ("车牌号：鲁C·00123", ("plate", "warn", "鲁C·00123")),
        ("住宅电话：0000-0001234", ("person_contact", "warn", "0000-0001234")),
        ("微信号：shilijia_01", ("person_contact", "warn", "shilijia_01")),
        ("住址：示例路1号2单元301室。", ("home_address", "warn", "示例路1号2单元301室")),
        ("内部资料　注意保存\n示例简报", ("internal_mark", "block", "内部资料　注意保存")),
        ("正文\n（此件不予公开）", ("internal_mark", "block", "此件不予公开")),
        ("【商业秘密】示例公司报价", ("trade_secret", "block", "【商业秘密】")),
        ("本材料含有我公司商业秘密。", ("trade_secret", "warn", "本材料含有我公司商业秘密")),
        ("请在此处填写标题", ("irrelevant_content", "warn", "请在此处填写标题")),
        ("联系人：×××", ("irrelevant_content", "warn", "联系人：×××")),
        ("好的，以下是通知：", ("irrelevant_content", "warn", "好的，以下")),
        ("金额：\u202e001\u202c元", ("hidden_content", "warn", "\u202e")),
        ("本名单请勿截图。", ("internal_mark", "block", "本名单请勿截图")),
        ("主动公开□ 不予公开☑", ("internal_mark", "block", "公开□ 不予公开☑")),
        ("附件一属我厂商业秘密，不同意公开", ("trade_secret", "warn", "附件一属我厂商业秘密")),
        ("困境儿童名单：王示例、李示例。", ("name_list", "warn", "王示例、李示例")),
        ("微信（VX）：shilijia_01", ("person_contact", "warn", "shilijia_01")),
        ("澳门居民，证件号码：M00012345", ("permit", "block", "M00012345")),
        ("电动自行车号牌：鲁C001234", ("plate", "warn", "鲁C001234")),
        ("住 址 ： 示 例 路 1 号", ("home_address", "warn", "示 例 路 1 号")),
        ("编号：0017\t\t内部资料\n会议须知", ("internal_mark", "block", "编号：0017\t\t内部资料")),
        ("示例局办公室    仅供内部参考", ("internal_mark", "block", "仅供内部参考")),
        ("第3页\t\t商业机密", ("trade_secret", "block", "商业机密")),
        ("请拨打154.0000.0000联系", ("mobile", "warn", "154.0000.0000")),
        ("手机1540 0000000", ("mobile", "warn", "1540 0000000")),
        ("张示例，男，62岁，示例镇样例村3组15号", ("home_address", "warn", "示例镇样例村3组15号")),
        ("示例方案（秘密）\n示例局", ("classification_mark", "block", "（秘密）")),
        ("密级：秘密；定密责任人：示例甲", ("classification_mark", "block", "密级：秘密")),
        ("张示例，香港，H00012345，补贴3000元", ("permit", "block", "H00012345")),
        ("企业职工养老保险个人编号/1000000123", ("social_security_number", "warn", "1000000123")),
        ("电动自行车号牌：示例市A001234", ("plate", "warn", "示例市A001234")),
        ("传阅范围：局党组成员", ("internal_mark", "block", "传阅范围：局党组")),
        ("企业商密　二级　保密期5年", ("trade_secret", "block", "企业商密　二级　保密期5年")),
        ("合同第七条涉及其商业秘密，不同意公开", ("trade_secret", "warn", "商业秘密，不同意公开")),
        ("【此处由办公室填写文号】", ("irrelevant_content", "warn", "【此处由办公室填写文号】")),
        ("微博@张示例", ("person_contact", "warn", "@张示例")),
        ("残疾人张示例（联系地址：示例街道样例庄44号）", ("home_address", "warn", "示例街道样例庄44号")),
        ("姓名\n婚姻状况\n张示例\n离异\n李样例\n未婚", ("name_list", "warn", "李样例")),
        ("姓 名 年 龄 疾 病\n张示例 63 尿毒症", ("name_list", "warn", "张示例")),
        ("困难群众公示\n1.张示例\n2.李样例", ("name_list", "warn", "李样例")),
        ("第一段\n\u200b\n第二段", ("hidden_content", "note", "\u200b")),
        ("示例村\t张示例\t男\t1960.2\n示例村\t李样例\t女\t1958.6", ("name_list", "warn", "张示例")),
    ],
)
def test_a_finding_has_kind_severity_and_its_exact_place(text: str, finding: tuple[str, str, str]) -> None:
    assert finding in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "咨询电话：0000-0001234，监督电话12345",
        "联系人：示例甲，联系电话：0000-0001234",
        "邮箱：rsj@example.gov.cn",
        "依法不予公开的，应当说明理由；涉及工作秘密、商业秘密的除外。",
        "GB/T 9704-2012，统一编号GZ0320240034，合同编号E00012345",
        "姓名\t职务\n示例甲\t局长\n",
        "姓名\t性别\t身份证号\n示*\t男\t379999********0012\n",
        "办公地址：示例路1号3号楼305室",
        "住址：示例区示例街道示例村",
        "许可证号：鲁A00123号",
        "护照号：E****2345，鲁C***23，个人编号：10******23",
        "办理护照须知：展品编号E00012345，护照号如E00012345",
        "施工现场出入通行证，编号M00012345",
        "人事科邮箱：shilijia@163.com，会务组电话：0001234；邮箱：shiliyi@163.com",
        "组织受灾群众紧急转移，不急转急停",
        "未经授权不得发布上述信息；对获知的商业秘密予以保密",
        "拟录用人员：张示例、李样例",
    ],
)
def test_what_offices_publish_and_what_is_masked_is_silent(text: str) -> None:
    assert found(text) == []


def test_the_account_of_an_organ_is_a_note_and_that_of_a_person_a_warning() -> None:
    number = "37999284844072579"
    assert found(f"户名：示例区财政局\n账号：{number}") == [("bank_card", "note", number)]
    assert found(f"户名：示例甲\n账号：{number}") == [("bank_card", "warn", number)]


def test_each_name_of_a_list_is_found_and_the_headings_tell_what_its_numbers_are() -> None:
    text = "序号\t姓名\t年龄\t护照号\n1\t示例甲\t70\tE00012345\n2\t示例乙\t81\tE00012346\n合计\t\t2\t\n"
    assert found(text) == [
        ("name_list", "warn", "示例甲"),
        ("passport", "block", "E00012345"),
        ("name_list", "warn", "示例乙"),
        ("passport", "block", "E00012346"),
    ]


def test_the_mark_of_a_commercial_secret_is_no_state_secret() -> None:
    assert found("商业秘密★长期\n示例公司") == [("trade_secret", "block", "商业秘密★长期")]
    assert found("工作秘密★\n示例局") == [("internal_mark", "block", "工作秘密★")]


PIECES = (
    "1",
    " ",
    "示",
    "\n",
    "\t",
    "1 ",
    "1-",
    "4 ",
    "1\n",
    "3 7 0 3 0 5 1 9 9 0 ",
    "身份证账号1 ",
    "8 1 ",
    "12345678\t",
    "住址:",
    "住 址 : 1 号 ",
    "1号",
    "男 ",
    "男男男",
    "姓名\t性别\n",
    "示例甲\t男\n",
    "王示例、",
    "低保名单\n王示例、",
    "姓名:示例甲 ",
    "a@",
    "a.",
    "微信a",
    "QQ1",
    "鲁C00123",
    "WJ",
    "★",
    "护照E00012345 ",
    "台胞证1",
    "个人编号1",
    "账号:37999284844072579 ",
    "6200000000000000000 ",
    "申请人电话0001234 ",
    "低保对象名单:示例甲、",
    "内部资料",
    "本文件请勿",
    "未经许可",
    "商业秘密",
    "我公司商业秘密",
    "份号123",
    "X",
    "关于XX",
    "test",
    "以下是您",
    "加微信",
    "(待",
    "1号楼1单元1室",
    "姓名,",
    "\u200b",
    "\u202e1",
    "姓名\n性别\n",
    "姓 名 ",
    "a b @ c . d ",
    "微博@示例",
    "残疾人王示例,",
    "男 示 ",
    "我公司报价请",
    "(秘密)示",
    "密级:秘密,",
    "对秘密",
    "专有资料 重要 ",
    "【此处填",
    "施工",
    "电动车号牌A1",
    "1.王示例\n",
    "\u200b\n",
)


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_repetition_is_screened_without_backtracking(piece: str) -> None:
    """Each takes a fraction of a second; before possessive patterns a line of 60 digits took longer than a night."""
    text = piece * (20_000 // len(piece))
    for finding in findings(text):
        assert text[finding.start : finding.end] == finding.text


def calls_to_screen(text: str) -> int:
    """How many functions are called, those of `re` and `str` included: the same on every machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        findings(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    times = 3_000 // len(piece)
    short, long = (calls_to_screen(piece * times * factor) for factor in (1, 2))
    assert long <= 2.2 * short


def test_the_count_of_calls_would_tell_work_that_grows_with_the_square() -> None:
    """What a rule must not do: look at all that stands before each number."""
    text = "账号:37999284844072579 " * 100
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Page, "label", lambda page, start: [page.text.find("x", at) for at in range(start)] and Label(""))
        assert calls_to_screen(text * 2) > 2.2 * calls_to_screen(text)


def test_spans_never_overlap() -> None:
    text = "姓名\t住址\t账号\n示例甲\t示例路1号2单元301室\t6200000000000000007\n内部资料，不得外传\n微信号：shilijia_01"
    ends = [(finding.start, finding.end) for finding in findings(text)]
    assert len(ends) > 3
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(ends))
