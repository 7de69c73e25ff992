"""The fields of a form as a person typed them, asked for by kind, so that what is missing is said in one way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from starlette.datastructures import FormData

from records.domain.errors import BadInput
from review_desk.entered import FieldTooLong

#: Characters that one field can hold; the page lets nobody type more.
_LONGEST: Final = 4000
_Kind = TypeVar("_Kind", bound=StrEnum)


class NotFilledIn(BadInput):
    """A field that holds none of what it asks for."""

    code = "incomplete"


class Typed:
    """The fields of one form."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def text(self, name: str) -> str:
        return self._fields.get(name, "")

    def day(self, name: str) -> dt.date:
        try:
            return dt.date.fromisoformat(self.text(name))
        except ValueError:
            raise NotFilledIn("请写明日期，例如 2026-12-01。") from None

    def number(self, name: str) -> int:
        text = self.text(name)
        if not (text.isascii() and text.isdecimal() and len(text) < 9):
            raise NotFilledIn("请填写一个整数。")
        return int(text)

    def choice(self, name: str, kinds: type[_Kind]) -> _Kind:
        try:
            return kinds(self.text(name))
        except ValueError:
            raise NotFilledIn("请在列出的各项中选择一项。") from None


def typed_fields(form: FormData) -> dict[str, str]:
    """The fields as text, control characters left out: no person types them.

    Raises:
        FieldTooLong: a field holds more than the page lets a person type.
    """
    found = {name: value for name, value in form.items() if isinstance(value, str)}
    if any(len(value) > _LONGEST for value in found.values()):
        raise FieldTooLong
    return {name: _printable(value.replace("\r\n", "\n")).strip() for name, value in found.items()}


def _printable(text: str) -> str:
    return "".join(character for character in text if character >= " " or character in "\n\t")
