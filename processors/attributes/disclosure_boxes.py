"""Rows of boxes of which one is ticked: ☑主动公开 □依申请公开 □不予公开, and as OCR reads them."""

from __future__ import annotations

import itertools
import re

from processors.attributes.model import Disclosure
from processors.attributes.paper import Found, Line, Paper

#: The words for each class, the longer before those that they contain.
WORDS = {
    "依申请公开": Disclosure.ON_REQUEST,
    "主动公开": Disclosure.PROACTIVE,
    "公开发布": Disclosure.PROACTIVE,
    "不予公开": Disclosure.WITHHELD,
    "免予公开": Disclosure.WITHHELD,
    "免于公开": Disclosure.WITHHELD,
    "不适宜公开": Disclosure.WITHHELD,
    "不宜公开": Disclosure.WITHHELD,
    "不得公开": Disclosure.WITHHELD,
    "不得对外公开": Disclosure.WITHHELD,
    "不宜对外公开": Disclosure.WITHHELD,
    "不对外公开": Disclosure.WITHHELD,
    "不公开": Disclosure.WITHHELD,
}
WORD = "|".join(WORDS)
# What takes something of 主动公开 back. Matches 附件除外, 发布至县级, (部分). Must not match 联系人:示例甲, 附件:2.
_ANNEX_APART = r"附[件表].{0,8}(?:不|除外|依申请|暂|另)|除附[件表]"
_RESTRICTION = re.compile(
    rf"{_ANNEX_APART}|除外|部分|删[减节除]|不含|不包括|暂|仅|只|内部|内网|局内|县级|县团级|以?后公开|批准|待定"
    r"|不(?:上网|登报|公开|发布|得|宜|予)"
)

_TICKED = "☑✓✔√■☒●◉⊠✅▣🗹☞"
# OCR reads an empty box as 口, and Wingdings 2 gives R for a ticked and £ for an empty one.
_EMPTY = "□☐▢◻○◯口£〇"
#: Every character that stands for a box.
BOXES = _TICKED + _EMPTY
_OPTION = re.compile(rf"[\[(]?(?:[\dA-C][.、:])?(?P<word>{WORD})[\])]?")
_BOX = re.compile(rf"[{_TICKED}{_EMPTY}]|R(?=[\[(]?(?:{WORD}))")
# OCR's reading of a ticked box, where a box may stand: at the beginning of the line, behind a colon or an option.
_LOOKS_TICKED = re.compile(rf"(?:^|(?<=[:开]))[区回团囚凶因冈図](?=(?:{WORD}))")
# An x is a tick between square brackets, as typed lists have it; between round ones it may say no as well.
_PAIR = rf"(?:\[(?P<tick>[{_TICKED}vVxX]?)\]|\((?P<round>[{_TICKED}vV]?)\))"
# Matches [√]主动公开[]依申请公开, 主动公开(√)依申请公开(). Must not match (主动公开), (×)主动公开.
_BRACKET_BEFORE = re.compile(rf"{_PAIR}(?P<word>{WORD})")
_BRACKET_BEHIND = re.compile(rf"(?P<word>{WORD}){_PAIR}")
# Matches 例2:☑主动公开□依申请公开, 样式:…. Must not match 示例区公开属性:….
_EXAMPLE = re.compile(r".{0,4}(?:例|样式|格式)[\d一二三四五六]{0,2}[:,]")
_WORDS_BETWEEN = 16
CLEAR, READ_AS_WORD, BOX_LOST, BY_ITS_BLANK, SHAKY = 0.95, 0.9, 0.9, 0.9, 0.8

Row = tuple[Found[Disclosure], ...]


def is_restricted(text: str) -> bool:
    """Whether words beside 主动公开 take some of it back, so that people have to decide."""
    return _RESTRICTION.search(text) is not None


def ticked_options(paper: Paper, index: int) -> Row | None:
    """The ticked options of a row of boxes; None if line `index` is no such row, () if it does not tell one."""
    line = paper.lines[index]
    plain = line.plain
    if "公开" not in plain:
        return None
    options = list(_OPTION.finditer(plain))
    if not options or "。" in plain[: options[-1].end()] or _EXAMPLE.match(plain):
        return None
    row = _ticked(paper, index, options)
    return () if row and _takes_back(line, row, options) else row


def _takes_back(line: Line, row: Row, options: list[re.Match[str]]) -> bool:
    """Whether 主动公开 is ticked and restricted: ☑主动公开(部分)□不予公开, ☑主动公开□不予公开(附件不公开)."""
    opened = {
        said.attribute.evidence.start
        for said in row
        if said.attribute.value is Disclosure.PROACTIVE and said.attribute.evidence
    }
    ends = [following.start() for following in options[1:]] + [len(line.plain)]
    return bool(opened) and (
        re.search(_ANNEX_APART, line.plain) is not None
        or any(
            is_restricted(line.plain[option.end() : end])
            for option, end in zip(options, ends, strict=True)
            if line.origins[option.start("word")] in opened
        )
    )


def _ticked(paper: Paper, index: int, options: list[re.Match[str]]) -> Row | None:
    line = paper.lines[index]
    plain = line.plain
    bracketed = _bracketed(paper, index, len(options))
    if bracketed is not None:
        return bracketed
    if line.score < 1:
        plain, misread = _LOOKS_TICKED.subn("☑", plain)
    else:
        misread = 0
    if not _is_row(plain, options):
        return None
    boxes = [_box(plain, option, options) for option in options]
    ticked = [option for option, box in zip(options, boxes, strict=True) if box and box in f"{_TICKED}R"]
    if not any(boxes) and (touched := _touched_by_the_tick(paper, index, options)):
        return _found(paper, index, [touched], BY_ITS_BLANK)
    if not ticked:
        return _lost_box(paper, index, options, boxes)
    if len(options) > 1 and len(ticked) == len(options):
        return ()
    others_are_empty = sum(bool(box) and box in _EMPTY for box in boxes) == len(options) - len(ticked)
    return _found(paper, index, ticked, CLEAR if not misread else READ_AS_WORD if others_are_empty else SHAKY)


def _bracketed(paper: Paper, index: int, options: int) -> Row | None:
    """A row whose boxes are pairs of brackets, all before or all behind their words; None for any other.

    A form may print each option on a line of its own.
    """
    for pattern in (_BRACKET_BEFORE, _BRACKET_BEHIND):
        boxes = list(pattern.finditer(paper.lines[index].plain))
        if len(boxes) == options:
            ticked = [box for box in boxes if box["tick"] or box["round"]]
            return _found(paper, index, ticked, CLEAR) if len(ticked) < max(options, 2) else ()
    return None


def _touched_by_the_tick(paper: Paper, index: int, options: list[re.Match[str]]) -> re.Match[str] | None:
    """The option that the only tick of the row touches, while a blank parts it from the other one beside it.

    主动公开 √依申请公开 不予公开. OCR knows no blanks, and nothing becomes public by one.
    """
    line = paper.lines[index]
    ticks = list(_BOX.finditer(line.plain))
    if line.score < 1 or len(ticks) != 1 or ticks[0][0] not in _TICKED or ticks[0].end() == len(line.plain):
        return None
    at = ticks[0].start()
    before, behind = (line.origins[at + step] - line.origins[at + step - 1] > 1 for step in (0, 1))
    touching = [
        option
        for option in options
        if (option.start() == at + 1 and before and not behind) or (option.end() == at and behind and not before)
    ]
    found = touching[0] if touching else None
    return None if found is None or WORDS[found["word"]] is Disclosure.PROACTIVE else found


def _lost_box(paper: Paper, index: int, options: list[re.Match[str]], boxes: list[str]) -> Row:
    """The one option whose box OCR lost while it read the others' as empty: OCR does not know a filled box.

    An empty box may be lost as well, so nothing becomes public by this.
    """
    lost = [option for option, box in zip(options, boxes, strict=True) if not box]
    is_scan = paper.lines[index].score < 1
    if not is_scan or len(lost) != 1 or len(options) < 3 or WORDS[lost[0]["word"]] is Disclosure.PROACTIVE:
        return ()
    return _found(paper, index, lost, BOX_LOST)


def _found(paper: Paper, index: int, options: list[re.Match[str]], certainty: float) -> Row:
    return tuple(
        paper.found_within(WORDS[option["word"]], index, option.span("word"), "ticked_box", certainty)
        for option in options
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
        return len({option["word"] for option in options}) > 1 and len(plain) <= 40 and "(" not in plain
    gaps = [later.start() - earlier.end() for earlier, later in itertools.pairwise(options)]
    return all(gap <= _WORDS_BETWEEN for gap in gaps)
