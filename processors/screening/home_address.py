"""Finds addresses of homes, down to the house or the room; a village or a street alone is what masking leaves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final

from processors.screening.line_mark import hits_on
from processors.screening.model import Severity
from processors.screening.page import Hit, Line, Page, any_of
from processors.screening.person_name import has_surname

_LABELS: Final = any_of(
    "住址 住处 住所 居住 暂住 常住 现住 现居 租住 户籍 户口 家庭地址 住宅地址 详细地址 收货地址 收件地址",
    "入户地 上门地 家访地 走访地 慰问地 配送地 派送地 送达地址 租房",
    "住房地 安置房 房地址 屋地址",
    "证地址 住(址 坐落 家庭所在",
)
_SEXES: Final = any_of("男 女")
_LIVING: Final = any_of("住 现居 家(")
_ESTATE_NAMES: Final = (
    "小区", "花园", "家园", "苑", "公寓", "新村", "家属院", "家属区", "宿舍", "社区", "名邸", "公馆", "里", "公租房"
)  # fmt: skip
_ESTATES: Final = any_of("单元", *_ESTATE_NAMES)

_B: Final = r"[ \t]{0,4}"
_TEXT: Final = r"[^,，。;；:：\n\t*]"
_NUMERAL: Final = r"(?:[0-9A-Z]{1,5}|(?<![统同唯专任每第])[一二三四五六七八九十]{1,3})"
# What masking takes off: 12号, 三组, 3号楼, 602室, 8栋. Must not match 示例村, 6个月.
_HOUSE: Final = re.compile(
    rf"{_NUMERAL}{_B}(?:号楼|号院|[号#组栋幢座室队排社弄门楼房]|单元|(?<=[0-9A-Z])户|[-–—]\d{{1,2}}[-–—]\d{{2,4}})"
)
_WHOSE: Final = r"(?:现|常|暂|原|实际|经常|目前|当前|生前|身份证|产权人|户主|本人){0,2}"
_LABEL: Final = (
    rf"(?:(?:家{_B}庭|住宅){_B}(?:详{_B}细{_B})?(?:居{_B}住{_B})?(?:住{_B}|地{_B})址|住{_B}址|住{_B}\({_B}址{_B}\)"
    rf"|户{_B}[籍口]{_B}(?:所在)?{_B}(?:地{_B}址|住{_B}址|地)|(?<![非同])户籍(?=[:：(])|身份证(?:上)?(?:地址"
    rf"|住址)|家庭所在地"
    rf"|{_WHOSE}(?:居住|暂住|租住|常住|住){_B}(?:地址?|所地?|处|地点)(?:地址)?|现居(?:地|址)?|(?:收货|收件|入户|上门|家访|走访|慰问|配送|派送"
    rf"|租房|住房|安置房"
    rf"|送达)地址|房屋(?:坐落|座落)(?:地址|于)?)"
)
_LEAD: Final = rf"(?:{_TEXT}{{2,24}},)?"
# Matches 住址:示例路12号, 户籍所在地 样例街8号, 住所地示例市样例里12号. Must not match 户籍所在地公安机关, 住址变更的.
_LABELLED: Final = re.compile(
    rf"(?:{_LABEL}{_B}(?:\([^()\n]{{1,8}}\))?{_B}[:：为是在于( \t\n]|(?:户籍地|住(?:所地|址)|房屋(?:坐落"
    rf"|座落)于?)(?={_TEXT}{{2,12}}[省市区县镇乡村路街]))\s{{0,4}}"
    rf"(?P<address>{_LEAD}(?={_TEXT}{{0,40}}?{_HOUSE.pattern}){_TEXT}{{3,60}})"
)
# Matches 住址:示例市示例区 / 样例路5号2号楼301, where a cell or a line ended.
_BROKEN: Final = re.compile(
    rf"{_LABEL}{_B}[:：]{_B}(?P<address>{_TEXT}{{2,30}}\n{_B}(?={_TEXT}{{0,30}}?{_HOUSE.pattern}){_TEXT}{{3,40}})"
)
# Matches 示例甲,男,62岁,示例镇样例村3组15号.
_DESCRIBED: Final = re.compile(
    rf"(?:[,，|]{_B}[男女]{_B}[,，|]|[ \t]{{1,4}}[男女][ \t]{{1,4}})(?:{_TEXT}{{1,14}}[,，|]"
    rf"|[^ ，,。\n]{{1,10}}[ \t]{{1,4}}){{0,4}}"
    rf"(?P<address>(?={_TEXT}{{0,20}}?[镇乡村街路道里区])(?={_TEXT}{{0,40}}?{_HOUSE.pattern}){_TEXT}{{4,60}})"
)
_LABELLED_TIGHT: Final = re.compile(_LABELLED.pattern.replace("P<address>", "P<mark>"))
# Matches ,住样例路200号, 家住样例新村7排3号, 示例甲住8栋. Must not match 居住6个月, 住宿楼3号, 居住小区1号楼.
_LIVES: Final = re.compile(
    rf"住[于在]?(?![宿房院建址所户地证区权人宅])(?!(?<=居住)[小用类]){_B}[:：]?{_B}"
    rf"(?P<address>{_LEAD}(?={_TEXT}{{0,30}}?{_NUMERAL}{_B}(?:[号组栋幢座室排弄]|单元"
    rf"|-\d{{1,2}}-\d{{2,4}})){_TEXT}{{3,60}})"
    rf"|(?:(?:居住地|住处|住所|家)(?:位于|在|为|坐落于)|现居(?![住民地所])[于在]?"
    rf"|(?<=[\u4e00-\u9fff])家\()(?P<place>(?={_TEXT}{{2,30}}?{_NUMERAL}{_B}(?:号楼"
    rf"|[号组栋幢座室排弄]|单元)){_TEXT}{{3,60}})"
)
_BUILDING: Final = (
    rf"(?:\d{{1,4}}|[A-Z]\d?|[一二三四五六七八九十]{{1,3}}){_B}(?:号(?:[\u4e00-\u9fff]{{0,3}}楼|院)|[栋幢座号排])"
)
_ENTRANCE: Final = r"(?:\d{1,3}|[东西南北中一二三四五六])"
# Matches 样例小区3号楼1单元502室, 样例公寓B座1208室. Must not match 3号楼501室, 1号楼、2号楼.
_HOME: Final = re.compile(
    rf"{_BUILDING}{_B}{_ENTRANCE}{_B}单元{_B}(?:\d{{1,2}}{_B}楼{_B})?(?:\d{{1,4}}|[东西南北中]户){_B}[室户号]?"
    rf"|(?:{'|'.join(_ESTATE_NAMES)}){_B}[\u4e00-\u9fff]{{0,2}}{_BUILDING}{_B}(?:\d{{1,2}}楼{_B})?\d{{3,4}}{_B}[室户房号]"
)
# What leads to a home stands before it: 示例区示例路12号样例小区.
_WAY: Final = re.compile(r"[\u4e00-\u9fff0-9()]{0,24}$")
_LONGEST_WAY: Final = 24
_OFFICE: Final = re.compile(
    r"(?:[局委院厅会司店厂]|中心|机关|法人)的?(?:法定)?$|设[在于]|(?:企业|机构|公司|用人单位|组织|商户)$|办公"
    r"|地点|会议室|机关|大厅|经营|注册地|通[讯信]地址.{0,12}[局委院]|考点|窗口|公司|营业|项目|工程|施工|改造"
    r"|[居村]委会(?:办公)?(?:地址|位于|设在|在)|党群服务|卫生[室站]|服务[站点中]|派出所|物业|幼儿园|驿站|停电"
    r"|停水|检修|检查|投票站"
)
# Matches 认证地点:示例甲家中.
_AT_HOME: Final = re.compile(r"家[中里]|上门|本人(?:家|住)|(?:自|住)宅")
# Whom papers are sent to may be an office: 送达地址:示例区人民法院.
_TO_AN_OFFICE: Final = re.compile(
    r"法院|检察院|管理局|人民政府|委员会|有限公司|立案庭|仲裁院|服务中心|大厅|[区县市]\S{1,8}局"
)
# Matches (示例有限公司) behind an address.
_OF_A_FIRM: Final = re.compile(r"\([^()]{0,20}(?:公司|[局厅委院]|中心|学校|厂|店|合作社)[^()]{0,6}\)?$")
_COLUMN: Final = re.compile(
    r"住址|住所地?$|户籍|户口|居住地|家庭地址|[现常]住|现居|房屋坐落|房屋?地址|详细地址|家庭所在"
)
_PERSONS_NEAR: Final = any_of(
    "残疾人 低保 特困 农户 村民 居民 户主 职工 患者 学生 退休 老人 群众 儿童 军人 家属 遗属 当事人 申请人 房主 业主",
    "地址 门牌 坐落 座落 位于 住 送货",
)
# Matches 姓名:示例甲 地址:样例村12号, 收件人示例甲, 房主示例甲.
_PERSON: Final = re.compile(
    r"姓名|名下|[户房业]主|(?:慰问|走访|资助|保障|补助|补贴|援助|探访|认证|配送|供养)(?:对象|人员)"
    r"|[该此农]户|改造对象|救助对象|帮扶对象|服务对象|申请人|产权人|老人|居民|村民|收[件货]人|本人"
    r"|我家|身份证|[,:(][男女][,)]|承租人|被害人|报警人|职工"
)
# Works at somebody's home are spoken of like works.
_RENEWED: Final = re.compile(r"改造(?=对象|房屋|户)|^通[讯信]地址")
_ADDRESSED: Final = re.compile(
    rf"(?:(?:通[讯信]|邮寄|联系|房产|房屋)?地址|门牌(?:号码?|地址)?(?=:)|不?动?产?坐落于?|座落于?|位于"
    rf"|住在?)(?![^:：,。\n]{{0,6}}变更){_B}[:：]?{_B}"
    rf"(?P<address>(?:{_TEXT}{{2,16}},)?(?={_TEXT}{{0,40}}?(?:{_HOUSE.pattern}|-\d{{1,2}}-\d{{2,4}})){_TEXT}{{3,60}})"
)
# Who lives there is named by what they are: 残疾人王示例(联系地址:样例街道示例庄44号), 农户李示例,样例村7队12号.
_OF_ROLE: Final = re.compile(
    rf"(?:残疾人|低保户|低保对象|特困人员|农户|村民|居民|户主|职工|患者|学生|退休人员|老人|群众|儿童|军人"
    rf"|家属|遗属|当事人|申请人|房主|业主)"
    rf"(?P<name>[\u4e00-\u9fff]{{2,4}})[,(:](?:[\u4e00-\u9fff]{{0,4}}地址:)?"
    rf"(?P<address>(?={_TEXT}{{0,20}}?[镇乡村街路道里区庄屯])(?={_TEXT}{{0,40}}?{_HOUSE.pattern}){_TEXT}{{4,60}})"
)
# Matches 王示例(示例区样例里14号楼).
_IN_BRACKETS: Final = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{{2,3}})\("
    rf"(?P<address>(?={_TEXT}{{0,20}}?[镇乡村街路道里区庄屯])(?={_TEXT}{{0,40}}?{_HOUSE.pattern})[^，,。;；:：\n\t*()]{{4,60}})\)"
)
_PLACE: Final = re.compile(r"[省市区县镇乡村街路局院校厂店]$")
_LONGEST_LINE: Final = 200
_SPACED_OUT: Final = 0.4


def find_home_addresses(page: Page) -> Iterator[Hit]:
    """Addresses that are called somebody's home, or lead to a flat. All are to be confirmed."""
    if not _HOUSE.search(page.tight):
        return
    for pattern, words in ((_LABELLED, _LABELS), (_BROKEN, _LABELS), (_LIVES, _LIVING), (_DESCRIBED, _SEXES)):
        for match in pattern.finditer(page.text) if page.says(words) else ():
            group = match.lastgroup or "address"
            to_office = "址" in match[0][:8] and _TO_AN_OFFICE.search(match[group])
            if not to_office and not _is_of_office(page, match.start()) and not _OF_A_FIRM.search(match[group]):
                yield _hit(match.start(group), match[group])
    for match in _HOME.finditer(page.text) if page.says(_ESTATES) else ():
        way = _WAY.search(page.text[max(0, match.start() - _LONGEST_WAY) : match.start()])
        start = match.start() - (len(way[0]) if way else 0)
        address = page.text[start : match.end()]
        if not _is_of_office(page, start) and not _OFFICE.search(address):
            yield _hit(start, address)
    if page.says(_PERSONS_NEAR) or "(" in page.text:
        yield from _of_persons(page)
    if page.says(_LABELS):
        yield from _in_columns(page)
        yield from _in_spaced_lines(page)


def _in_columns(page: Page) -> Iterator[Hit]:
    for table in page.tables:
        if not any(_COLUMN.search(heading) for heading in table.headings):
            continue
        for line in page.lines[table.first_row : table.end_row]:
            for at, cell in table.cells(line.text):
                if _COLUMN.search(table.heading_of(line.text, at)) and _HOUSE.search(cell) and "*" not in cell:
                    yield _hit(line.start + at + len(cell) - len(cell.lstrip()), cell.strip())


def _of_persons(page: Page) -> Iterator[Hit]:
    """Addresses without a word for home, on a line that tells whose they are."""
    for match in _ADDRESSED.finditer(page.text):
        line = page.lines[page.line_number(match.start())]
        of_person = _is_of_person(line) or _is_led_by_name(match["address"])
        if len(line.text) > _LONGEST_LINE or not of_person or _OFFICE.search(_RENEWED.sub("", line.tight)):
            continue
        if not _TO_AN_OFFICE.search(match["address"]) and not _OF_A_FIRM.search(match["address"]):
            yield _hit(match.start("address"), match["address"])
    for match in itertools.chain(_OF_ROLE.finditer(page.text), _IN_BRACKETS.finditer(page.text)):
        is_name = has_surname(match["name"]) and not _PLACE.search(match["name"])
        if is_name and not _is_of_office(page, match.start()):
            yield _hit(match.start("address"), match["address"].rstrip(")"))


def _is_led_by_name(address: str) -> bool:
    """Whether whom it is of stands before an address: 王示例,样例新村12栋401."""
    return has_surname(address.partition(",")[0].strip())


def _is_of_person(line: Line) -> bool:
    words = line.text.split()
    return _PERSON.search(line.tight) is not None or (bool(words) and has_surname(words[-1]))


def _in_spaced_lines(page: Page) -> Iterator[Hit]:
    """Lines that are set wide or were recognised letter by letter: 住 址 : 示 例 路 1 2 号."""
    for line in page.lines:
        if line.tight and len(line.tight) <= (1 - _SPACED_OUT) * len(line.text.strip()):
            yield from hits_on(line, ((_LABELLED_TIGHT, Severity.WARN),))


def _is_of_office(page: Page, start: int) -> bool:
    """Whether the words before the address, in its sentence, speak of an office, a firm or works."""
    before = page.label(start).before
    return _OFFICE.search(before) is not None and _AT_HOME.search(before) is None


def _hit(start: int, address: str) -> Hit:
    return Hit(start, start + len(address.rstrip(" \t()")), Severity.WARN)
