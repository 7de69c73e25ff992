"""The disclosure attribute (公开属性) as the document itself or a form page in it states it.

There is no default: a document that says nothing is undetermined, never public.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from processors.attributes.model import Attribute, Disclosure
from processors.attributes.paper import Found, Paper
from processors.attributes.signature import find_signature

_WORDS = {
    "依申请公开": Disclosure.ON_REQUEST,
    "主动公开": Disclosure.PROACTIVE,
    "公开发布": Disclosure.PROACTIVE,
    "不予公开": Disclosure.WITHHELD,
    "免予公开": Disclosure.WITHHELD,
    "不宜公开": Disclosure.WITHHELD,
    "不公开": Disclosure.WITHHELD,
    "公开": Disclosure.PROACTIVE,  # in a note only: (此件公开)
}
_WORD = "|".join(word for word in _WORDS if word != "公开")
# Matches (此件公开发布), (此件依申请公开), (本文主动公开,请登载). Must not match (本文有删减), (联系科室:示例科).
_NOTE = re.compile(
    rf"\((?:此件|本件|此文|本文|该件|此公文)(?:可|属|为|属于)?(?P<word>{_WORD}|公开(?=\)))[^()]{{0,100}}\)?"
    rf"|\((?P<alone>{_WORD})\)"
)
_LABEL = r"(?:信息公开|政务公开|政府信息公开|公文公开|文件公开|公开)(?:属性|方式|选项|类型|类别|形式)|信息公开|是否公开"
# Matches 公开方式:主动公开, 公开属性依申请公开. Must not match 公开方式包括主动公开和依申请公开.
_LABELLED = re.compile(
    rf"(?:.{{0,20}}[^\u4e00-\u9fff])?(?:{_LABEL})[:\]】]?(?P<word>{_WORD})"
    r"(?:[。.(;].{0,60}|\d.*|(?:校对|拟稿|核稿|印数|共印|联系|承办).{0,60})?"
)

_TICKED = "☑✓✔√■☒●◉⊠✅▣🗹☞"
# OCR reads an empty box as 口, and Wingdings 2 gives R for a ticked and £ for an empty one.
_EMPTY = "□☐▢◻○◯口£〇"
_OPTION = re.compile(rf"[\[(]?(?P<word>{_WORD})[\])]?")
_BOX = re.compile(rf"[{_TICKED}{_EMPTY}]|R(?=[\[(]?(?:{_WORD}))")
_WORDS_BETWEEN = 16

_LAW = r"(?P<value>《[^》]+》(?:第[^,;。)]{1,30})?|[^,;。)《]{0,30}第[^,;。)]{1,20}条[^,;。)]{0,10})"
# Matches 法律依据:《示例条例》第十六条, 依据《示例条例》第十六条 in a note. Must not match 根据《示例条例》.
_BASIS_LINE = re.compile(rf"^.{{0,8}}?(?:法律依据|公开依据|法定依据|依据)[:]?{_LAW}")
_BASIS_INSIDE = re.compile(rf"[,;。](?:法律|公开)?依据[:为是]?{_LAW}")
# Matches 理由:示例, 不予公开理由示例 (cells of a form). Must not match 说明理由:.
_REASON_LINE = re.compile(r"^(?:不予公开|不公开|依申请公开)?(?:的)?理由[:]?(?P<value>.+)")
_REASON_INSIDE = re.compile(
    r"[,;。](?:不予公开|依申请公开)?理由[:为是]?(?P<value>[^;。)]+?)(?=[,;。](?:法律|公开)?依据|[;。)]|$)"
)
_NEIGHBOURHOOD = 5


@dataclass(frozen=True, slots=True)
class DisclosureMarks:
    """Every statement found, in reading order; basis and reason where one stands beside a statement."""

    statements: tuple[Found[Disclosure], ...]
    legal_basis: Attribute[str] | None
    reason: Attribute[str] | None


def find_disclosure_marks(paper: Paper) -> DisclosureMarks:
    """All statements of a document: notes (附注), labelled lines (版记) and rows of boxes of which one is ticked."""
    statements = tuple(_statements(paper))
    own = [statement.first for statement in statements]
    near = [index for first in own for index in range(max(0, first - 1), min(len(paper.lines), first + _NEIGHBOURHOOD))]
    basis = _beside(paper, own, _BASIS_INSIDE, "basis") or _beside(paper, near, _BASIS_LINE, "basis")
    reason = _beside(paper, own, _REASON_INSIDE, "reason") or _beside(paper, near, _REASON_LINE, "reason")
    return DisclosureMarks(statements, basis, reason)


def _statements(paper: Paper) -> Iterator[Found[Disclosure]]:
    annex = _annex_end(paper)
    for index, line in enumerate(paper.lines):
        row = _row(paper, index)
        if row is not None:
            yield from row
            continue
        if note := _NOTE.fullmatch(line.plain):
            disclosure = _WORDS[note["word"] or note["alone"]]
            if disclosure is not Disclosure.PROACTIVE or annex is None or index < annex:
                yield paper.found_within(disclosure, index, note.span(), "disclosure_note", 0.97)
        elif labelled := _LABELLED.fullmatch(line.plain):
            yield paper.found_within(_WORDS[labelled["word"]], index, labelled.span(), "disclosure_line", 0.97)


def _annex_end(paper: Paper) -> int | None:
    """The line of a second signature's date, below which a note is about the annexed document.

    Only a note that would make the document public is refused for this; a stricter one does no harm.
    """
    own = find_signature(paper, 0)
    annexed = find_signature(paper, own.last + 1) if own else None
    return annexed.last if annexed and annexed.organs else None


def _row(paper: Paper, index: int) -> tuple[Found[Disclosure], ...] | None:
    """The ticked options of a row of boxes; None if line `index` is no such row, () if it does not tell one."""
    plain = paper.lines[index].plain
    options = list(_OPTION.finditer(plain))
    if not options or not _is_row(plain, options):
        return None
    boxes = [_box(plain, option, options) for option in options]
    ticked = [option for option, box in zip(options, boxes, strict=True) if box and box in f"{_TICKED}R"]
    if len(options) > 1 and len(ticked) == len(options):
        return ()
    return tuple(
        paper.found_within(_WORDS[option["word"]], index, option.span(), "ticked_box", 0.95) for option in ticked
    )


def _box(plain: str, option: re.Match[str], options: list[re.Match[str]]) -> str:
    """The box that belongs to `option`, "" for none.

    Whether boxes stand before or after their words shows at the ends of the row. A lone tick between two words
    belongs to either, so it is nobody's.
    """
    if _BOX.match(plain, max(0, options[0].start() - 1)):
        box = _BOX.match(plain, option.start() - 1) if option.start() else None
    elif _BOX.match(plain, options[-1].end()):
        box = _BOX.match(plain, option.end())
    else:
        box = None
    return box[0] if box else ""


def _is_row(plain: str, options: list[re.Match[str]]) -> bool:
    """A row has boxes and hardly a word between its options; a sentence about the kinds of disclosure is none."""
    if not _BOX.search(plain):
        return len({option["word"] for option in options}) > 1 and len(plain) <= 40 and "。" not in plain
    gaps = [later.start() - earlier.end() for earlier, later in itertools.pairwise(options)]
    return all(gap <= _WORDS_BETWEEN for gap in gaps) and "。" not in plain[: options[-1].end()]


def _beside(paper: Paper, indexes: list[int], pattern: re.Pattern[str], rule: str) -> Attribute[str] | None:
    for index in indexes:
        plain = paper.lines[index].plain
        match = pattern.search(plain)
        if match:
            value = paper.text_of(index, match.span("value")).rstrip("。；;，, ")
            return paper.found_within(value, index, match.span("value"), rule, 0.85).attribute
    return None
