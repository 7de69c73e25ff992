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

_WORDS = {
    "依申请公开": Disclosure.ON_REQUEST,
    "主动公开": Disclosure.PROACTIVE,
    "公开发布": Disclosure.PROACTIVE,
    "不予公开": Disclosure.WITHHELD,
    "免予公开": Disclosure.WITHHELD,
    "不公开": Disclosure.WITHHELD,
}
_WORD = "|".join(_WORDS)
# Matches (此件公开发布), (此件依申请公开), (本文主动公开,请登载). Must not match (本文有删减), (联系科室:示例科).
_NOTE = re.compile(
    rf"\((?:此件|本件|此文|本文|该件|此公文)(?:可|属|为|属于)?(?P<word>{_WORD})(?P<rest>[^()]{{0,60}})\)?"
)
_LABEL = r"(?:信息公开|政务公开|政府信息公开|公文公开|文件公开|公开)(?:属性|方式|选项|类型|类别|形式)|信息公开|是否公开"
# Matches 公开方式:主动公开, 公开属性依申请公开. Must not match 公开方式包括主动公开和依申请公开.
_LABELLED = re.compile(
    rf"(?:.{{0,20}}[^\u4e00-\u9fff])?(?:{_LABEL})[:\]】]?(?P<word>{_WORD})(?:[。.(;].{{0,60}}|\d.*)?"
)

_TICKED = "☑✓✔√■☒●◉⊠✅▣🗹☞"
# OCR reads an empty box as 口, and Wingdings 2 gives R for a ticked and £ for an empty one.
_EMPTY = "□☐▢◻○◯口£〇"
_OPTION = re.compile(rf"(?P<before>[{_TICKED}{_EMPTY}R]?)[\[(]?(?P<word>{_WORD})[\])]?(?P<after>[{_TICKED}{_EMPTY}]?)")
_BOX = re.compile(rf"[{_TICKED}{_EMPTY}]")
_LAWFUL_WORDS_BETWEEN = 16

# Matches 法律依据:《示例条例》第十六条, 依据:…, 不予公开依据:…. Must not match 根据《条例》.
_BASIS = re.compile(r".{0,12}?(?:法律依据|公开依据|法定依据|依据)[:]?(?P<value>.*?(?:《|第.{1,8}条).*)")
_REASON = re.compile(r".{0,12}?(?:理由|原因|事由说明)[:](?P<value>.+)")
_REASON_INSIDE = re.compile(r"[;,。](?:公开|不予公开|依申请公开)?(?:理由|原因)[:](?P<value>.+)")
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
    near = [
        index
        for statement in statements
        for index in range(max(0, statement.first - 1), min(len(paper.lines), statement.last + _NEIGHBOURHOOD))
    ]
    return DisclosureMarks(statements, _first(paper, near, _BASIS, "basis_line"), _reason(paper, near))


def _statements(paper: Paper) -> Iterator[Found[Disclosure]]:
    for index, line in enumerate(paper.lines):
        row = _row(paper, index)
        if row is not None:
            yield from row
            continue
        match = _NOTE.fullmatch(line.plain) or _LABELLED.fullmatch(line.plain)
        if match:
            yield paper.found_within(_WORDS[match["word"]], index, match.span(), "disclosure_mark", 0.97)


def _row(paper: Paper, index: int) -> tuple[Found[Disclosure], ...] | None:
    """The ticked options of a row of boxes; None if line `index` is no such row, () if none or all are ticked."""
    plain = paper.lines[index].plain
    options = list(_OPTION.finditer(plain))
    if not options or not _is_row(plain, options):
        return None
    leading = sum(bool(option["before"]) for option in options)
    side = "before" if leading >= sum(bool(option["after"]) for option in options) else "after"
    ticked = [option for option in options if option[side] and option[side] in f"{_TICKED}R"]
    if len(options) > 1 and len(ticked) == len(options):
        return ()
    return tuple(
        paper.found_within(_WORDS[option["word"]], index, option.span(), "ticked_box", 0.95) for option in ticked
    )


def _is_row(plain: str, options: list[re.Match[str]]) -> bool:
    """A row has boxes and hardly a word between its options; a sentence about the kinds of disclosure is none."""
    if not _BOX.search(plain) and not any(option["before"] for option in options):
        return len({option["word"] for option in options}) > 1 and len(plain) <= 40 and "。" not in plain
    gaps = [later.start() - earlier.end() for earlier, later in itertools.pairwise(options)]
    return all(gap <= _LAWFUL_WORDS_BETWEEN for gap in gaps) and "。" not in plain[: options[-1].end()]


def _first(paper: Paper, near: list[int], pattern: re.Pattern[str], rule: str) -> Attribute[str] | None:
    for index in near:
        match = pattern.fullmatch(paper.lines[index].plain)
        if match:
            start, end = match.span("value")
            reason = _REASON_INSIDE.search(paper.lines[index].plain, start)
            end = reason.start() if reason else end
            value = paper.text_of(index, (start, end)).rstrip("。；;，,）) ")
            return paper.found_within(value, index, (start, end), rule, 0.85).attribute
    return None


def _reason(paper: Paper, near: list[int]) -> Attribute[str] | None:
    for index in near:
        plain = paper.lines[index].plain
        match = _REASON.fullmatch(plain) or _REASON_INSIDE.search(plain)
        if match:
            value = paper.text_of(index, match.span("value")).rstrip("。；; )）")
            return paper.found_within(value, index, match.span("value"), "reason_line", 0.85).attribute
    return None
