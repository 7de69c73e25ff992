"""The addressees (主送机关): the line or lines under the title that end with a colon."""

from __future__ import annotations

import re

from processors.attributes.paper import Found, Paper, printed
from processors.attributes.portal import is_chrome, is_metadata

LONGEST_LINES = 8

# Sentences that end with a colon as well: 现将有关事项通知如下:, 根据…公告如下:, 附件:, 一、总体要求:
_SENTENCE = re.compile(
    r"[。;]|,(?:根据|按照|依据|现)|^(?:下列|以下|上述|根据|为|按照|依据|现|经|因|自|附件|附|一|\(|\d|第|当前|您当前|联系|地址|电话|时间|注|抄送|公开|签发|发文|索引|密级|份号)"
    r"|(?:如下|以下|通知|公告|通告|包括|规定|办法|意见|事项|要求|内容|条件|材料|方式|情况|时间|说明|提醒|提示|原则|目标|依据|标准|流程|程序"
    r"|任命|免去|决定|名单)$"
)
# Matches 〔2024〕31号, 2024年第3号, 第12号.
_BARE_NUMBER = re.compile(r"[〔\[(【]?(?:\d{4}[〕\])】年])?第?\d{1,5}号")


def addressees_begin(plain: str) -> bool:
    """Whether a line (folded) is a complete addressee line: 各县区人力资源和社会保障局: but not 通知如下:."""
    head, colon, rest = plain.partition(":")
    return bool(colon) and not rest and len(head) > 1 and _is_list_of_organs(head)


def find_addressees(paper: Paper, below: int) -> Found[str] | None:
    """The addressees that begin on line `below` or the one after it; None for 公告, 通告, 令 and others without.

    OCR reads some colons as semicolons.
    """
    lines = paper.lines
    below = _below_furniture(paper, below)
    for first in range(below, min(below + 2, len(lines))):
        joined = ""
        for last in range(first, min(first + LONGEST_LINES, len(lines))):
            joined += lines[last].plain
            if "。" in joined:
                break
            if joined.endswith((":", ";")):
                return _addressees(paper, first, last) if _is_list_of_organs(joined[:-1]) else None
    return None


def _below_furniture(paper: Paper, index: int) -> int:
    """The first line from `index` on that is neither a website's nor a number without a code (〔2024〕31号)."""
    lines = paper.lines
    while index < len(lines) and (
        is_chrome(lines[index].plain) or is_metadata(lines[index].plain) or _BARE_NUMBER.fullmatch(lines[index].plain)
    ):
        index += 1
    return index


def _is_list_of_organs(text: str) -> bool:
    return _SENTENCE.search(text) is None and ":" not in text


def _addressees(paper: Paper, first: int, last: int) -> Found[str]:
    text = printed(" ".join(line.text for line in paper.lines[first : last + 1]))
    return paper.found(text.rstrip("：:；; "), first, last, "addressee_line", 0.95)
