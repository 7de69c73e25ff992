"""Finds how to reach a person at home: private e-mail, landlines called a person's, WeChat and QQ numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.model import Severity
from processors.screening.page import Hit, Label, Page, any_of

_PROVIDERS = frozenset(
    [
        "qq.com",
        "foxmail.com",
        "163.com",
        "126.com",
        "yeah.net",
        "sina.com",
        "sina.cn",
        "sohu.com",
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "live.cn",
        "icloud.com",
        "me.com",
        "139.com",
        "189.cn",
        "wo.cn",
        "aliyun.com",
        "21cn.com",
        "tom.com",
        "yahoo.com",
        "yahoo.cn",
        "vip.qq.com",
        "vip.163.com",
        "vip.sina.com",
        "188.com",
        "proton.me",
        "protonmail.com",
        "msn.com",
    ]
)
# Matches shilijia@qq.com. Must not match s***@qq.com.
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+*-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?P<domain>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})"
)
_PERSON = (
    r"(?:个人|私人|本人|申请人|申诉人|举报人|投诉人|信访人|反映人|检举人|上访人|家长|监护人|紧急联系人|户主|当事人|承租人|业主|受害人|考生|学生|患者"
    r"|死者|家属|亲属|配偶|原告|被告人?|被申请人|被处罚人|被执行人|证人|求职者|应聘者|失业人员|参保人|退休人员)"
)
_PERSONS_WORD = re.compile(_PERSON)
# Whose mailbox it is if the provider is private: many offices have no other.
_OFFICES_MAILBOX = re.compile(
    r"举报(?!人)|监督|报名|投稿|意见|征集|反馈|咨询|公开|受理|招聘|官方|工作邮箱|单位|部门|局|委员会|办公室|中心|街道|学校|公司|医院|信访(?!人)|投诉(?!人)|科室"
)
_PHONE = r"(?:电话|座机|固话|联系方式|号码)(?:号码)?"
_HOME_IN_BRACKETS = r"电话\((?:家庭?|住?宅)\)"
# Matches 住宅电话:, 家电, 举报人示例甲联系电话:. Must not match 联系电话:, 咨询电话:, 家长可拨打.
_PERSONS_PHONE = re.compile(
    rf"(?:(?:家庭|住宅|宅|家)(?:固定|联系)?(?:电话|座机|固话)|宅电|{_HOME_IN_BRACKETS}|(?<![\u4e00-\u9fff])家电|{_PERSON}(?:(?!拨打|咨询|监督|热线|值班|投诉|举报|可|请)[^。;\d]){{0,14}}?{_PHONE})"
    r"[为是]?[:：]?$"
)
_HOME_PHONE = re.compile(r"家庭|住宅|宅电|家长|监护人|本人|个人")
# Matches 0533-7654321, (0533)7654321, 87654321. Must not match 12345, 400-000-0000.
_LANDLINE = re.compile(r"(?<![\d*-])(?:\(0\d{2,3}\)[ ]?|0\d{2,3}[- ]?)?\d{7,8}(?![\d*元万]|-\d{4})")
# What stands behind in brackets: (住宅), (示例局办公室).
_BEHIND_HOME = re.compile(r"[ \t]{0,2}\((?:住宅|家庭|家|宅)")
_BEHIND_OFFICE = re.compile(r"[ \t]{0,2}\([^)\n]{0,30}(?:局|委员会|办公室|中心|科|意见|反馈)")
# Matches 微信号:shilijia_01, QQ:123456789. Must not match 微信公众号, QQ群:123456789.
_CHAT = re.compile(
    r"(?:微信(?:号码?)?|WeChat)[ \t]{0,2}[:为是][ \t]{0,2}(?P<wechat>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@.-])"
    r"|(?:QQ|qq)(?:号码?)?[ \t]{0,2}[:为是]?[ \t]{0,2}(?P<qq>[1-9]\d{4,10})(?![\d*])"
)
_CHATS = any_of("微信 WeChat QQ qq")
_SHORTEST = 7


def find_person_contacts(page: Page) -> Iterator[Hit]:
    """All are to be confirmed. What is called an office's contact, and a mailbox of its own domain, is none."""
    if "@" in page.text:
        for match in _MAIL.finditer(page.text):
            of_office = _BEHIND_OFFICE.match(page.text, match.end())
            if not of_office and _is_private(match["domain"].lower(), page.label(match.start())):
                yield Hit(match.start(), match.end(), Severity.WARN)
    if page.longest_number >= _SHORTEST:
        for match in _LANDLINE.finditer(page.text):
            label = page.label(match.start())
            of_person = _PERSONS_PHONE.search(label.before) or _BEHIND_HOME.match(page.text, match.end())
            if of_person or _is_home_column(label.heading):
                yield Hit(match.start(), match.end(), Severity.WARN)
    for match in _CHAT.finditer(page.text) if page.says(_CHATS) else ():
        group = "wechat" if match["wechat"] else "qq"
        yield Hit(match.start(group), match.end(group), Severity.WARN)


def _is_private(domain: str, label: Label) -> bool:
    """Whether a mailbox is a person's: its provider is private or the label says so, and no office is named."""
    if domain.endswith(".gov.cn"):
        return False
    if _PERSONS_WORD.search(label.before) or _PERSONS_WORD.search(label.heading):
        return True
    return domain in _PROVIDERS and not _OFFICES_MAILBOX.search(label.before)


def _is_home_column(heading: str) -> bool:
    return "电话" in heading and _HOME_PHONE.search(heading) is not None
