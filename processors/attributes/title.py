"""Finds the title (标题), which wraps over up to five lines and has no mark of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from processors.attributes.addressees import addressees_begin
from processors.attributes.dates import DATE
from processors.attributes.document_number import parse_document_number
from processors.attributes.document_type import document_type_of, ends_officially
from processors.attributes.masthead import find_letterhead
from processors.attributes.organs import is_organ, organs_before_matter, split_organs
from processors.attributes.paper import Found, Line, Paper, printed
from processors.attributes.portal import is_chrome, is_metadata
from processors.folding import fold

LONGEST_LINES = 6
SEARCHED_LINES = 30

_LINK = re.compile(r"【.{2,6}】《(?P<title>.{6,120})》(?:的?政策解读)?[\s\d\-]*$")
_LINK_BEGINS = re.compile(r"【.{2,6}】《[^》]{4,}")
_PORTAL_SUFFIX = re.compile(r"(?<!\s)\s++[-_—|]\s*[\u4e00-\u9fff]{2,30}(?:门户网站|政府网|官网|网站)$")
_REPRINT = re.compile(r"^[（(【\[](?:转载|转发|全文)[)）】\]]")
# A line that belongs to the head or the text, never to the title.
_NOT_TITLE = re.compile(
    r"\d+|[A-Z]{0,3}\d[\dA-Z/\-]{6,}|\(.*\)|\([^)]*|签发人.*|特[急提]|[加平]急|文件|(?:[(〔\[]?\d{4}[)〕\]]?年?)?第?[0-9一二三四五六七八九十百]+[号期]|附件\d*:?.*|抄送:.*"
    r"|[一二三四五六七八九十]+、.*|\([一二三四五六七八九十]+\).*|\d+[.．、].*|第[一二三四五六七八九十百]+[章条].*|目录"
    r"|(?:发文字号|索引号|文号|主题词).*|(?:公开方式|公开属性)(?:主动|依申请|不予|不)公开|示例:.*"
    # Heads of telegrams, and the class of a reply to a proposal.
    r"|(?:内部)?(?:传真|明传)电报|内?部?明电|(?:发往|等级|签批).*|[A-D]类?"
)
# What may stand between the date of an order and the text that it puts in force: notes, the disclosure.
_BELOW_DATE = re.compile(r"\(.*|.{0,6}公开(?:方式|属性|选项|类别|形式)?:.*|.*[□☑√■].*")
# Matches (试行), (征求意见稿), (2026年版). Must not match (联系人:示例甲).
_EDITION = re.compile(r"\((?:试行|暂行|草案|送审稿|征求意见稿|修订稿?|(?:20\d{2}年)?.{0,6}版|20\d{2}[-—]20\d{2}年)\)")
# A title that has begun to say what it is about, and is not at its end yet.
_MATTER = re.compile(r"关于|转发|印发|批转|对.")
_JOINT_MATTER = re.compile(r"关于|印发|转发|批转")
_CONTINUES = re.compile(r"的|有关|若干|等")
# The last line of a title whose first names another document's type: 示例区示例条例|实施办法, 发展计划|执行情况的报告.
_LAST_LINE = re.compile(
    r"(?:实施|暂行|若干|补充|修正)(?:办法|细则|规定|方案|意见|案)|(?!关于|.{0,20}(?:局|政府|厅|委员会)$).{4,40}的(?:报告|决定|决议|通知|意见|说明)"
)
# How a text opens, even on the first line of a document that has lost its title: 为方便群众,现就…
_OPENS = re.compile(r"(?:根据|为|按照|依据|现将|经|自)[^,]{2,60},")
_PROSE = re.compile(rf"[。;]|,$|^{_OPENS.pattern}|,.{{4,}},|(?:如下|通知|规定):$")
_OPENERS = {"《": "》", "“": "”", "(": ")"}


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    first: int
    last: int
    next_to_number: bool
    is_headline: bool

    @property
    def score(self) -> float:
        """How much this looks like a title, about 0–10."""
        plain = self.text
        points = 3.0 if re.search(r"关于|对.+的|转发|印发|批转|20\d\d年", plain) else 0.0
        points += 3.0 if ends_officially(plain) else 2.0 if document_type_of(plain) else 0.0
        # A sentence: titles have hardly a comma, and none ends within brackets.
        points -= 2.0 if re.search("[,，]", plain) or plain.count("（") > plain.count("）") else 0.0
        points -= 2.0 if document_type_of(plain) == plain or plain == "会议纪要" else 0.0
        points += 2.0 if self.next_to_number else 0.0
        points += 1.0 if organs_before_matter(plain) else 0.0
        points += 3.0 if self.is_headline else 0.0
        return points


def find_title(paper: Paper, number: Found[str] | None) -> Found[str] | None:
    """The title: between the number and the addressees on paper, above the number on government web pages."""
    candidates = [each for each in _candidates(paper, number.first if number else None) if not split_organs(each.text)]
    if not candidates:
        return letterhead_as_title(paper) or _named_by_link(paper)
    best = max(candidates, key=lambda candidate: (candidate.score, candidate.last if candidate.next_to_number else -1))
    if best.score < 2 and (head := letterhead_as_title(paper)):
        return head
    certainty = 0.97 if best.score >= 5 else 0.85 if best.score >= 3 else 0.5
    # A web page prints it above its table of metadata too: the text goes on below the last one.
    lowest = max((each for each in candidates if _same(each.text, best.text)), key=lambda each: each.last)
    return paper.found(lowest.text, lowest.first, lowest.last, "title_block", certainty)


def _same(one: str, other: str) -> bool:
    return fold(one).text == fold(other).text


def find_title_of_order(paper: Paper, signature_end: int) -> Found[str] | None:
    """What an order (令) puts in force: the heading of the text below the signature, on line `signature_end` + 1."""
    index = signature_end + 1
    while index < len(paper.lines) and _BELOW_DATE.fullmatch(paper.lines[index].plain):
        index = _note_end(paper, index) + 1
    if index >= len(paper.lines) or not _may_be_title(paper.lines[index]):
        return None
    last = _last_line(paper, index, None)
    return paper.found(_text(paper, index, last), index, last, "order_heading", 0.85)


def _note_end(paper: Paper, first: int) -> int:
    """The line on which a note in brackets that begins on `first` ends; `first` for what is in no brackets."""
    if not paper.lines[first].plain.startswith("("):
        return first
    ends = (at for at in range(first, min(first + 4, len(paper.lines))) if paper.lines[at].plain.endswith(")"))
    return next(ends, first)


def letterhead_as_title(paper: Paper) -> Found[str] | None:
    """The letterhead of a 公告, 通告, 令 or 纪要 that bears no other title: 示例区民政局公告."""
    head = find_letterhead(paper)
    if head is None or not paper.lines[head.last].plain.endswith(("公告", "通告", "纪要", "令")):
        return None
    return paper.found(_text(paper, head.first, head.last), head.first, head.last, "letterhead", 0.85)


def _named_by_link(paper: Paper) -> Found[str] | None:
    """The title that a portal's link to the interpretation quotes, for pages that lost their own: 【图解】《…》."""
    for index, line in enumerate(paper.lines[:SEARCHED_LINES]):
        last = _link_end(paper, index) if _LINK_BEGINS.fullmatch(line.plain) else index
        match = _LINK.match(" ".join(each.text for each in paper.lines[index : last + 1]))
        if match:
            return paper.found(_joint(match["title"]), index, last, "interpretation_link", 0.5)
    return None


def _candidates(paper: Paper, number: int | None) -> Iterator[_Candidate]:
    lines = paper.lines
    letterhead = find_letterhead(paper)
    index = 0
    while index < min(SEARCHED_LINES, len(lines)) and not _text_begins(paper, index):
        in_letterhead = letterhead is not None and letterhead.first <= index <= letterhead.last
        if _LINK_BEGINS.fullmatch(lines[index].plain):
            index = _link_end(paper, index) + 1
            continue
        if in_letterhead or index == number or lines[index].is_masthead or not _may_be_title(lines[index]):
            index += 1
            continue
        last = _last_line(paper, index, number)
        joined = _text(paper, index, last)
        first = _restart(paper, index, last)
        beside = number is not None and (first == number + 1 or last == number - 1)
        headline = bool(lines[first].is_headline)
        yield _Candidate(_text(paper, first, last) if first != index else joined, first, last, beside, headline)
        index = last + 1


def _link_end(paper: Paper, first: int) -> int:
    """The line on which a portal's link that wraps ends: 【图解】《示例区民政局关于|…的通知》政策解读."""
    for index in range(first + 1, min(first + 4, len(paper.lines))):
        if "》" in paper.lines[index].plain:
            return index
    return first


def _text_begins(paper: Paper, index: int) -> bool:
    plain = paper.lines[index].plain
    return not (is_chrome(plain) or is_metadata(plain)) and (
        addressees_begin(plain) or _OPENS.match(plain) is not None or (index > 0 and _PROSE.search(plain) is not None)
    )


def _may_be_title(line: Line) -> bool:
    plain = line.plain
    return not (
        is_chrome(plain)
        or is_metadata(plain)
        or parse_document_number(plain)
        or _NOT_TITLE.fullmatch(plain)
        or _dated(plain)
        or plain.endswith((":", ",", ";", "。"))
        or not re.search(r"[\u4e00-\u9fff]", plain)
    )


def _dated(plain: str) -> bool:
    """Whether the line is a date, or ends with one after an organ, as the head of minutes (纪要) does."""
    match = DATE.search(plain)
    return match is not None and match.end() == len(plain) and (match.start() == 0 or is_organ(plain[: match.start()]))


def _last_line(paper: Paper, first: int, number: int | None) -> int:
    """The last line of a title that begins on `first`; below the number it goes on until it names its type."""
    lines, last = paper.lines, first
    while last + 1 < len(lines) and last + 1 - first < LONGEST_LINES:
        following = lines[last + 1]
        if _EDITION.fullmatch(following.plain):
            return last + 1
        if last + 1 == number or not _may_be_title(following) or _text_begins(paper, last + 1):
            break
        so_far = _plain(paper, first, last)
        set_alike = lines[last].is_set_like(following)
        if set_alike is False or (set_alike and following.plain == so_far):
            break
        below_number = number is not None and first == number + 1 and document_type_of(so_far) is None
        if not set_alike and not below_number and not _goes_on(so_far, following):
            break
        last += 1
    return last


def _goes_on(so_far: str, following: Line) -> bool:
    """Whether the title `so_far` is continued by the line that follows."""
    if any(so_far.count(opener) > so_far.count(closer) for opener, closer in _OPENERS.items()):
        return True
    if following.plain == so_far:
        return False
    complete = ends_officially(so_far) and not is_organ(so_far)
    if complete:
        short_ending = len(following.plain) <= 24 and ends_officially(following.plain)
        return _CONTINUES.match(following.plain) is not None or (short_ending and "关于" not in following.plain)
    if document_type_of(so_far) and (following.after_gap or "," in following.plain):
        return False
    if document_type_of(so_far) and _LAST_LINE.fullmatch(following.plain):
        return True
    together = so_far + following.plain
    return (
        _MATTER.search(so_far) is not None
        or bool(split_organs(so_far) or split_organs(together))
        or bool(document_type_of(together) and not document_type_of(so_far))
    )


def _restart(paper: Paper, first: int, last: int) -> int:
    """Where the title really begins, if lines above repeat its beginning (an organ's name, then organ and matter)."""
    for index in range(last, first, -1):
        before = _plain(paper, first, index - 1)
        if paper.lines[index].plain.startswith(before):
            return index
    return first


def _plain(paper: Paper, first: int, last: int) -> str:
    return "".join(line.plain for line in paper.lines[first : last + 1])


def _text(paper: Paper, first: int, last: int) -> str:
    """The title in one line; blanks stay only between the names of organs that issue it jointly."""
    raw = " ".join(_PORTAL_SUFFIX.sub("", line.text) for line in paper.lines[first : last + 1])
    return _joint(_REPRINT.sub("", raw.strip()))


def _joint(raw: str) -> str:
    matter = _JOINT_MATTER.search(raw)
    organs = raw[: matter.start()] if matter else ""
    joint = split_organs(organs)
    if matter and len(joint) > 1 and "、" not in organs:
        return " ".join(joint) + printed(raw[matter.start() :])
    return printed(raw)
