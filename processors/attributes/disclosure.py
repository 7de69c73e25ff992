"""Decides the disclosure attribute from sheet and document, and refuses to decide where they differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

from processors.attributes.disclosure_marks import DisclosureMarks
from processors.attributes.doubts import ASK_BELOW
from processors.attributes.model import SHEET, Attribute, Disclosure, Evidence
from processors.attributes.paper import Found
from processors.intake.dispatch_sheet import DispatchSheet


@dataclass(frozen=True, slots=True)
class Determined:
    """The outcome. `disclosure` is None if nothing was said (`note` is None too), the sources differ, or are unsure."""

    disclosure: Attribute[Disclosure] | None
    legal_basis: Attribute[str] | None
    reason: Attribute[str] | None
    note: str | None = None
    stricter: Disclosure | None = None


def determine_disclosure(sheet: DispatchSheet | None, marks: DisclosureMarks) -> Determined:
    """The sheet's word, else the document's own; None when missing, unsure, or when they contradict each other."""
    said = sheet.disclosure if sheet else None
    basis = said_on_sheet(sheet.legal_basis if sheet else None) or marks.legal_basis
    reason = said_on_sheet(sheet.reason if sheet else None) or marks.reason
    stated = {statement.attribute.value for statement in marks.statements}
    values = stated | ({said} if said else set())
    if len(values) > 1:
        stricter = max(values, key=lambda value: value.strictness)
        return Determined(None, basis, reason, _note(said, marks.statements), stricter)
    agreed = _agreed(said, marks)
    if agreed is not None and agreed.confidence < ASK_BELOW:
        note = f"公开属性读作“{agreed.value.chinese}”，把握只有 {agreed.confidence:.0%}"
        return Determined(None, basis, reason, note, agreed.value)
    return Determined(agreed, basis, reason)


def said_on_sheet(text: str | None) -> Attribute[str] | None:
    """A field of the dispatch sheet as an attribute."""
    return Attribute(text, Evidence(SHEET, text, 0, len(text), "dispatch_sheet"), 1.0) if text else None


def _agreed(said: Disclosure | None, marks: DisclosureMarks) -> Attribute[Disclosure] | None:
    if marks.statements:
        printed = marks.statements[0].attribute
        return replace(printed, confidence=1.0) if said else printed
    if said is None:
        return None
    return Attribute(said, Evidence(SHEET, said.chinese, 0, len(said.chinese), "dispatch_sheet"), 1.0)


def _note(said: Disclosure | None, statements: tuple[Found[Disclosure], ...]) -> str:
    """公开属性不一致:拟文处理单为“主动公开”,第2页为“依申请公开”."""
    sources = [f"拟文处理单为“{said.chinese}”"] if said else []
    for statement in statements:
        evidence = statement.attribute.evidence
        page = evidence.page if evidence else 1
        sources.append(f"第{page}页为“{statement.attribute.value.chinese}”")
    return f"公开属性不一致：{'，'.join(dict.fromkeys(sources))}"
