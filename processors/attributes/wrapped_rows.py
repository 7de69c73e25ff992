"""Puts a row of disclosure boxes that a narrow page wrapped back on one line."""

from __future__ import annotations

import re
from dataclasses import replace

from processors.attributes.disclosure_boxes import BOXES, WORD
from processors.attributes.paper import Line, Paper

_SHORTEST_WRAPPED = 16  # characters; a shorter line did not reach the margin
_LONGEST_REST = 20
# Matches □主动公开□依申请公开□不予公, 主动公开(√)依申请公开(. Must not match 依申请公开的信息.
_ROW = re.compile(rf".*(?:[{BOXES}\])]\s*(?:{WORD})|(?:{WORD})\s*[{BOXES}\[(]).*")
# What may be left of it on the next line: 开, )不予公开(√), √]. Must not match 不予公开理由:.
_REST = re.compile(rf"[主动公开依申请不予免宜得对外、;,/()\[\]{BOXES}vVxX]{{1,{_LONGEST_REST}}}")


def with_whole_rows(paper: Paper) -> Paper:
    """The paper with each wrapped row on one line; every character keeps its place on the page."""
    lines: list[Line] = []
    for line in paper.lines:
        if lines and _is_rest(lines[-1], line):
            lines[-1] = _joined(paper, lines[-1], line)
        else:
            lines.append(line)
    return paper if len(lines) == len(paper.lines) else replace(paper, lines=tuple(lines))


def _is_rest(above: Line, line: Line) -> bool:
    return (
        len(line.plain) <= _LONGEST_REST
        and len(above.plain) >= _SHORTEST_WRAPPED
        and above.page == line.page
        and not line.after_gap
        and _REST.fullmatch(line.plain) is not None
        and _ROW.fullmatch(above.plain) is not None
    )


def _joined(paper: Paper, above: Line, line: Line) -> Line:
    return replace(
        above,
        end=line.end,
        text=paper.pages[above.page][above.start : line.end],
        plain=above.plain + line.plain,
        origins=above.origins + line.origins,
        score=min(above.score, line.score),
    )
