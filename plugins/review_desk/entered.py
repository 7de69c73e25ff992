"""What a person typed into a form: read from it, and kept for the page if it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from review_desk.reading_view import DISMISSAL_PREFIX

#: Longer texts are cut by the form itself; who sends more than a form can hold is not using the form.
MAX_REASON = 2000
MAX_LINE = 500


class FieldTooLong(Exception):
    """A field holds more than the page lets a person type."""


@dataclass(frozen=True, slots=True)
class EnteredArea:
    """An area of a page picture as typed: the page's number, and per cent of the picture's width and height."""

    page: str = ""
    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.left, self.top, self.width, self.height))


@dataclass(frozen=True, slots=True)
class Entered:
    """One form as typed; an empty field is an empty string. `dismissals` goes by `Finding.id`.

    `attribute` and `value` are a correction; `findings`, `words`, `areas` and `redaction` say what is taken out or
    shown again;
    `reason_kind` and `urgent` belong to a second look.
    """

    act: str = ""
    round: int = 0
    step: int = 0
    content_hash: str = ""
    verdict: str = ""
    disclosure: str = ""
    unit: str = ""
    legal_basis: str = ""
    reason: str = ""
    listable: bool = False
    dismissals: Mapping[str, str] = field(default_factory=dict)
    attribute: str = ""
    value: str = ""
    findings: frozenset[str] = frozenset()
    words: str = ""
    areas: tuple[EnteredArea, ...] = ()
    redaction: str = ""
    reason_kind: str = ""
    urgent: bool = False

    @property
    def prose(self) -> str:
        """All that was composed, to be copied when the form itself is gone."""
        typed = (self.legal_basis, self.reason, self.value, self.words, *self.dismissals.values())
        return "\n".join(text for text in typed if text)


def read_entered(form: FormData) -> Entered:
    """Read one of the desk's forms.

    Raises:
        FieldTooLong: a field is longer than the page allows.
    """
    return Entered(
        act=_text(form, "act", MAX_LINE),
        round=_number(form, "round"),
        step=_number(form, "step"),
        content_hash=_text(form, "content_hash", MAX_LINE),
        verdict=_text(form, "verdict", MAX_LINE),
        disclosure=_text(form, "disclosure", MAX_LINE),
        unit=_text(form, "unit", MAX_LINE),
        legal_basis=_text(form, "legal_basis", MAX_LINE),
        reason=_text(form, "reason", MAX_REASON),
        listable=form.get("listable") == "yes",
        dismissals=_dismissals(form),
        attribute=_text(form, "attribute", MAX_LINE),
        value=_text(form, "value", MAX_REASON),
        findings=frozenset(value for value in form.getlist("findings") if isinstance(value, str)),
        words=_text(form, "words", MAX_LINE),
        areas=_areas(form),
        redaction=_text(form, "redaction", MAX_LINE),
        reason_kind=_text(form, "reason_kind", MAX_LINE),
        urgent=form.get("urgent") == "yes",
    )


def _text(form: FormData, name: str, longest: int) -> str:
    value = form.get(name, "")
    if not isinstance(value, str):
        return ""
    text = value.replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise FieldTooLong
    return text


def _areas(form: FormData) -> tuple[EnteredArea, ...]:
    """The rows of areas of which a place was filled in; the fields of a row come in the order of the rows."""
    columns = [[_line(value) for value in form.getlist(f"area_{name}")] for name in EnteredArea.__slots__]
    rows = [EnteredArea(*row) for row in zip(*columns, strict=False)]
    return tuple(row for row in rows if not row.is_empty)


def _line(value: object) -> str:
    if not isinstance(value, str):
        return ""
    if len(value) > MAX_LINE:
        raise FieldTooLong
    return value.strip()


def _number(form: FormData, name: str) -> int:
    text = _text(form, name, MAX_LINE)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _dismissals(form: FormData) -> dict[str, str]:
    """The fields that were filled; an empty one dismisses nothing."""
    fields = (name for name in form if name.startswith(DISMISSAL_PREFIX))
    filled = {name.removeprefix(DISMISSAL_PREFIX): _text(form, name, MAX_LINE) for name in fields}
    return {finding: reason for finding, reason in filled.items() if reason}
