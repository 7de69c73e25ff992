"""Finds names of persons in lists that say more of them: 拟录用, 救助, 补贴 and the like, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.model import Severity
from processors.screening.name_rows import WORDS as WORDS_OF_ROWS
from processors.screening.name_rows import find_name_rows, has_title
from processors.screening.page import Hit, Line, Page, any_of, tight
from processors.screening.person_name import NAME, is_name
from processors.screening.table import Table

WORDS = any_of(
    "申诉人 举报人 投诉人 反映人 上访人 来访人 报警人 求助人 被鉴定 被救助 被保险 被监护 被抚养",
    "被赡养 被扶养 被供养 被帮扶 被慰问 死者 遗属",
    "申领人 家庭成员",
    "户名 受援人 姓名 名字 户主 申请人 被征收人 参保人 承租人 领取人 受助人 受益人 享受人 收款人 领款人",
    "产权人 房主 业主",
    "购机者 患者 残疾人 信访人",
    "农户 农民工 职工 工人 学员 伤者 监护人 受害人 儿童 名单 对象 男 女 花名册",
)
# Heading of the column of names: 姓名, 学生姓名, 户主. Must not match 企业名称, 法定代表人.
_NAME_HEADING = re.compile(
    r".{0,8}姓名.{0,3}|名字|(?:申诉|举报|投诉|反映|上访|来访|报警|求助)人(?:员|姓名)?"
    r"|(?:被[\u4e00-\u9fff]{2}|死)[人者](?:员|姓名)?|遗属|家庭成员|户名|受援人|户主|申请人|被征收人|参保人"
    r"|承租人|领取人|受助人|受益人"
    r"|享受人|申领人|收款人|领款人"
    r"|产权人|房主|业主|购机者|患者|残疾人|信访人|农户|农民工|职工|工人|学员|伤者|受伤职工|监护人|(?:救助|保障"
    r"|补助|补贴|帮扶)对象"
)
# What a list says of persons that is nobody's business: any of these columns beside the names.
_PERSONAL = re.compile(
    r"性别|年龄|鉴定|尿检|出生|身份证|证件号|公民身份|护照|住址|户籍|家庭|人口|人数|[账帐]号|卡号|银行卡"
    r"|存折|入伍|退役|开户|金额|金$|补贴"
    r"|补助|补偿|救助|待遇|报销|残|伤残|病|伤|健康|困难"
    r"|监护人|诊断|住院|费用|津贴|养老金|抚恤|宗教|婚姻|配偶|子女|民族|政治面貌|关系|收入|工资|欠薪|失业|社保"
    r"|缴费|体检|文化程度|手机|配租|轮候|待业"
    r"|低保|.类别|年级"
)
# These say it only where no office is described: 姓名|职务|联系电话 is who is who.
_CONTACT = re.compile(r"电话|联系方式|邮箱|微信|地址|学历")
_OFFICIAL = re.compile(r"职务|职称|分工|办公|科室|负责|网格|河道|单位|擅长|专业|作品|奖项|等次|岗位名称|领域|方向|研究")
# Matches 姓名:示例甲 性别:男. Must not match 姓名:____ 性别:____.
_FORM_LINE = re.compile(
    rf"(?:姓名|户主|患者|救助对象|受助人|残疾人|被鉴定人):[ \t]{{0,4}}(?P<name>{NAME})[ \t,，;、\n]{{1,4}}"
    r"(?=(?:性别|配偶|监护人|病|残疾|诊断|出生|年龄|身份证|公民身份|证件|住址|家庭|户籍|电话|手机|联系)"
    r"[^。\n:]{0,6}:[ \t]{0,4}[^_ \t\n])"
)
_LABELS = (
    r"(?:学生)?姓名|(?:救助|保障|补助|补贴|帮扶|慰问|资助)对象|受助人|受益人|领取人|户主|患者|残疾人|信访人|受害人|伤者"
    r"|农民工|工人|儿童|监护人|享受人"
)
# Matches 救助对象:示例甲,救助金额:3000元. One is a document of its own, two are a list.
_OF_MANY = re.compile(
    rf"(?:{_LABELS}):[ \t]{{0,4}}(?P<name>{NAME})[ \t,;、]{{1,4}}(?=[^。\n:]{{2,8}}:[ \t]{{0,4}}[^_ \t\n])"
)
_FEWEST = 2
_LONGEST_TITLE = 40
_MOST_STACKED = 12
_LONGEST_STACKED = 8


def find_name_lists(page: Page) -> Iterator[Hit]:
    """Each name once, to be confirmed: what has to be public of a list, its rules say. Masked names are none."""
    if page.says(WORDS_OF_ROWS):
        yield from find_name_rows(page)
    if not page.says(WORDS):
        return
    for table in page.tables:
        yield from _names_of(table, page)
    yield from _forms(page)
    yield from _stacked(page)
    for match in _FORM_LINE.finditer(page.text):
        yield Hit(match.start("name"), match.end("name"), Severity.WARN)
    told = list(_OF_MANY.finditer(page.text))
    if len(told) >= _FEWEST:
        for match in told:
            yield Hit(match.start("name"), match.end("name"), Severity.WARN)


def _names_of(table: Table, page: Page) -> Iterator[Hit]:
    column = next((at for at, heading in enumerate(table.headings) if _NAME_HEADING.fullmatch(heading)), None)
    if column is None or not (_says_personal(table.headings, column) or _is_titled(table, page)):
        return
    for line in page.lines[table.first_row : table.end_row]:
        cells = table.cells(line.text)
        if len(cells) > 1:
            yield from _name_in(cells, column, line)


def _is_titled(table: Table, page: Page) -> bool:
    """Whether the lines above the headings say that people in need are listed, and the headings no posts."""
    above = page.lines[max(0, table.first_row - 4) : table.first_row - 1]
    is_official = any(_OFFICIAL.search(heading) for heading in table.headings)
    return not is_official and any(has_title(line.tight) for line in above if len(line.tight) <= _LONGEST_TITLE)


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


def _stacked(page: Page) -> Iterator[Hit]:
    """A table that was read cell by cell, each on its line: the headings, 姓名 first among them, then the rows."""
    for first, line in enumerate(page.lines):
        if "\t" in line.text or _NAME_HEADING.fullmatch(line.tight) is None:
            continue
        width = 1
        while width < _MOST_STACKED and _is_stacked_heading(page, first + width):
            width += 1
        headings = tuple(heading.tight for heading in page.lines[first : first + width])
        if width > 1 and _says_personal(headings, 0):
            for name in _names_below(page, first + width, width):
                start = name.start + len(name.text) - len(name.text.lstrip())
                yield Hit(start, start + len(name.text.strip()), Severity.WARN)


def _names_below(page: Page, first: int, width: int) -> Iterator[Line]:
    """The first line of each row of `width` lines, as long as it is a name."""
    for number in range(first, len(page.lines), width):
        if not is_name(page.lines[number].text):
            return
        yield page.lines[number]


def _is_stacked_heading(page: Page, number: int) -> bool:
    text = page.lines[number].tight if number < len(page.lines) else ""
    return 0 < len(text) <= _LONGEST_STACKED and (_PERSONAL.search(text) or _OFFICIAL.search(text)) is not None


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
