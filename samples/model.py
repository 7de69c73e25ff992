"""What a sample 公文 consists of, read from a TOML file under samples/texts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"


class Form(StrEnum):
    """The layouts of GB/T 9704-2012 that the samples use; `plain` is a page without a red head (解读)."""

    DOCUMENT = "document"
    LETTER = "letter"
    ANNOUNCEMENT = "announcement"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment on its own page. `label` is 附件1 or empty (the text that a 印发 notice issues)."""

    label: str
    title: tuple[str, ...]
    body: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One document, every element as it is printed; an empty string or tuple means the element is absent.

    `title` holds the printed lines, `body` the paragraphs, `attachments` the names under 附件：.
    """

    form: Form
    letterhead: str
    number: str
    title: tuple[str, ...]
    addressees: str
    body: tuple[str, ...]
    attachments: tuple[str, ...]
    signature: str
    date: str
    note: str
    copied_to: str
    printed_by: str
    printed_on: str
    copy_number: str
    secrecy: str
    annexes: tuple[Annex, ...]

    @property
    def full_title(self) -> str:
        return "".join(self.title)


def load(name: str, replacements: dict[str, str] | None = None) -> OfficialDocument:
    """Read samples/texts/NAME.toml and fill its `{placeholder}`s: what is generated is never in the repository."""
    source = (TEXTS / f"{name}.toml").read_text(encoding="utf-8")
    for placeholder, value in (replacements or {}).items():
        source = source.replace("{" + placeholder + "}", value)
    facts = tomllib.loads(source)
    annexes = tuple(_annex(entry) for entry in facts.pop("annex", []))
    lines = {key: tuple(facts.pop(key, "").split("\n")) if key in facts else () for key in ("title", "body")}
    empty = dict.fromkeys(
        ("number", "addressees", "note", "copied_to", "printed_by", "printed_on", "copy_number", "secrecy"), ""
    )
    return OfficialDocument(
        form=Form(facts.pop("form")),
        title=_lines(lines["title"]),
        body=_lines(lines["body"]),
        attachments=tuple(facts.pop("attachments", ())),
        annexes=annexes,
        **{"letterhead": "", **empty, **facts},
    )


def _annex(entry: dict[str, Any]) -> Annex:
    return Annex(
        label=entry.get("label", ""),
        title=_lines(entry["title"].split("\n")),
        body=_lines(entry.get("body", "").split("\n")),
        table=tuple(tuple(row) for row in entry.get("table", ())),
        widths=tuple(entry.get("widths", ())),
    )


def _lines(lines: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())
