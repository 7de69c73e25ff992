"""What changed since the content that was last reviewed or published, for those who saw that one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from records.domain.reading import Reading
from records.domain.redaction import RedactedArea
from review_desk.reading_view import shown_value
from review_desk.wording import ATTRIBUTE, word

#: Changed lines that are shown, and lines of a text that are compared at all; of more the reader is told to read on.
_MOST_CHANGED = 200
_MOST_LINES = 5_000
_READ_ALL = "正文变化较多，请通读全文"


@dataclass(frozen=True, slots=True)
class Difference:
    """One attribute, line or stretch: `before` or `now` is empty where it is new or gone."""

    what: str
    before: str
    now: str


def differences(before: Reading, now: Reading) -> tuple[Difference, ...]:
    """Attributes first, then what was taken out or shown again, then lines of the text."""
    return (*_attributes(before, now), *_redactions(before, now), *_lines(before, now))


def _attributes(before: Reading, now: Reading) -> Iterator[Difference]:
    for name in ATTRIBUTE:
        old, new = (shown_value(name, reading.attributes.get(name)) for reading in (before, now))
        if old != new:
            yield Difference(word(ATTRIBUTE, name), old, new)


def _redactions(before: Reading, now: Reading) -> Iterator[Difference]:
    old, new = ({one.testimony: one for one in reading.redactions} for reading in (before, now))
    for place in sorted(new.keys() - old.keys()):
        yield Difference(f"第 {new[place].page} 页，隐去", "", new[place].replacement)
    for place in sorted(old.keys() - new.keys()):
        yield Difference(f"第 {old[place].page} 页，恢复", old[place].replacement, "")
    drawn, kept = ({one.testimony: one for one in reading.areas} for reading in (now, before))
    for place in sorted(drawn.keys() - kept.keys()):
        yield Difference(f"第 {drawn[place].page} 页，隐去区域", "", _masks(drawn[place]))
    for place in sorted(kept.keys() - drawn.keys()):
        yield Difference(f"第 {kept[place].page} 页，恢复区域", _masks(kept[place]), "")


def _masks(area: RedactedArea) -> str:
    return "、".join(words.replacement for words in area.words) or "（区域内没有读出文字）"


def _lines(before: Reading, now: Reading) -> Iterator[Difference]:
    old, new = ([line for page in reading.pages for line in page.text.splitlines()] for reading in (before, now))
    if old == new:
        return
    if max(len(old), len(new)) > _MOST_LINES:
        yield Difference("正文", "", _READ_ALL)
        return
    changed = 0
    for tag, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            changed += max(last - first, end - start)
            if changed > _MOST_CHANGED:
                yield Difference("正文", "", _READ_ALL)
                return
            yield Difference("正文", "\n".join(old[first:last]), "\n".join(new[start:end]))
