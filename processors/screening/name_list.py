"""Finds names of persons in lists that say more of them: 拟录用, 救助, 补贴 and the like, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.model import Severity
from processors.screening.page import Hit, Line, Page, any_of, tight
from processors.screening.table import Table

WORDS = any_of("姓名 户主 申请人 被征收人 参保人 承租人 领取人 名单 对象 男 女 花名册")
# Heading of the column of names: 姓名, 学生姓名, 户主. Must not match 企业名称, 法定代表人.
_NAME_HEADING = re.compile(
    r".{0,8}姓名.{0,3}|名字|户主|申请人|被征收人|参保人|承租人|领取人|受助人|受益人|享受人|(?:救助|保障|补助|补贴|帮扶)对象"
)
# What a list says of persons that is nobody's business: any of these columns beside the names.
_PERSONAL = re.compile(
    r"性别|年龄|出生|身份证|证件号|公民身份|护照|住址|户籍|家庭|人口|人数|[账帐]号|卡号|开户|金额|金$|补贴|补助|补偿|救助|待遇|报销|残疾|伤残|病|伤|健康|困难"
    r"|监护人|准考|毕业|民族|政治面貌|关系|收入|工资|欠薪|失业|社保|缴费|体检|文化程度|手机|配租|轮候|待业|低保|类别|年级"
)
# These say it only where no office is described: 姓名|职务|联系电话 is who is who.
_CONTACT = re.compile(r"电话|联系方式|邮箱|微信|地址|学历")
_OFFICIAL = re.compile(r"职务|职称|分工|办公|科室|负责|网格|河道|单位|擅长|专业|作品|奖项|等次|岗位名称|领域|方向|研究")
_NOT_NAMES = frozenset(
    [
        "合计",
        "小计",
        "总计",
        "共计",
        "备注",
        "姓名",
        "性别",
        "填写",
        "签名",
        "签字",
        "以下空白",
        "空白",
        "不限",
        "其他",
        "无",
        "序号",
        "单位",
        "本人",
        "配偶",
        "男",
        "女",
        "汉族",
        "群众",
        "党员",
        "大学",
        "本科",
        "专科",
        "高中",
    ]
)
_NAME = r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff]{1,8}"
_IS_NAME = re.compile(_NAME)
_ORGAN_ENDING = re.compile(
    r"(?:街道|社区|学校|公司|村|局|办|中心|小学|中学|医院|镇|乡|县|区|市|科|组|部|厅|院|所|站|户|人)$"
)
# Matches 1 示例甲 男 1990.03, 2、示例乙,女,. Must not match 1 招聘会 男女不限.
_ROW = re.compile(
    rf"^[ \t]*(?:[\d一二三四五六七八九十]{{1,4}}[ \t、.,，)]{{0,3}})?(?P<name>{_NAME})"
    r"[ \t,，、|]{1,4}[男女][ \t,，、|]{1,4}(?=.*\d{4})",
    re.MULTILINE,
)
_FEWEST_ROWS = 2
# Matches 姓名:示例甲 性别:男. Must not match 姓名:____ 性别:____.
_FORM_LINE = re.compile(
    rf"姓名:[ \t]{{0,4}}(?P<name>{_NAME})[ \t,，;、]{{1,4}}"
    r"(?=(?:性别|出生|年龄|身份证|公民身份|证件|住址|家庭|户籍|电话|手机|联系)[^。\n:]{0,6}:[ \t]{0,4}[^_ \t\n])"
)
# Matches 拟救助对象:示例甲、示例乙, 低保对象名单:示例甲、示例乙.
# Must not match 领导小组名单, 救助对象:低保户、特困人员等.
_NEXT = r"(?:[、,]|[ \t]{1,4})"
_RUN = re.compile(
    r"(?:低保|救助|困难|特困|残疾|孤儿|保障|补助|补贴|高龄|失业|欠薪|帮扶|录用|聘用)[^。;:\n]{0,10}"
    r"(?:名单|对象|人员)[^。;:\n]{0,6}:[ \t]{0,4}\n?"
    rf"(?P<names>(?:{_NAME}){_NEXT}(?:(?:{_NAME}){_NEXT}){{0,400}}(?:{_NAME}))(?=[。;\s(]|$)"
)


def find_name_lists(page: Page) -> Iterator[Hit]:
    """Each name once, to be confirmed: what has to be public of a list, its rules say. Masked names are none."""
    if not page.says(WORDS):
        return
    for table in page.tables:
        yield from _names_of(table, page)
    yield from _forms(page)
    for match in _FORM_LINE.finditer(page.text):
        yield Hit(match.start("name"), match.end("name"), Severity.WARN)
    rows = list(_ROW.finditer(page.text))
    if len(rows) >= _FEWEST_ROWS:
        for match in rows:
            yield Hit(match.start("name"), match.end("name"), Severity.WARN)
    for match in _RUN.finditer(page.text):
        if not _ORGAN_ENDING.search(match["names"]) and "等" not in match["names"]:
            yield Hit(match.start("names"), match.end("names"), Severity.WARN)


def _names_of(table: Table, page: Page) -> Iterator[Hit]:
    column = next((at for at, heading in enumerate(table.headings) if _NAME_HEADING.fullmatch(heading)), None)
    if column is None or not _says_personal(table.headings, column):
        return
    for line in page.lines[table.first_row : table.end_row]:
        cells = table.cells(line.text)
        if len(cells) > 1:
            yield from _name_in(cells, column, line)


def _says_personal(headings: tuple[str, ...], column: int) -> bool:
    others = [heading for at, heading in enumerate(headings) if at != column]
    if any(_PERSONAL.search(heading) for heading in others):
        return True
    is_official = any(_OFFICIAL.search(heading) for heading in headings)
    return not is_official and any(_CONTACT.search(heading) for heading in others)


def _name_in(cells: list[tuple[int, str]], column: int, line: Line) -> Iterator[Hit]:
    """The name of a row: where the heading says, else the first cell that looks like one."""
    for at, cell in cells[column : column + 1] or cells:
        if is_name(cell):
            start = line.start + at + len(cell) - len(cell.lstrip())
            yield Hit(start, start + len(cell.strip()), Severity.WARN)
            return


def _forms(page: Page) -> Iterator[Hit]:
    """A form of one person, labels and values in turn: 姓名|示例甲|性别|男."""
    for line in page.lines:
        if "\t" not in line.text or "姓名" not in line.tight:
            continue
        cells = [(match.start(), match[0]) for match in re.finditer(r"[^\t]+", line.text)]
        for (_, label), (at, value), (_, after) in zip(cells, cells[1:], cells[2:], strict=False):
            is_form = _NAME_HEADING.fullmatch(tight(label)) and _PERSONAL.search(after)
            if is_form and is_name(value) and not _PERSONAL.search(value):
                start = line.start + at + len(value) - len(value.lstrip())
                yield Hit(start, start + len(value.strip()), Severity.WARN)


def is_name(cell: str) -> bool:
    """Whether a cell of a column of names holds one: two to four characters, or a name with a point in it."""
    name = tight(cell)
    return _IS_NAME.fullmatch(name) is not None and name not in _NOT_NAMES
