"""The disclosure attribute (公开属性) as the document itself or a form page in it states it.

There is no default: a document that says nothing is undetermined, never public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from processors.attributes.annexed import find_annexed
from processors.attributes.disclosure_boxes import WORDS, ticked_options
from processors.attributes.disclosure_wording import keeps_annex, worded
from processors.attributes.model import Attribute, Disclosure
from processors.attributes.paper import Found, Paper
from processors.attributes.signature import find_signature
from processors.attributes.wrapped_rows import with_whole_rows

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
    if statements and all(said.attribute.value is Disclosure.PROACTIVE for said in statements):
        statements += tuple(_kept_annexes(paper))
    own = [statement.first for statement in statements]
    near = [index for first in own for index in range(max(0, first - 1), min(len(paper.lines), first + _NEIGHBOURHOOD))]
    basis = _beside(paper, own, _BASIS_INSIDE, "basis") or _beside(paper, near, _BASIS_LINE, "basis")
    reason = _beside(paper, own, _REASON_INSIDE, "reason") or _beside(paper, near, _REASON_LINE, "reason")
    return DisclosureMarks(statements, basis, reason)


def _statements(paper: Paper) -> Iterator[Found[Disclosure]]:
    """Every statement, except what would make the document public and may be said of a document that it annexes."""
    speaking = [index for index, line in enumerate(paper.lines) if "公开" in line.plain]
    if not speaking:
        return
    signature = find_signature(paper, 0)
    below = signature.last + 1 if signature else len(paper.lines)
    statements = [said for index in speaking for said in _said_on(paper, index, below)]
    opens = any(said.attribute.value is Disclosure.PROACTIVE for said in statements)
    annexed = find_annexed(paper, signature) if opens else None
    for said in statements:
        if annexed is None or said.attribute.value is not Disclosure.PROACTIVE:
            yield said
        elif not annexed.owns(paper, said.first, is_note=said.is_by("disclosure_note")):
            yield _less_sure(said) if annexed.has_note(said.first) else said


def _said_on(paper: Paper, index: int, below: int) -> Iterator[Found[Disclosure]]:
    """What line `index` says; `below` is the line under the signature, from which on a word alone may be a mark."""
    row = ticked_options(paper, index)
    plain = paper.lines[index].plain
    if row is not None:
        yield from row
    elif words := worded(plain):
        for disclosure in words.disclosures:
            yield paper.found_within(disclosure, index, words.span, words.rule, words.certainty)
    elif alone := _alone_in_imprint(paper, index, below):
        yield paper.found(alone, index, index, "disclosure_word", 0.9)


def _kept_annexes(paper: Paper) -> Iterator[Found[Disclosure]]:
    """Lines of their own that keep an annex of a public document from the public: (附件不公开)."""
    for index, line in enumerate(paper.lines):
        if keeps_annex(line.plain):
            yield paper.found(Disclosure.WITHHELD, index, index, "annex_kept", 0.9)


def _less_sure(said: Found[Disclosure]) -> Found[Disclosure]:
    return replace(said, attribute=replace(said.attribute, confidence=min(said.attribute.confidence, 0.9)))


def _alone_in_imprint(paper: Paper, index: int, below: int) -> Disclosure | None:
    """The class that a line names without a label, if the line above or below it is of the imprint.

    At the very end, and above its reason or basis, a lone word counts as well, unless it would make the document
    public. `below` is the line under the signature.
    """
    lines = paper.lines
    disclosure = WORDS.get(lines[index].plain.rstrip("。"))
    if disclosure is None or (index and ticked_options(paper, index - 1) is not None):
        return None  # or what a row of boxes left for the next page
    following = lines[index + 1].plain if index + 1 < len(lines) else None
    if following and disclosure is not Disclosure.PROACTIVE and _explains(following):
        return disclosure
    if index < below:
        return None
    beside = (lines[index - 1].plain, following or "")
    if any(_IMPRINT.fullmatch(plain) for plain in beside):
        return disclosure
    return disclosure if following is None and disclosure is not Disclosure.PROACTIVE else None


def _explains(plain: str) -> bool:
    return bool(_REASON_LINE.match(plain) or _BASIS_LINE.match(plain))


def _beside(paper: Paper, indexes: list[int], pattern: re.Pattern[str], rule: str) -> Attribute[str] | None:
    for index in indexes:
        plain = paper.lines[index].plain
        match = pattern.search(plain)
        if match:
            value = paper.text_of(index, match.span("value")).rstrip("。；;，, ")
            return paper.found_within(value, index, match.span("value"), rule, 0.85).attribute
    return None
