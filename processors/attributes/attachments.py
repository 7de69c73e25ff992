"""The attachments that a document names (附件说明)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.attributes.document_type import document_type_of
from processors.attributes.paper import Found, Paper, printed
from processors.folding import fold

_COUNT = r"(?:\d{1,2}|[一二三四五六七八九十])"
_MARKED = rf"(?:{_COUNT}[.、:]|\({_COUNT}\)[.、]?|[①-⑳][.、]?)"
# Matches 附件:1.示例清单, 附件:(1)示例清单, 附件1.示例清单, 附件一:示例清单, 附:示例表, 附表:示例表, 附件(共2件):
# (plain text, without blanks). Must not match 附件所列单位应当, 附件1-5下载.
_HEADING = re.compile(
    rf"附(?:[件表图](?:\(共.{{1,3}}[件个份]\)|如下|清单|目录)?)?"
    rf"(?:{_COUNT}?[:.、]{_MARKED}?|{_COUNT}(?=[《\u4e00-\u9fff]))(?P<name>.*)"
)
# Matches 2.示例表, (2)示例表, ②示例表, 附件2:示例表, 3示例表. Must not match 2021年示例表, 3个工作日内.
_ITEM = re.compile(
    rf"(?:附[件表]?)?(?:{_MARKED}|{_COUNT}(?=[《\u4e00-\u9fff])(?![年月日个项天]))(?P<name>\D.*|\d{{4}}年.*)"
)
# Matches 附件1 2026年示例表, of which the blank alone parts label and name. Must not match 附件1所列单位.
_LABEL_AND_BLANK = re.compile(r"^附件\s*\d{0,2}\s+(?=\S)")
# Matches 附件 2026年示例表. Must not match 附件 1, the heading of a page.
_HEADING_AND_BLANK = re.compile(r"附件\s+(?![\d一二三四五六七八九十]{1,2}$)\S[^。]{2,}")
# Parts 1.甲 2.乙 and 1.甲；2.乙, not 第1.2款.
_SEVERAL_ON_A_LINE = re.compile(r"(?:(?<!\s)\s++|(?<=[；;])(?!\s))(?=(?:附件\s*)?[0-9０-９]{1,2}\s*[.．、]\s*\D)")
_FILE_EXTENSION = re.compile(r"\.(?:docx?|xlsx?|pdf|ofd|wps|et|zip|rar|pptx?|jpe?g|png)$", re.IGNORECASE)
# Matches 附件:示例表, 附件2:示例表. Must not match 附件:1, 附件2示例表, the heading of a page.
_NAMED_BELOW = re.compile(rf"附件{_COUNT}?:(?:\d{{4}}年|[^\d。:])[^。:]{{3,60}}")
_HEADING_PAGE = re.compile(rf"附件{_COUNT}?:?")
_NOT_IN_LIST = re.compile(r".*。.|\(.*\)$|联系(?:人|电话|方式)|抄送|公开(?:方式|属性)")


def find_attachments(paper: Paper, body: int, signature: int | None) -> Found[tuple[str, ...]] | None:
    """The names in the list above the signature, as printed; else those of links or attachment pages below it.

    `body` is the first line of the text, `signature` the first line of the signature block, None without one.
    """
    end = len(paper.lines) if signature is None else signature
    for index in range(body, end):
        line = paper.lines[index]
        if _HEADING.fullmatch(line.plain) or _HEADING_AND_BLANK.fullmatch(line.text):
            listed = _list_from(paper, index, end, signed=signature is not None)
            if listed is not None:
                return listed
    return (
        _list_below(paper, end)
        or _links(paper, end)
        or _attachment_pages(paper, body if signature is None else signature)
    )


def _list_below(paper: Paper, end: int) -> Found[tuple[str, ...]] | None:
    """A list that a web page prints below the signature: a line 附件: and numbered names under it."""
    for index in range(end, len(paper.lines) - 1):
        if paper.lines[index].plain in ("附件:", "附:") and _ITEM.fullmatch(paper.lines[index + 1].plain):
            return _list_from(paper, index, len(paper.lines), signed=False)
    return None


def _list_from(paper: Paper, first: int, end: int, *, signed: bool) -> Found[tuple[str, ...]] | None:
    """The list whose heading is on line `first`; unnumbered lines go on with the name above."""
    names: list[str] = []
    last = first
    for index in range(first, end):
        parts = list(_parts(paper, index))
        continues = len(parts) == 1 and not parts[0][0]
        ends = continues and (not signed or paper.lines[index].after_gap)
        if index > first and (ends or _NOT_IN_LIST.match(paper.lines[index].plain)):
            break
        for starts, name in parts:
            if starts or not names:
                names.append(name)
            else:
                names[-1] = printed(f"{names[-1]} {name}")
        last = index
    cleaned = tuple(name.rstrip("。；;，, ") for name in names if name and name.strip("。") != "无")
    return paper.found(cleaned, first, last, "attachment_list", 0.93) if cleaned else None


def _parts(paper: Paper, index: int) -> Iterator[tuple[bool, str]]:
    """What line `index` adds: whether an item starts, and its text without label. 附件:1.甲 2.乙 gives two."""
    line = paper.lines[index]
    offset = 0
    for piece in _SEVERAL_ON_A_LINE.split(line.text):
        length = len(fold(piece).text)
        plain = line.plain[offset : offset + length]
        match = _HEADING.fullmatch(plain) or _ITEM.fullmatch(plain)
        begin = offset + (match.start("name") if match else 0)
        raw = paper.raw_of(index, (begin, offset + length))
        name = _LABEL_AND_BLANK.sub("", raw)
        yield match is not None or name != raw, printed(name)
        offset += length


def _links(paper: Paper, below: int) -> Found[tuple[str, ...]] | None:
    """Links of a web page: 附件1:示例表.doc; what they name is the attachment, the extension is the file's.

    A line 附件:示例表 below the signature names one as well.
    """
    names: dict[str, int] = {}
    for index in range(below, len(paper.lines)):
        plain = paper.lines[index].plain
        match = _HEADING.fullmatch(plain)
        if match and match["name"] and (_FILE_EXTENSION.search(plain) or _NAMED_BELOW.fullmatch(plain)):
            names.setdefault(_FILE_EXTENSION.sub("", paper.text_of(index, match.span("name"))), index)
    if not names:
        return None
    return paper.found(tuple(names), min(names.values()), max(names.values()), "attachment_links", 0.8)


def _attachment_pages(paper: Paper, below: int) -> Found[tuple[str, ...]] | None:
    """Attachments that no list names: a line 附件 or 附件2, and the heading under it."""
    hits = [i for i in range(below, len(paper.lines) - 1) if _HEADING_PAGE.fullmatch(paper.lines[i].plain)]
    if not hits:
        return None
    names = tuple(_heading_under(paper, index) for index in hits)
    return paper.found(names, hits[0], hits[0] + 1, "attachment_page", 0.6)


def _heading_under(paper: Paper, index: int) -> str:
    first = paper.lines[index + 1]
    following = paper.lines[index + 2] if index + 2 < len(paper.lines) else None
    wraps = (
        following is not None
        and document_type_of(first.plain) is None
        and len(following.plain) <= 30
        and document_type_of(following.plain) is not None
    )
    return printed(f"{first.text} {following.text}" if wraps and following else first.text)
