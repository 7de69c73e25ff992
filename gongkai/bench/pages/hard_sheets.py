"""Harder pages: small print, two columns, contents with leaders, lists of numbers, tables of several kinds."""

from __future__ import annotations

from gongkai.bench.pages import hard_wording as wording
from gongkai.bench.pages.setting import Setting, edges_of
from gongkai.bench.pages.sheet import Sheet
from samples.fonts import Face
from samples.measures import LEFT, RIGHT, TOP
from samples.page import HEIGHT, PT_PER_MM, Stroke, measure

#: 小五号 and 五号, in points.
_SMALLEST, _SMALL = 9.0, 10.5


def small_print() -> Sheet:
    """A page of 小五号 under a running header, with footnotes and a page number."""
    page = Setting()
    page.centred("示例市人民政府公报　2026年第14号", LEFT, RIGHT, 20 * PT_PER_MM, _SMALLEST)
    page.centred("示例市瓶装燃气安全管理办法", LEFT, RIGHT, 30 * PT_PER_MM, 16, Face.TITLE)
    top = 42 * PT_PER_MM
    for number, text in enumerate((*wording.GAZETTE, *wording.NOTES), 1):
        top = page.paragraph(f"第{number}条　{text}" if number <= 9 else text, LEFT, RIGHT, top, _SMALLEST, 15)
    page.centred("— 27 —", LEFT, RIGHT, HEIGHT - 28 * PT_PER_MM, _SMALLEST)
    page.printed.pop()
    return page.sheet("small-print")


def two_columns() -> Sheet:
    """A gazette: the title across, two columns of 五号 below it, each read to its end."""
    page = Setting()
    page.centred("示例市瓶装燃气安全管理办法", LEFT, RIGHT, TOP, 18, Face.TITLE)
    gutter = 8 * PT_PER_MM
    middle = (LEFT + RIGHT) / 2
    top = TOP + 40
    for text in wording.GAZETTE[:5]:
        top = page.paragraph(text, LEFT, middle - gutter / 2, top, _SMALL, 18)
    top = TOP + 40
    for text in wording.GAZETTE[5:]:
        top = page.paragraph(text, middle + gutter / 2, RIGHT, top, _SMALL, 18)
    return page.sheet("two-columns")


def contents() -> Sheet:
    """A table of contents with dotted leaders. The number of dots says nothing: they are no part of the text."""
    page = Setting()
    page.centred("目　录", LEFT, RIGHT, TOP, 18, Face.HEI)
    size, top = 14.0, TOP + 50
    for entry, number in wording.CONTENTS:
        start = LEFT + (2 * size if entry.startswith("（") else 0)
        page.line(entry, start, top, size)
        end = RIGHT - measure(str(number), size, Face.SONG)
        page.line(str(number), end, top, size)
        first, dot = start + measure(entry, size, Face.SONG) + 6, 4.0
        for step in range(int((end - 6 - first) / dot)):
            x, y = first + step * dot, top + 0.88 * size - 3
            page.strokes.append(Stroke(x, y, x + 1.1, y, 1.1))
        top += 28
    return page.sheet("contents")


def contacts() -> Sheet:
    """Numbers, units, addresses of the net and brackets of every form, 四号."""
    page = Setting()
    page.centred("办事指南（节选）", LEFT, RIGHT, TOP, 18, Face.HEI)
    top = TOP + 50
    for text in wording.CONTACTS:
        top = page.paragraph(text, LEFT, RIGHT, top, 14, 26)
    return page.sheet("contacts")


def wrapped_table() -> Sheet:
    """A table of narrow columns: in most cells the text wraps."""
    page = Setting()
    page.centred("防汛备汛重点任务分工表", LEFT, RIGHT, TOP, 16, Face.TITLE)
    edges, top = edges_of(LEFT, RIGHT, wording.DUTY_WIDTHS), TOP + 40
    for cells in wording.DUTIES:
        top = page.row(cells, edges, top, _SMALL)
    return page.sheet("wrapped-table")


def spanning_table() -> Sheet:
    """A head of two rows whose cells span columns or rows, and narrow columns of numbers below."""
    page = Setting()
    page.centred("困难群众救助补助资金分配表", LEFT, RIGHT, TOP, 16, Face.TITLE)
    edges = edges_of(LEFT, RIGHT, (1.6, 1, 1, 1, 1, 1, 1.1))
    top, middle, bottom = TOP + 40, TOP + 60, TOP + 80
    groups = (edges[0], edges[1], edges[3], edges[6], edges[7])
    for number, text in enumerate(wording.GRANTS_HEAD[0]):
        low = bottom if number in {0, 3} else middle
        page.cell([text], groups[number], groups[number + 1], (top + low - _SMALL * 1.25) / 2, _SMALL, 0)
        page.frame(groups[number], groups[number + 1], top, low)
    for text, left, right in zip(wording.GRANTS_HEAD[1], edges[1:], edges[2:], strict=False):
        page.cell([text], left, right, middle + 3, _SMALL, 0)
        page.frame(left, right, middle, bottom)
    page.printed += [*wording.GRANTS_HEAD[0], *wording.GRANTS_HEAD[1]]
    top = bottom
    for cells in wording.GRANTS:
        top = page.row(cells, edges, top, _SMALL)
    return page.sheet("spanning-table")


def three_rules() -> Sheet:
    """A table with a rule above, below its head and at its end, and none between cells."""
    page = Setting()
    page.centred("主要经济社会发展指标", LEFT, RIGHT, TOP, 16, Face.TITLE)
    edges, top = edges_of(LEFT, RIGHT, (2.6, 1, 1.2, 1.2, 1.3)), TOP + 40
    rules = [top]
    for number, cells in enumerate(wording.INDICATORS):
        for text, left, right in zip(cells, edges, edges[1:], strict=False):
            page.cell([text], left, right, top + 5, 12, 0)
        page.printed += cells
        top += 24
        if number in {0, len(wording.INDICATORS) - 1}:
            rules.append(top)
    page.strokes += [Stroke(LEFT, y, RIGHT, y, 1.2) for y in rules]
    return page.sheet("three-rules")
