"""Changing the content from the desk: correct an attribute, take words out, show them again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from processors.redaction.masking import usual
from records.domain.bureau import Person
from records.domain.errors import BadInput, NotAllowed, TransitionRefused
from records.domain.reading import AttributeValue, Finding, Reading
from records.domain.redaction import Redaction
from records.services.desk import Dossier
from review_desk.areas import areas_of
from review_desk.entered import Entered
from review_desk.reading_view import DATES, LISTS
from review_desk.services import DeskServices
from review_desk.wording import ATTRIBUTE, word

#: The kind of what was marked by its words, and not by a finding.
MARKED: Final = "text"


class NothingChosen(BadInput):
    """A form without what it is about."""

    code = "incomplete"


def correct(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """Write what was typed in an attribute's place; an empty field empties it.

    Raises:
        NothingChosen: a date that is none.
    """
    value = _value(entered.attribute, entered.value)
    with _in_words():
        desk.edit.correct(
            dossier.document.id, by=person.id, seen_hash=entered.content_hash, name=entered.attribute, value=value
        )


def redact(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """Take out the findings that were ticked and every place where the words that were typed stand.

    Raises:
        NothingChosen: neither a finding nor words, or words that stand nowhere.
    """
    if dossier.reading is None:
        raise NothingChosen("这份公文没有可以隐去的文字。")
    redactions = [
        *_of_findings(dossier.reading, entered, person),
        *_of_words(dossier.reading, entered, person),
    ]
    if not redactions:
        raise NothingChosen("请勾选发现项，或者写明要隐去的文字。")
    with _in_words():
        desk.edit.redact(dossier.document.id, by=person.id, seen_hash=entered.content_hash, redactions=redactions)


def redact_areas(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """Take out the areas that were marked on page pictures, with the words under them.

    Raises:
        AreaInvalid, Unavailable: as `areas_of`; nothing is changed then.
    """
    areas = areas_of(desk, person, dossier, entered)
    with _in_words():
        desk.edit.redact(dossier.document.id, by=person.id, seen_hash=entered.content_hash, areas=areas)


def restore(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """Show again what was taken out."""
    with _in_words():
        desk.edit.restore(
            dossier.document.id, by=person.id, seen_hash=entered.content_hash, redaction_id=entered.redaction
        )


@contextmanager
def _in_words() -> Iterator[None]:
    """Say to people what records, which put the refusal on the audit chain, say as a forbidden transition."""
    try:
        yield
    except TransitionRefused:
        raise NotAllowed("只有承办科室、办公室和当前环节的审查人员可以更改内容，且只在审查结束之前。") from None


def _value(name: str, typed: str) -> AttributeValue:
    if name in LISTS:
        return tuple(line.strip() for line in typed.split("\n") if line.strip())
    if name in DATES and typed:
        try:
            return dt.date.fromisoformat(typed).isoformat()
        except ValueError:
            raise NothingChosen(f"{word(ATTRIBUTE, name)}应为日期，例如 2026-03-02。") from None
    return " ".join(typed.split()) or None


def _of_findings(reading: Reading, entered: Entered, person: Person) -> Iterator[Redaction]:
    for finding in reading.findings:
        if finding.id in entered.findings and finding.start < finding.end:
            yield _redaction(reading, finding, entered, person)


def _redaction(reading: Reading, finding: Finding, entered: Entered, person: Person) -> Redaction:
    page = next(page for page in reading.pages if page.number == finding.page)
    shown = usual(finding.kind, page.text[finding.start : finding.end])
    return Redaction(finding.page, finding.start, finding.end, shown, finding.kind, entered.reason, person.id)


def _of_words(reading: Reading, entered: Entered, person: Person) -> Iterator[Redaction]:
    words = "".join(entered.words.split())
    if not words:
        return
    # Blanks and line breaks between the letters are layout.
    pattern = re.compile(r"\s*".join(map(re.escape, words)))
    places = [(page, match) for page in reading.pages for match in pattern.finditer(page.text)]
    if not places:
        raise NothingChosen(f"正文中没有“{entered.words}”，请核对后重新填写。")
    for page, match in places:
        if not reading.is_redacted(page.number, match.start(), match.end()):
            shown = usual(MARKED, match[0])
            yield Redaction(page.number, match.start(), match.end(), shown, MARKED, entered.reason, person.id)
