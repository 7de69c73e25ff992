"""What somebody wrote in a cell → the value as it is kept, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final, assert_never

from records.domain.lists.kind import Field, FieldType

#: Matches `2026-3-5`, `2026/03/05`, `2026.3.5`, `2026年3月5日` and `2026-03-05 00:00:00`, not `3月5日` or `26-3-5`.
_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00)?)?")
#: Matches `20`, `1,200` and `0.5`, not `-1`, `约20` or `0.125`.
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,2})?")


class ValueInvalid(ValueError):
    """A value that the field does not take; the message is a Chinese phrase for the person who wrote it."""


def value_of(field: Field, written: str) -> str:
    """The value as it is kept; "" if nothing was written.

    Blanks at the ends, control characters and marks of text direction are not kept. A date becomes ISO, a number loses
    its commas.

    Raises:
        ValueInvalid: it is missing, too long, or of another form.
    """
    text = _lines(written) if field.type is FieldType.LINES else _line(written)
    if not text:
        if field.required:
            raise ValueInvalid("必填，没有填写")
        return ""
    if len(text) > field.longest:
        raise ValueInvalid(f"{len(text)} 个字，超过 {field.longest} 个字")
    return _typed(field, text)


def _typed(field: Field, text: str) -> str:
    match field.type:
        case FieldType.TEXT | FieldType.LINES:
            return text
        case FieldType.DATE:
            return _date(text)
        case FieldType.NUMBER:
            return _number(text)
        case FieldType.CHOICE:
            if text not in field.choices:
                raise ValueInvalid(f"“{text[:20]}”不在可选范围内，可选：{'、'.join(field.choices)}")
            return text
        case _ as never:
            assert_never(never)


def _date(text: str) -> str:
    found = _DATE.fullmatch(text)
    try:
        return dt.date(*(int(part) for part in found.groups())).isoformat() if found else _no_date(text)
    except ValueError:
        return _no_date(text)


def _no_date(text: str) -> str:
    raise ValueInvalid(f"“{text[:20]}”不是日期，请写成 2026-03-05")


def _number(text: str) -> str:
    if _NUMBER.fullmatch(text) is None:
        raise ValueInvalid(f"“{text[:20]}”不是数字（不小于 0，最多两位小数，不带单位）")
    return text.replace(",", "")


def _lines(text: str) -> str:
    lines = (_line(line) for line in re.split(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", text))
    return "\n".join(line for line in lines if line)


def _line(text: str) -> str:
    """One line: a tab would be another cell. Characters that nobody sees could hide what a reviewer should see."""
    shown = "".join(character for character in text if character.isspace() or not _is_unseen(character))
    return " ".join(shown.split())


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
