"""Finds rows and runs of names without headings: of people in need behind a title, or each with data of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from processors.screening.model import Severity
from processors.screening.page import Hit, Line, Page, any_of
from processors.screening.person_name import NAME, has_surname, is_name

# Who is listed is nobody's business: to be on the list says it.
_NEEDS: Final = (
    r"低保|最低生活保障|救助|困难|特困|残疾|残障|孤儿|困境|留守|保障|补助|补贴|高龄|失能|失业|欠薪|拖欠|帮扶"
    r"|矫正|涉毒|服刑|吸毒|戒毒|刑满|帮教"
    r"|精神|患者|病人|密接|隔离|优抚|退役|伤残|工伤|贫困|脱贫|低收入|边缘|五保|资助|助学|受助|慰问|信访|上访"
    r"|失独|患病|退费|贴息|供养|光荣院|计生|安置房|申领|被救助|援助|多领|冒领|烈属|受援|扶助|异常反应|建档立卡"
    r"|遗属|抚恤|(?<!特殊)津贴|追缴|致贫|返贫|养老金|停发|追回|冒领|资格认证|到户|奖扶|特扶|未成年|抚养|征收|征地|失地"
    r"|拆迁|农民工|讨薪|待业|零就业|公租房|廉租|保障房|轮候|危房|孕产|临时救济|被害|受害|失联|感染|确诊|体检"
    r"|欠费|欠缴|失信|违法"
)
_OF_PEOPLE: Final = (
    r"服刑人员|矫正人员|矫正对象|失业人员|戒毒人员|参保人员?|被救助人|举报人|投诉人|特殊家庭|受害人|业主"
    r"|烈属|遗属|申请人|职工|患者|农民工|低保户|困难群众"
    r"|救助对象|信访人|学生|儿童|老人|老年人|残疾人"
    r"|工人|户主|农户"
    r"|村民|居民|学员|当事人|贫困户|脱贫户"
)
WORDS: Final = any_of(
    re.sub(r"\(\?<![^)]*\)", "", _NEEDS).replace("|", " "),
    "身份证 户主 配偶 举报人 投诉人 男 女 岁 元 姓名 名单 养老金 认证 配租 遗属 抚恤 追缴 停发 死亡 分红",
    _OF_PEOPLE.replace("|", " ").replace("?", ""),
)
# Matches 欠缴社保费人员名单, 保障房配租结果. Rows of names below are of such people whatever else they say.
_TITLE: Final = re.compile(
    rf"(?:{_NEEDS}|养老金|认证|配租|遗属|抚恤|追缴|停发|死亡|分红)[^。;:\n]{{0,14}}(?:名单|名册|花名册|明细"
    rf"|台账|公示|人员|对象|结果|档案|家庭|登记|表(?=[:\n]|$)|户(?=[:\n]|$))"
)
_OFFICIALS: Final = re.compile(
    r"局长|主任|科长|科员|书记|站长|院长|校长|所长|组长|镇长|区长|市长|处长|经理|教授|研究员|[医律]师|工程师"
    r"|委员|职务|负责|分管|证号|讲师"
)
_NOTE: Final = r"(?:\([^()\n]{1,24}\))?"
_HONOURED: Final = re.compile(
    r"表彰|优秀|先进|获奖|模范|最美|十佳|荣誉|标兵|冠军|成员|委员会|小组|专家|志愿者|负责人|联系人|责任人|包保|讲师|教练|裁判"
)
_GAP: Final = r"(?:[、,;]\n?|[ \t]{1,4}\n?|\n[ \t]{0,4})"
_NAMES: Final = rf"(?P<names>{NAME}{_NOTE}{_GAP}(?:{NAME}{_NOTE}{_GAP}){{0,400}}{NAME}{_NOTE})"
# The same in running text, where the last name ends as soon as a word goes on: 王示例、李示例已领取.
_NAMES_UNTIL: Final = (
    rf"(?P<names>{NAME}{_NOTE}{_GAP}(?:{NAME}{_NOTE}{_GAP}){{0,400}}(?:[\u4e00-\u9fff]{{2,4}}?|{NAME}){_NOTE})"
)
# Matches 拟救助对象:示例甲、示例乙, 低保对象名单:示例甲、示例乙.
# Must not match 领导小组名单, 救助对象:低保户、特困人员等.
_TITLED: Final = re.compile(
    rf"(?:{_NEEDS})[^。;:\n]{{0,10}}(?:名单|名册|花名册|对象|人员"
    rf"|户主)[^。;:\n]{{0,6}}(?:(?P<colon>:)[ \t]{{0,4}}\n?|\n){_NAMES}(?=[。;\s(,、]|$)"
)
# Matches 以下人员拟纳入最低生活保障:王示例(示例村)、李示例(样例村).
_SAID_OF: Final = re.compile(
    rf"(?:{_NEEDS}|(?<!发展)对象|举报人|投诉人)[^。;:\n]{{0,20}}[:为是有][ \t]{{0,4}}\n?{_NAMES}(?=[。;\s(,、]|$)"
)
# Matches 参保人王示例、李示例等3人. Must not match 申请人及其家庭成员.
_PEOPLE: Final = re.compile(
    rf"(?:{_OF_PEOPLE}){_NAMES_UNTIL}(?=[。;\s(,、等的因于在与均分自系反夫发向是共已未按获享]|$)"
)
# Matches 王示例(男,92岁)、李示例(配偶): what the notes say makes it a list of its own.
_NOTED: Final = re.compile(
    rf"(?P<name>{NAME})\([^()\n]{{0,12}}(?:[男女]|岁|户主|配偶|[长次三][子女]|父|母|身份证|元"
    rf"|实名|残疾|[一二三四1-4]级|病|癌|症)[^()\n]{{0,20}}\)(?=[、,;。\n享共等均已为和及]|$)"
)
# Matches 王示例,男,1961年5月生,肢体二级. Must not match those of officials: 王示例,男,1970年生,现任某局局长.
_DESCRIBED: Final = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>{NAME}),(?:\d{{1,3}}周?岁,|[男女],(?=[^;。\n]{{0,40}}?(?:岁|(?:19|20)\d\d)))"
    r"(?![^;。\n]{0,80}(?:任|职|学历|学位|党员|参加工作|教授|工程师|[医律]师|书记|[局科处主][长员任]))"
)
# Matches 王示例补助500元,李示例补助800元.
_PAID: Final = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{2,3}?):?(?:补助|救助|补贴"
    r"|慰问)?金?[ \t]{0,2}\d{2,6}元(?=[,、;。 \t\n]|$)"
)
# Matches 户主王示例,配偶李示例,长子王样例.
_RELATED: Final = re.compile(
    r"(?:户主|配偶|妻子|丈夫|[长次三]子|[长次三]女|父亲|母亲|监护人):?(?P<name>[\u4e00-\u9fff]{2,3})(?=[,、;。(\s]|$)"
)
# Matches 王示例:3号楼501;李示例:3号楼502.
_PAIR: Final = re.compile(rf"(?:^|[;,。]|\n)[ \t]{{0,4}}(?P<name>{NAME}):(?=[^;:。\n]{{1,24}}(?:[;。\n]|$))")
_ORGAN_ENDING: Final = re.compile(
    r"(?:街道|社区|学校|公司|村|局|办|中心|小学|中学|医院|镇|乡|县|区|市|科|组|部|厅|院|所|站|户|人|人员|家庭"
    r"|儿童|孤儿|老人|职工|群众|学生|妇女"
    r"|党员|干部|对象|军人|工|费|补贴|保险|类|型|者|证|表|书|料)$"
)
_PARTS: Final = re.compile(r"[、,;\s]+|\([^()]*\)")
# What a row says of its person: number of identity or telephone, sex, age, birth, money.
_DATUM: Final = re.compile(
    r"[1-9]\d{5}[\d*]{8,11}[\dXx*]|(?<!\d)1[3-9]\d[\d*]{4}\d{4}(?!\d)|(?<![\u4e00-\u9fff])[男女](?![\u4e00-\u9fff])"
    r"|\d{1,3}周?岁(?!以[上下]|至|及)|(?:19|20)\d\d[年.\-/]\d{1,2}|(?<![\d.])\d{1,7}(?:\.\d{1,2})?万?元"
)
_APPOINTED: Final = re.compile(r"现任|拟任|历任|任职|任命")
# Money alone is said of works and goods too.
_OF_ONE: Final = re.compile(
    r"\d{14}|1[3-9]\d[\d*]{4}\d{4}|(?<![\u4e00-\u9fff])[男女](?![\u4e00-\u9fff])|岁(?!以[上下]|至|及)|(?:19"
    r"|20)\d\d[年.\-/]|\n"
)
_SEPARATOR: Final = r"(?:[ \t]{0,3}(?:[,、|:(/]|…{1,3})[ \t]{0,3}|[ \t]{1,8})"
# Matches 1 示例甲 男 1990.03, 示例甲|身份证号码|1200元, 2、示例乙,女,.
_ROW: Final = re.compile(
    rf"[ \t]{{0,8}}(?:[\d一二三四五六七八九十]{{1,4}}[ \t、.,)"
    rf"|]{{1,4}})?(?P<name>{NAME}){_SEPARATOR}(?P<rest>.{{1,400}})"
)
# The same behind the cell of a village or a unit.
_LATER_ROW: Final = re.compile(
    rf"[\u4e00-\u9fff\d]{{2,12}}[ ]?[\t|][ ]?(?P<name>{NAME}){_SEPARATOR}(?P<rest>.{{1,400}})"
)
_IN_CELLS: Final = re.compile(r"[ ]{0,3}[\t|]|[ ]{2}|[ \t]*$|[ ,、]{1,3}[男女][ ,、]")
_SEGMENT: Final = re.compile(r"(?:^[^:;]{0,30}:|;)([^;:]{4,80})")
_CELL: Final = re.compile(rf"[ \t]{{0,8}}(?P<name>{NAME})[ \t]{{0,8}}")
# Matches 1.示例甲, (2)示例乙: nothing but the name, below a title of people in need.
_NUMBERED: Final = re.compile(rf"[ \t]{{0,8}}[(]?\d{{1,4}}[、.)．][ \t]{{0,3}}(?P<name>{NAME})[;,。、]?[ \t]{{0,8}}")
_FEWEST_ROWS: Final = 2
_LONGEST_ROW: Final = 400
_LONGEST_TITLE: Final = 40
_LONGEST_LEAD: Final = 10


def find_name_rows(page: Page) -> Iterator[Hit]:
    """Names in runs behind what they have in common, and in rows that say more of them; two rows at least."""
    for match in _TITLED.finditer(page.text):
        if not _is_of_groups(match["names"]) and (match["colon"] or all(map(has_surname, _names(match["names"])))):
            yield Hit(match.start("names"), match.end("names"), Severity.WARN)
    for match in _SAID_OF.finditer(page.text):
        if _HONOURED.search(match[0]) or _HONOURED.search(page.label(match.start()).before):
            continue
        if all(map(has_surname, _names(match["names"]))):
            yield Hit(match.start("names"), match.end("names"), Severity.WARN)
    for match in _PEOPLE.finditer(page.text):
        if all(map(has_surname, _names(match["names"]))):
            yield Hit(match.start("names"), match.end("names"), Severity.WARN)
    yield from _noted(page)
    rows = list(_rows(page))
    if len(rows) >= _FEWEST_ROWS:
        yield from rows


def _noted(page: Page) -> Iterator[Hit]:
    """Names each of which has a note of its own, two at least: 王示例(男,92岁), 李示例补助800元."""
    for pattern in (_NOTED, _DESCRIBED, _RELATED, _PAID):
        noted = [match for match in pattern.finditer(page.text) if has_surname(match["name"])]
        for match in noted if len(noted) >= _FEWEST_ROWS else ():
            yield Hit(match.start("name"), match.end("name"), Severity.WARN)


def _names(run: str) -> list[str]:
    return [part.removesuffix("户").removesuffix("夫妇") for part in _PARTS.split(run) if part]


def _is_of_groups(run: str) -> bool:
    return "等" in run or any(map(_ORGAN_ENDING.search, _PARTS.split(run)))


def _rows(page: Page) -> Iterator[Hit]:
    """Rows that begin with a name and say more of it, or stand below a title of people in need.

    Cells of a name above the cell of its datum are such rows too.
    """
    titled = any(_is_title(line.tight) for line in page.lines)
    if titled:
        for match in _PAIR.finditer(page.text):
            if has_surname(match["name"]):
                yield Hit(match.start("name"), match.end("name"), Severity.WARN)
    for number, line in enumerate(page.lines):
        if len(line.text) > _LONGEST_ROW:
            continue
        if titled and ";" in line.text:
            yield from _rows_in(line)
        row = _ROW.fullmatch(line.text)
        if row is None or not _is_person(row):
            later = _LATER_ROW.fullmatch(line.text)
            row = later if later is not None and _OF_ONE.search(later["rest"]) else row
        if row is not None:
            says_more = _tells_of_one(row["rest"]) or (titled and _is_of_need(row))
        else:
            row = _NUMBERED.fullmatch(line.text) if titled else None
            row, is_numbered = row or _CELL.fullmatch(line.text), row is not None
            says_more = (is_numbered and row is not None and has_surname(row["name"])) or (
                number + 1 < len(page.lines) and _DATUM.match(page.lines[number + 1].tight) is not None
            )
        if row is not None and says_more and _is_person(row):
            yield Hit(line.start + row.start("name"), line.start + row.end("name"), Severity.WARN)


def _tells_of_one(rest: str) -> bool:
    """Whether a row says of its person what is nobody's business; 现任某局局长 is said of officials."""
    return _DATUM.search(rest) is not None and _APPOINTED.search(rest) is None


def _rows_in(line: Line) -> Iterator[Hit]:
    """Rows that follow each other on a line: 拖欠工资表:示例甲 木工 9000元;示例乙 瓦工 7500元."""
    for match in _SEGMENT.finditer(line.text):
        row = _ROW.fullmatch(match[1])
        if row is not None and _DATUM.search(row["rest"]) and has_surname(row["name"]):
            start = line.start + match.start(1)
            yield Hit(start + row.start("name"), start + row.end("name"), Severity.WARN)


def _is_title(line: str) -> bool:
    """Whether a line is such a title, or leads to its list by a colon, rather than running text that says its words."""
    title = _TITLE.search(line)
    if title is None:
        return False
    leads = line.endswith(":") or ":" in line[title.end() : title.end() + _LONGEST_LEAD]
    return leads or (len(line) <= _LONGEST_TITLE and not line.endswith(("。", ",", ";", "、")))


def has_title(text: str) -> bool:
    """Whether `text` has a title of people who are listed for what they need or lack."""
    return _TITLE.search(text) is not None


def _is_of_need(row: re.Match[str]) -> bool:
    return has_surname(row["name"]) and _OFFICIALS.search(row["rest"]) is None


def _is_person(row: re.Match[str]) -> bool:
    """Whether a row begins with a name, as a cell; a known surname or a sex is asked for elsewhere."""
    name, after = row["name"], row.string[row.end("name") :]
    if not is_name(name) or _ORGAN_ENDING.search(name):
        return False
    return has_surname(name) or (_IN_CELLS.match(after) is not None and _OF_ONE.search(after) is not None)
