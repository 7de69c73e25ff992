"""The disclosure attribute (公开属性) as the document itself or a form page in it states it.

There is no default: a document that says nothing is undetermined, never public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from processors.attributes.annexed import find_annexed
from processors.attributes.disclosure_boxes import WORD, WORDS, ticked_options
from processors.attributes.model import Attribute, Disclosure
from processors.attributes.paper import Found, Paper
from processors.attributes.signature import find_signature
from processors.attributes.wrapped_rows import with_whole_rows

# In a note 公开 alone says it too: (此件公开), and some ministries say to whom: (此件社会公开).
_IN_NOTE = {**WORDS} | dict.fromkeys(("公开", "予以公开", "社会公开", "向社会公开"), Disclosure.PROACTIVE)
_ONLY_IN_NOTE = r"(?:予以|向?社会)?公开(?=[)\]】〕])"
_THIS = r"(?:此|本|该)(?:件|文件?|公文)"
# Matches (此件公开发布), 【此件依申请公开】, (本文主动公开,请登载). Must not match (本文有删减), (联系科室:示例科).
_NOTE = re.compile(
    rf"(?:附注:|备注:|注:)?(?:[(\[【〔]{_THIS}(?:可|属于?|为)?(?P<word>{WORD}|{_ONLY_IN_NOTE})[^()]{{0,100}}[)\]】〕]?"
    rf"|[(\[【〔](?P<alone>{WORD})[)\]】〕]|{_THIS}(?P<bare>{WORD})。?)"
)
_LABEL = (
    r"(?:信息公开|政务公开|政府信息公开|公文公开|文件公开|公开)(?:属性|方式|选项|类型|类别|形式|性质)|信息公开|是否公开"
)
# Matches 公开方式:主动公开, 公开属性依申请公开, (公开属性:主动公开), 公开属性|主动公开 (cells of a table).
# Must not match 公开方式包括主动公开和依申请公开.
_LABELLED = re.compile(
    rf"(?:.{{0,20}}[^\u4e00-\u9fff])?(?:{_LABEL})[:|\]】]?(?P<word>{WORD})"
    r"(?:[)\]】〕]|[。.(;|].{0,60}|\d.*|(?:校对|拟稿|核稿|印数|共印|联系|承办|经办).{0,60})?"
)
# Matches 主动公开示民发〔2023〕29号: the class at the left margin of the number's line.
_BESIDE_NUMBER = re.compile(rf"(?P<word>{WORD})[\u4e00-\u9fff]{{2,20}}〔\d{{4}}〕\d{{1,5}}号")
# The imprint (版记), beside which the class may stand without a label.
_IMPRINT = re.compile(r"(?:主题词|抄送|抄报):.*|.{0,40}日印(?:发|制).*")

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
    paper = with_whole_rows(paper)
    statements = tuple(_statements(paper))
    own = [statement.first for statement in statements]
    near = [index for first in own for index in range(max(0, first - 1), min(len(paper.lines), first + _NEIGHBOURHOOD))]
    basis = _beside(paper, own, _BASIS_INSIDE, "basis") or _beside(paper, near, _BASIS_LINE, "basis")
    reason = _beside(paper, own, _REASON_INSIDE, "reason") or _beside(paper, near, _REASON_LINE, "reason")
    return DisclosureMarks(statements, basis, reason)


def _statements(paper: Paper) -> Iterator[Found[Disclosure]]:
    """Every statement, except what would make the document public and may be said of a document that it annexes."""
    signature = find_signature(paper, 0)
    annexed = find_annexed(paper, signature)
    below = signature.last + 1 if signature else len(paper.lines)
    for index in range(len(paper.lines)):
        for said in _said_on(paper, index, below):
            is_note = said.is_by("disclosure_note")
            if said.attribute.value is not Disclosure.PROACTIVE:
                yield said
            elif not annexed.is_amid_text(paper, index) and not (
                annexed.has_note(index) if is_note else annexed.has_mark(paper, index)
            ):
                yield _less_sure(said) if annexed.has_note(index) else said


def _said_on(paper: Paper, index: int, below: int) -> Iterator[Found[Disclosure]]:
    """What line `index` says; `below` is the line under the signature, from which on a word alone may be a mark."""
    row = ticked_options(paper, index)
    plain = paper.lines[index].plain
    if row is not None:
        yield from row
    elif note := _NOTE.fullmatch(plain):
        for disclosure in _said_in(note):
            yield paper.found_within(disclosure, index, note.span(), "disclosure_note", 0.97)
    elif labelled := _LABELLED.fullmatch(plain):
        yield paper.found_within(WORDS[labelled["word"]], index, labelled.span(), "disclosure_line", 0.97)
    elif head := _BESIDE_NUMBER.fullmatch(plain):
        yield paper.found_within(WORDS[head["word"]], index, head.span("word"), "disclosure_word", 0.9)
    elif index >= below and (alone := _alone_in_imprint(paper, index)):
        yield paper.found(alone, index, index, "disclosure_word", 0.9)


def _less_sure(said: Found[Disclosure]) -> Found[Disclosure]:
    return replace(said, attribute=replace(said.attribute, confidence=min(said.attribute.confidence, 0.9)))


def _alone_in_imprint(paper: Paper, index: int) -> Disclosure | None:
    """The class that a line names without a label, if the line above or below it is of the imprint.

    At the very end a lone word counts as well, unless it would make the document public.
    """
    lines = paper.lines
    disclosure = WORDS.get(lines[index].plain.rstrip("。"))
    beside = [lines[at].plain for at in (index - 1, index + 1) if at < len(lines)]
    if disclosure and any(_IMPRINT.fullmatch(plain) for plain in beside):
        return disclosure
    rest = lines[index + 1 :]
    explains = 0 < len(rest) <= 2 and (_REASON_LINE.match(rest[0].plain) or _BASIS_LINE.match(rest[0].plain))
    is_end = not rest or explains
    return disclosure if is_end and disclosure is not Disclosure.PROACTIVE else None


def _said_in(note: re.Match[str]) -> Iterator[Disclosure]:
    """What a note says first, and what it withholds of that: (此件主动公开,附件不公开) says both, so people decide."""
    first = _IN_NOTE[note["word"] or note["alone"] or note["bare"]]
    yield first
    if first is Disclosure.PROACTIVE:
        said = {WORDS[word] for word in re.findall(WORD, note[0])}
        yield from (disclosure for disclosure in Disclosure if disclosure in said - {first})


def _beside(paper: Paper, indexes: list[int], pattern: re.Pattern[str], rule: str) -> Attribute[str] | None:
    for index in indexes:
        plain = paper.lines[index].plain
        match = pattern.search(plain)
        if match:
            value = paper.text_of(index, match.span("value")).rstrip("。；;，, ")
            return paper.found_within(value, index, match.span("value"), rule, 0.85).attribute
    return None
