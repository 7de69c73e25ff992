"""Finds how to reach a person at home: private e-mail, landlines called a person's, WeChat and QQ numbers."""

from __future__ import annotations

import itertools
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
        "yahoo.com.cn",
        "yahoo.com.hk",
        "ymail.com",
        "aol.com",
        "263.net",
        "vip.126.com",
        "163.net",
        "eyou.com",
        "wo.com.cn",
        "chinaren.com",
        "naver.com",
        "dingtalk.com",
        "petalmail.com",
    ]
)
_AT = r"[ \t]{0,2}(?:@|\(at\)|\[at\]|#@)[ \t]{0,2}"
_DOT = r"[ \t]{0,1}\.[ \t]{0,1}"
# Matches shilijia@qq.com, shilijia @ qq . com, shilijia(at)qq.com. Must not match s***@qq.com.
_MAIL = re.compile(
    rf"(?<![A-Za-z0-9._%+*-])[A-Za-z0-9][A-Za-z0-9._%+-]{{0,63}}{_AT}"
    rf"(?P<domain>[A-Za-z0-9-]{{1,63}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{1,4}})",
    re.IGNORECASE,
)
# w a n g @ q q . c o m, as OCR or a wide setting spaces it.
_SPACED_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+*-][ ])(?<![A-Za-z0-9._%+*-])[A-Za-z0-9](?:[ ][A-Za-z0-9._-]){2,40}[ ]{1,2}@[ ]{1,2}"
    r"(?P<domain>[A-Za-z0-9](?:[ ][A-Za-z0-9-]){0,20}[ ]\.(?:[ ][A-Za-z]){2,3})(?![ ]?[A-Za-z0-9])"
)
_MAILS = any_of("@ (at) [at] (AT)")
_PERSON = (
    r"(?:个人|私人|本人|申请人|申诉人|举报人|投诉人|信访人|反映人|检举人|上访人|家长|监护人|紧急联系人|户主"
    r"|当事人|承租人|业主|受害人|考生|学生|患者"
    r"|死者|家属|亲属|配偶|失主|上诉人|住户|原告|被告人?|被申请人|被处罚人|被执行人|证人|求职者|应聘者"
    r"|失业人员|参保人|退休人员"
    r"|伤者|报警人|来信人|委托人|户内|其[父母妻])"
)
_PERSONS_WORD = re.compile(_PERSON)
_PERSONS_ACCOUNT = re.compile(r"(?:支付宝|微信|钉钉|QQ|抖音)(?:账?号|ID)?[:为是]?$", re.IGNORECASE)
# Whose mailbox it is if the provider is private: many offices have no other.
_OFFICES_MAILBOX = re.compile(
    r"举报(?!人)|监督|报名|投稿|意见(?!人)|征集|反馈|咨询|公开|受理|招聘|官方|工作邮箱|单位|部门|局|委员会|办公室"
    r"|中心|街道|学校|公司|医院|信访(?!人)|投诉(?!人)|科室|办公|公务"
    # 人事科邮箱, 纪检监察组信箱: whose it is stands right before the word.
    r"|[科处室组队站所部办会院](?:的|工作|电子)?(?:邮箱|信箱|邮件|E-?mail)"
)
_OFFICES_TELEPHONE = re.compile(r"(?:[科处室组队站所部办局会]|中心|大厅|窗口|会务|报名|咨询|监督)(?:的|联系)?电话")
_PHONE = r"(?:固定电话|电话|座机|固话|联系方式|号码|致电)(?:号码)?"
_HOME_IN_BRACKETS = r"(?:电话|座机|联系方式)\((?:家庭?|住?宅|家里)\)"
# Matches 住宅电话:, 家电, 举报人示例甲联系电话:. Must not match 联系电话:, 咨询电话:, 家长可拨打.
_PERSONS_PHONE = re.compile(
    rf"(?:(?:家庭|住宅|宅|家里|家中|(?<![专国大])家)的?(?:固定|联系)?(?:电话|座机|固话|方式)|宅电"
    rf"|{_HOME_IN_BRACKETS}|(?<![\u4e00-\u9fff])家电|(?<![\u4e00-\u9fff])(?:住宅|家庭|家|宅)(?=[:(]?$)"
    rf"|{_PERSON}(?:(?!拨打|咨询|监督|热线|值班|投诉|举报|可|请)[^。;\d]){{0,14}}?{_PHONE})"
    r"(?:\((?:座机|固话|家|宅电|住宅|家庭|区号|含区号|固定)\))?[为是]?[:(]?$"
)
_HOME_PHONE = re.compile(r"家庭|住宅|宅电|家长|监护人|本人|个人")
_PHONE_COLUMN = re.compile(r"电话|座机|固话|宅电|联系方式")
# Matches 0533-7654321, (0533)7654321, 87654321. Must not match 12345, 400-000-0000.
_LANDLINE = re.compile(r"(?<![\d*-])(?:\(0\d{2,3}\)[ ]?|0\d{2,3}[ ]?[-‐‑–—]{0,2}[ ]?)?\d{7,8}(?![\d*元万]|-\d{4})")
# What stands behind in brackets: (住宅), (示例局办公室).
_BEHIND_HOME = re.compile(r"[ \t]{0,2}\((?:住宅|家庭|家|宅)")
_BEHIND_OFFICE = re.compile(r"[ \t]{0,2}\([^)\n]{0,30}(?:局|委员会|办公室|中心|科|意见|反馈)")
_NO_ACCOUNT = r"(?!公众|小程序|服务号|订阅号|视频号|支付(?!账号)|群)"
_WECHAT = r"(?:微[ \t]{0,2}信|WeChat|V信|薇信|威信|加V|(?<![A-Za-z])(?:VX|WX)(?![A-Za-z]))"
_ACCOUNT = r"[A-Za-z][A-Za-z0-9_-]{5,19}(?![A-Za-z0-9_@.-])"
_LINK = (
    r"[ \t]{0,2}(?:(?:\((?:微信|VX|WX|同QQ|同手机)\))|(?:ID|号码?|账号|名|昵称|同(?:手机|电话)?号"
    r"|联系(?:方式)?)|\([\u4e00-\u9fff]{1,8}\)){0,3}"
    r"[ \t]{0,2}[:为是,(]?[ \t]{0,2}"
)
# Matches 微信号:shilijia_01, 加我微信 shilijia_01, QQ:123456789. Must not match 微信公众号, QQ群:123456789.
_CHAT = re.compile(
    rf"{_WECHAT}{_NO_ACCOUNT}(?:支付)?[ \t]{{0,2}}{_LINK}(?P<wechat>{_ACCOUNT})"
    rf"|(?:Skype|Telegram|WhatsApp|LINE)(?:ID|号)?[ \t]{{0,2}}[:为是][ \t]{{0,2}}(?P<abroad>{_ACCOUNT})"
    rf"|(?:钉钉|抖音|快手|支付宝|小红书|微博)(?:账?号|ID)[ \t]{{0,2}}[:为是]?[ \t]{{0,2}}(?P<other>{_ACCOUNT})"
    r"|(?:QQ|扣扣)(?!群|邮箱)(?:账?号码?|联系方式)?[ \t]{0,2}[:为是(]?[ \t]{0,2}(?P<qq>[1-9]\d{4,10})(?![\d*])",
    re.IGNORECASE,
)
# A name behind an @, which may be Chinese: 微博@示例甲. Must not match 官方微博:@示例发布.
_HANDLE = re.compile(
    r"(?:微博|抖音|快手|小红书|B站|知乎)(?:账?号|ID|主页"
    r"|名)?[ \t]{0,2}[:为是]?[ \t]{0,2}(?P<handle>@[\u4e00-\u9fffA-Za-z0-9_-]{2,20})"
)
_OFFICES_HANDLE = re.compile(r"[局厅委院]|发布|政务|公安|人社|中心|政府|医保|社保|税务|12\d{3}")
_CHATS = any_of(
    "加V 加v Skype skype Telegram WhatsApp LINE 钉钉 微信 WeChat wechat WECHAT V信 薇信 威信 VX vx Vx WX wx",
    "QQ qq 扣扣",
    "抖音 快手 支付宝 小红书 微博 B站 知乎",
)
# Who may be asked there is an office: 加QQ123456789进行咨询.
_BEHIND_INQUIRY = re.compile(r"[ \t]{0,2}\)?(?:进行|在线)?(?:咨询|反馈|报名)")
_CHAT_COLUMN = re.compile(r"微信|QQ|WeChat|抖音", re.IGNORECASE)
_CHAT_CELL = re.compile(r"[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{4,10}")
# An office's own account says so behind the word or before it: 政务微信, 官方微信号.
_OFFICES_ACCOUNT = re.compile(r"政务|官方|公众|企业微信|客服|报名|咨询群|工作群|单位|商户|平台")
_SHORTEST = 7
_OFFICE_NEAR = 10
_OFFICE_LINE = 60


def find_person_contacts(page: Page) -> Iterator[Hit]:
    """All are to be confirmed. What is called an office's contact, and a mailbox of its own domain, is none."""
    if page.says(_MAILS):
        for match in itertools.chain(_MAIL.finditer(page.text), _SPACED_MAIL.finditer(page.text)):
            of_office = _BEHIND_OFFICE.match(page.text, match.end()) or _is_beside_office(page, match.start())
            if not of_office and _is_private("".join(match["domain"].lower().split()), page.label(match.start())):
                yield Hit(match.start(), match.end(), Severity.WARN)
    if page.longest_number >= _SHORTEST:
        for match in _LANDLINE.finditer(page.text):
            label = page.label(match.start())
            of_person = _PERSONS_PHONE.search(label.before) or _BEHIND_HOME.match(page.text, match.end())
            if of_person or _is_home_column(label.heading):
                yield Hit(match.start(), match.end(), Severity.WARN)
    if page.says(_CHATS):
        yield from _chats(page)


def _chats(page: Page) -> Iterator[Hit]:
    """Accounts behind the name of a messenger, or in a column of that name."""
    for match in _CHAT.finditer(page.text):
        group = match.lastgroup or ""
        of_office = _OFFICES_ACCOUNT.search(page.label(match.start()).before[-_OFFICE_NEAR:])
        if not of_office and not _BEHIND_INQUIRY.match(page.text, match.end()):
            yield Hit(match.start(group), match.end(group), Severity.WARN)
    for match in _HANDLE.finditer(page.text):
        of_office = _OFFICES_ACCOUNT.search(page.label(match.start()).before[-_OFFICE_NEAR:])
        if not of_office and not _OFFICES_HANDLE.search(match["handle"]):
            yield Hit(match.start("handle"), match.end("handle"), Severity.WARN)
    for table in page.tables:
        if not any(_CHAT_COLUMN.search(heading) for heading in table.headings):
            continue
        for line in page.lines[table.first_row : table.end_row]:
            for at, cell in table.cells(line.text):
                heading = table.heading_of(line.text, at)
                is_chat = _CHAT_COLUMN.search(heading) and not _OFFICES_ACCOUNT.search(heading)
                if is_chat and "群" not in heading and _CHAT_CELL.fullmatch(cell.strip()):
                    start = line.start + at + len(cell) - len(cell.lstrip())
                    yield Hit(start, start + len(cell.strip()), Severity.WARN)


def _is_beside_office(page: Page, start: int) -> bool:
    """Whether the same line gives an office's telephone before the mailbox: 会务组电话:…;邮箱:…."""
    line = page.lines[page.line_number(start)]
    return _OFFICES_TELEPHONE.search(page.text[max(line.start, start - _OFFICE_LINE) : start]) is not None


def _is_private(domain: str, label: Label) -> bool:
    """Whether a mailbox is a person's: its provider is private or the label says so, and no office is named."""
    if domain.endswith(".gov.cn"):
        return False
    if (
        _PERSONS_ACCOUNT.search(label.before)
        or _PERSONS_WORD.search(label.before)
        or _PERSONS_WORD.search(label.heading)
    ):
        return True
    return domain in _PROVIDERS and not _OFFICES_MAILBOX.search(label.before)


def _is_home_column(heading: str) -> bool:
    return _PHONE_COLUMN.search(heading) is not None and _HOME_PHONE.search(heading) is not None
