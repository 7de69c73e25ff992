"""Where the documents that a document annexes or passes on begin, whose marks are not its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from processors.attributes.imprint import printing_date
from processors.attributes.paper import Line, Paper
from processors.attributes.signature import Signature, find_signature

# Matches 附件, 附件2: as the heading of an annex. Must not match 附件:示例清单.
_HEADING = re.compile(r"附件(?:\d{1,2}|[一二三四五六七八九十])?:?")
_IMPRINT_LINES = 4
_SHORTEST_SENTENCE = 12
# Matches 抄送:示例区财政局。 and (此件公开发布。), 签发同意印发。示例甲 on a dispatch sheet, which are no text.
_NO_TEXT = re.compile(r"(?:抄送|抄报|附注|备注|联系|签发|核稿|审核|会签|领导|拟稿).*|[(\[【].*")


@dataclass(frozen=True, slots=True)
class Annexed:
    """`begins` is the line from which on notes (附注) are an annex's, `signed` that of the second signature's date.

    `own` is the signature of the outer document.
    """

    begins: int | None
    signed: int | None
    own: Signature | None

    def owns(self, paper: Paper, index: int, *, is_note: bool) -> bool:
        """Whether a mark that would make the document public may be an annex's, or an example of the text."""
        return self.is_amid_text(paper, index) or (self.has_note(index) if is_note else self.has_mark(paper, index))

    def has_note(self, index: int) -> bool:
        """Whether a note on line `index` is the annex's: the document's own follows its own date (GB/T 9704, 7.3.7)."""
        return self.begins is not None and index >= self.begins

    def has_mark(self, paper: Paper, index: int) -> bool:
        """Whether a mark of the imprint (版记) on line `index` may be that of a signed document that is passed on.

        It is the outer one's if printed beside it is a day on which the outer one existed.
        """
        if self.signed is None or index <= self.signed or self.own is None:
            return False
        near = range(max(0, index - _IMPRINT_LINES), min(len(paper.lines), index + _IMPRINT_LINES + 1))
        days = [day for at in near if (day := printing_date(paper.lines[at].plain))]
        return not any(day >= self.own.adopted_on.attribute.value for day in days)

    def is_amid_text(self, paper: Paper, index: int) -> bool:
        """Whether text stands above and below a mark on line `index`, which then tells how to mark a document.

        Its own mark stands in the head, under the signature, in the imprint or at the end. Text above the signature
        is no matter for a mark below it.
        """
        begin = self.own.last + 1 if self.own and index > self.own.last else 0
        above, below = paper.lines[begin:index], paper.lines[index + 1 :]
        return any(_is_text(line) for line in above) and any(_is_text(line) for line in below)


def find_annexed(paper: Paper, own: Signature | None) -> Annexed:
    """What follows the signature `own`: a second signed document, or pages that are headed 附件."""
    if own is None:
        return Annexed(None, None, None)
    second = find_signature(paper, own.last + 1)
    signed = second.last if second and second.organs else None
    below = range(own.last + 1, len(paper.lines))
    headed = next((index for index in below if _HEADING.fullmatch(paper.lines[index].plain)), None)
    begins = min((index for index in (signed, headed) if index is not None), default=None)
    return Annexed(begins, signed, own)


def _is_text(line: Line) -> bool:
    return "。" in line.plain and len(line.plain) >= _SHORTEST_SENTENCE and not _NO_TEXT.fullmatch(line.plain)
