"""The imprint (版记) on the last page of the document: copied to, printing organ, printing date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from processors.attributes.dates import DATE, date_of
from processors.attributes.organs import split_organs
from processors.attributes.paper import Found, Paper, printed

LONGEST_LINES = 8

# Matches 抄送:示例区政府办公室。 Must not match 请抄送区财政局.
_COPIED_TO = re.compile(r"(?:抄送|抄报|抄送机关)[:.](?P<list>.*)")
# Matches 示例区人社局办公室2021年5月8日印发, 2021年5月8日印发. Must not match 2021年5月8日印发的通知.
_PRINTED = re.compile(rf"(?P<organ>[^。,:;]{{0,40}}?)(?P<date>{DATE.pattern})(?:印发|印制|印)(?:\(?共印\d+份\)?)?")


@dataclass(frozen=True, slots=True)
class Imprint:
    """The parts that were found."""

    copied_to: Found[str] | None
    printing_organ: Found[str] | None
    printed_on: Found[dt.date] | None


def printing_date(plain: str) -> dt.date | None:
    """The day that a line of the imprint names as the printing date; None for any other line."""
    match = _PRINTED.fullmatch(plain)
    return date_of(match) if match else None


def find_imprint(paper: Paper, below: int) -> Imprint:
    """The imprint after line `below` (the text's beginning)."""
    copied_to = next(filter(None, (_copied_to(paper, i) for i in range(below, len(paper.lines)))), None)
    for index in range(below, len(paper.lines)):
        match = _PRINTED.fullmatch(paper.lines[index].plain)
        date = date_of(match) if match else None
        if match and date:
            printed_on = paper.found_within(date, index, match.span("date"), "imprint_date", 0.95)
            return Imprint(copied_to, _printing_organ(paper, index, match), printed_on)
    return Imprint(copied_to, None, None)


def _copied_to(paper: Paper, first: int) -> Found[str] | None:
    """The list from 抄送: to its full stop, over several lines."""
    match = _COPIED_TO.fullmatch(paper.lines[first].plain)
    if match is None:
        return None
    last = first
    while not paper.lines[last].plain.endswith("。") and _list_goes_on(paper, first, last + 1):
        last += 1
    head = paper.text_of(first, match.span("list"))
    text = printed(" ".join([head, *(line.text for line in paper.lines[first + 1 : last + 1])]))
    return paper.found(text.rstrip("。. "), first, last, "copied_to_line", 0.93) if text else None


def _list_goes_on(paper: Paper, first: int, index: int) -> bool:
    if index >= len(paper.lines) or index - first >= LONGEST_LINES:
        return False
    line = paper.lines[index]
    return (
        line.page == paper.lines[first].page and not _PRINTED.fullmatch(line.plain) and not _stands_alone(paper, index)
    )


def _stands_alone(paper: Paper, index: int) -> bool:
    """Whether the line is the printing organ whose date OCR put on the next line."""
    follows = _PRINTED.fullmatch(paper.lines[index + 1].plain) if index + 1 < len(paper.lines) else None
    return bool(split_organs(paper.lines[index].text)) and follows is not None and not follows["organ"]


def _printing_organ(paper: Paper, index: int, match: re.Match[str]) -> Found[str] | None:
    if match["organ"]:
        value = paper.text_of(index, match.span("organ"))
        return paper.found_within(value, index, match.span("organ"), "imprint_organ", 0.93)
    above = split_organs(paper.lines[index - 1].text) if index > 0 else ()
    if not above:
        return None
    return paper.found(" ".join(above), index - 1, index - 1, "imprint_organ", 0.85)
