"""The form of a comment on a draft: one text, and who it is from if they want to say; each fault at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bundles.submissions import LONGEST_COMMENT

#: Characters that each field may have.
LONGEST: Final[Mapping[str, int]] = {"text": LONGEST_COMMENT, "name": 50, "contact": 100}


@dataclass(frozen=True, slots=True)
class CommentForm:
    """As typed, and what is wrong with it by field, in the order of the form."""

    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    faults: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.fields.get(name, "")


def checked(typed: Mapping[str, str]) -> CommentForm:
    """The form with its faults, none if it can be sent."""
    fields = {name: typed.get(name, "") for name in LONGEST}
    return CommentForm(fields, {name: fault for name in LONGEST if (fault := _fault(name, fields[name]))})


def _fault(name: str, value: str) -> str | None:
    if len(value) > LONGEST[name]:
        return f"不能超过{LONGEST[name]}字，现在有{len(value)}字。"
    if any(character < " " and character not in "\n\t" for character in value):
        return "含有不能识别的字符，请重新填写。"
    return "请写明您的意见。" if name == "text" and not value else None
