"""The signature block (署名 and 成文日期) that ends the outer document."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass

from processors.attributes.dates import DATE, date_of, is_slipped
from processors.attributes.organs import is_organ, split_organs
from processors.attributes.paper import Found, Paper
from processors.folding import fold

MOST_ORGANS = 10
LONGEST_NOTE = 3  # lines
MOST_WRAPPED = 3  # lines that one line of organs wraps into
SAME_NAME_RATIO = 0.7
# A person's office and name above the date of an order: 总理 李某, 局长 示例甲.
_OFFICE = re.compile(r"(?:总理|主席|省长|市长|县长|区长|部长|厅长|局长|主任|院长|委员长)[\u4e00-\u9fff·]{2,6}")
# Matches the end of 2021年3月5日(印章). Must not match 2021年3月5日(星期五).
_SEALED = re.compile(r"\((?:印章|公章|盖章|章|印)\)$")
# 题注 under the title: (2021年3月5日示例区第3次会议通过)
_PASSED = re.compile(r"\(.{0,40}(?:通过|发布|公布|修订|批准).{0,200}\)?")


@dataclass(frozen=True, slots=True)
class Signature:
    """Organs and date of the block, which stands on lines `first` to `last`, both inclusive.

    `organs` is None when the date stands without a name, as where a seal hides it.
    """

    organs: Found[tuple[str, ...]] | None
    adopted_on: Found[dt.date]
    first: int
    last: int


def find_signature(paper: Paper, below: int, expected: tuple[str, ...] = ()) -> Signature | None:
    """The first signature block after line `below`: a date alone on its line, under the name of an organ.

    Documents that pass on others hold several dates; the first block is the outer document's. A date without an
    organ above it counts only when no date has one. `expected` are organs that letterhead or title name: a line that
    is nearly one of them is its name, misread under the seal.
    """
    unsigned: Signature | None = None
    for index in range(below, len(paper.lines)):
        date = _date_on(paper, index)
        if date is None:
            continue
        signature = _signature(paper, index, below, date, expected)
        if signature.organs is not None or _OFFICE.fullmatch(paper.lines[index - 1].plain):
            return signature
        unsigned = unsigned or signature
    return unsigned


def find_head_signature(paper: Paper, above: int) -> Signature | None:
    """Organ and date on one line of the head, above line `above`, as minutes (纪要) bear them.

    Such a block ends nothing: `first` is the number of lines.
    """
    for index in range(min(above, len(paper.lines))):
        date = _date_on(paper, index)
        organs = _organs_before_date(paper, index) if date else ()
        if date and organs:
            return Signature(paper.found(organs, index, index, "head_organ", 0.9), date, len(paper.lines), index)
    return None


def find_passing_date(paper: Paper, below: int) -> Found[dt.date] | None:
    """The date in the note under a title (题注), for what has no signature: when it was passed or last revised."""
    for index in range(below, min(below + 2, len(paper.lines))):
        plain = paper.lines[index].plain
        if not _PASSED.match(_note_from(paper, index)):
            continue
        match = DATE.search(plain)
        date = date_of(match) if match else None
        if match and date:
            return paper.found_within(date, index, match.span(), "passing_note", 0.7)
    return None


def _note_from(paper: Paper, first: int) -> str:
    """The note in brackets that begins on line `first` and may wrap."""
    note = ""
    for line in paper.lines[first : first + LONGEST_NOTE]:
        note += line.plain
        if note.endswith(")"):
            break
    return note


def _date_on(paper: Paper, index: int) -> Found[dt.date] | None:
    plain = _SEALED.sub("", paper.lines[index].plain)
    in_brackets = plain.startswith("(") and plain.endswith(")")
    match = DATE.fullmatch(plain, 1, len(plain) - 1) if in_brackets else DATE.fullmatch(plain)
    if match is None:
        match = DATE.search(plain)
        if match is None or match.end() != len(plain) or not is_organ(plain[: match.start()]):
            return None
    date = date_of(match)
    certainty = 0.9 if in_brackets or is_slipped(match[0]) else 0.97
    return paper.found_within(date, index, match.span(), "signature_date", certainty) if date else None


def _signature(paper: Paper, index: int, below: int, date: Found[dt.date], expected: tuple[str, ...]) -> Signature:
    """The block whose date is on line `index`; names stand above it, or before it on its own line."""
    own = _organs_before_date(paper, index)
    if own:
        organs = paper.found(own, index, index, "signature_organ", 0.95)
        return Signature(organs, date, index, index)
    first = index
    names: list[str] = []
    while first > below and index - first < MOST_ORGANS:
        lines, organs_above = _organs_above(paper, first, below, expected)
        if not organs_above:
            break
        names[:0] = organs_above
        first -= lines
    if not names:
        return Signature(None, date, index, index)
    return Signature(paper.found(tuple(names), first, index - 1, "signature_organ", 0.95), date, first, index)


def _organs_above(paper: Paper, index: int, below: int, expected: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """The organs on the line or lines directly above line `index`, and how many lines these are.

    A line of several organs may wrap within a name, which only the names of letterhead and title show.
    """
    for count in range(1, min(MOST_WRAPPED, index - below) + 1):
        lines = paper.lines[index - count : index]
        names = _named_one_after_another("".join(line.plain for line in lines), expected)
        if names and (count == 1 or len(names) > 1 or not all(split_organs(line.text) for line in lines)):
            return count, names
    return 1, _organs_on(paper, index - 1, expected)


def _named_one_after_another(plain: str, expected: tuple[str, ...]) -> tuple[str, ...]:
    """The expected organs that `plain` consists of: 示例区民政局示例区财政局 → both; () if there is anything else."""
    names: list[str] = []
    while plain:
        name = max((name for name in expected if plain.startswith(fold(name).text)), key=len, default="")
        if not name:
            return ()
        names.append(name)
        plain = plain[len(fold(name).text) :]
    return tuple(names)


def _organs_on(paper: Paper, index: int, expected: tuple[str, ...]) -> tuple[str, ...]:
    line = paper.lines[index]
    if line.text.endswith(("。", "：", ":", "；")):
        return ()
    near = difflib.get_close_matches(line.plain, expected, n=1, cutoff=SAME_NAME_RATIO) if line.score < 1 else []
    return split_organs(line.text) or tuple(near)


def _organs_before_date(paper: Paper, index: int) -> tuple[str, ...]:
    match = DATE.search(paper.lines[index].plain)
    if match is None or match.start() == 0:
        return ()
    return split_organs(paper.text_of(index, (0, match.start())))
