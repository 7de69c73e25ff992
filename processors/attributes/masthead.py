"""The head block (版头) above the red line: letterhead, copy number, urgency, signatory, classification."""

from __future__ import annotations

import re

from processors.attributes.organs import is_organ, official_name, split_organs
from processors.attributes.paper import Found, Paper, printed
from processors.screening.classification import find_mark

HEAD_LINES = 14

# Matches 示例区人力资源和社会保障局文件, 中华人民共和国国务院令. Must not match 关于印发文件.
_LETTERHEAD = re.compile(r"(?P<organ>[\u4e00-\u9fff()]{2,40}?)(?:文件|令|公告|通告|(?:专题)?会议纪要)(?:\(.{1,12}\))?")
# Matches 000012, NO.000012, 份号:000012. Must not match 2021.
_COPY_NUMBER = re.compile(r"(?:(?:份号|NO\.?|№):?(?P<labelled>\d{3,8})|(?P<bare>\d{6}))(?P<rest>.*)", re.IGNORECASE)
# Matches 特急, 紧急程度:加急, 000012特急, 等级:特提·明电示政办发明电(2023)2号. Must not match 特急件办理规定.
_URGENCY = re.compile(
    r"(?:.{0,14}?[\d:年期])?(?:紧急程度:?|缓急:?|等级:?)?(?P<urgency>特提|特急|加急|平急|急件)"
    r"(?:[·./]?明电)?(?:[\u4e00-\u9fff]{2,20}[^\u4e00-\u9fff]{4,10}第?\d{0,5}号(?:[\u4e00-\u9fff]{1,4}机发\d{0,5}号)?)?"
)
# Matches 签发人:示例甲, 示人社呈〔2021〕5号签发人:示例甲、示例乙. Must not match 签发人应当审核.
_SIGNATORY = re.compile(r"签发人[::](?P<name>[\u4e00-\u9fff·、]{2,30})$|签发人[::]?(?P<wide>(?:\S{2,4}、?){1,4})$")
_NOT_COPY_REST = re.compile(r"[\u4e00-\u9fff]{7,}")


def find_letterhead(paper: Paper) -> Found[tuple[str, ...]] | None:
    """The organs of the red head (发文机关标志): 示例区人力资源和社会保障局文件 → that bureau.

    A joint document stacks the names; 文件 stands beside one of them.
    """
    lines = paper.lines
    for index in range(min(HEAD_LINES, len(lines))):
        match = _LETTERHEAD.fullmatch(lines[index].plain)
        if match is None or not is_organ(match["organ"]):
            continue
        first, last = index, index
        while first > 0 and is_organ(lines[first - 1].plain):
            first -= 1
        while last + 1 < len(lines) and is_organ(lines[last + 1].plain):
            last += 1
        names = [match["organ"] if at == index else lines[at].plain for at in range(first, last + 1)]
        organs = tuple(organ for name in names for organ in split_organs(official_name(name)))
        return paper.found(organs, first, last, "letterhead", 0.9)
    return None


def letterhead_as_printed(paper: Paper, letterhead: Found[tuple[str, ...]]) -> Found[str]:
    """The red head in one line: 示例区民政局 示例区财政局文件."""
    lines = paper.lines[letterhead.first : letterhead.last + 1]
    text = " ".join(printed(line.text) for line in lines)
    return paper.found(text, letterhead.first, letterhead.last, "letterhead", 0.9)


def is_order_head(paper: Paper, letterhead: Found[tuple[str, ...]] | None) -> bool:
    """Whether the document is an order (令, GB/T 9704-2012, 10.2), which has no title between its head and its text."""
    return letterhead is not None and paper.lines[letterhead.last].plain.endswith("令")


def find_copy_number(paper: Paper) -> Found[str] | None:
    """份号: six digits in the first line (GB/T 9704-2012, 7.2.1), or labelled as such in the head."""
    for index, line in enumerate(paper.lines[:3]):
        match = _COPY_NUMBER.fullmatch(line.plain)
        if match and not _NOT_COPY_REST.search(match["rest"]):
            group = "labelled" if match["labelled"] else "bare"
            return paper.found_within(match[group], index, match.span(group), "copy_number", 0.9)
    return None


def find_urgency(paper: Paper) -> Found[str] | None:
    """紧急程度: 特急 or 加急; telegrams have 特提 and 平急 too."""
    for index, line in enumerate(paper.lines[:HEAD_LINES]):
        match = _URGENCY.fullmatch(line.plain)
        if match:
            return paper.found_within(match["urgency"], index, match.span("urgency"), "urgency_line", 0.95)
    return None


def find_signatory(paper: Paper) -> Found[str] | None:
    """签发人, which upward documents (上行文) name beside their number."""
    for index, line in enumerate(paper.lines[:HEAD_LINES]):
        match = _SIGNATORY.search(line.plain)
        if match:
            group = "name" if match["name"] else "wide"
            return paper.found_within(match[group], index, match.span(group), "signatory", 0.9)
    return None


def find_classification(paper: Paper) -> Found[str] | None:
    """密级 and period, as 机密★1年; a document that has it should have been sealed before anybody asks."""
    if not paper.lines:
        return None
    page = paper.lines[0].page
    mark = find_mark(paper.pages[page])
    if mark is None:
        return None
    index = next(i for i, line in enumerate(paper.lines) if line.start <= mark.start < line.end)
    value = "★".join(part for part in (mark.level or "", mark.period) if part is not None)
    offsets = paper.lines[index].origins
    span = (offsets.index(mark.start), offsets.index(mark.end - 1) + 1)
    return paper.found_within(value, index, span, "classification_mark", 0.99)
