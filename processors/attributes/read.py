"""Reads all attributes of a document from its pages and its dispatch sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from processors.attributes.addressees import find_addressees
from processors.attributes.attachments import find_attachments
from processors.attributes.disclosure import determine_disclosure
from processors.attributes.disclosure_marks import DisclosureMarks, find_disclosure_marks
from processors.attributes.document_number import find_document_number
from processors.attributes.document_type import document_type_of, explains_another, find_opening_type
from processors.attributes.doubts import doubts
from processors.attributes.effect import find_effective_date
from processors.attributes.form_page import split_form_pages
from processors.attributes.imprint import find_imprint
from processors.attributes.issuers import expected_organs, find_issuers
from processors.attributes.masthead import (
    find_classification,
    find_copy_number,
    find_letterhead,
    find_signatory,
    find_urgency,
    is_order_head,
    letterhead_as_printed,
)
from processors.attributes.model import NO_LIST, Attribute, Attributes
from processors.attributes.notes import find_notes
from processors.attributes.paper import Found, Paper, paper_of
from processors.attributes.repeals import find_repeals
from processors.attributes.sheet_fields import compare
from processors.attributes.signature import find_head_signature, find_passing_date, find_signature
from processors.attributes.subject import find_subject
from processors.attributes.title import find_title, find_title_of_order, letterhead_as_title
from processors.attributes.validity import find_expiry
from processors.extraction import PageText
from processors.intake.dispatch_sheet import DispatchSheet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Printed:
    """What the pages themselves say. `attributes` is without the disclosure: `marks` has all that is said of it."""

    attributes: Attributes
    marks: DisclosureMarks


def read_printed(pages: Sequence[PageText]) -> Printed:
    """Read the pages alone. Text that OCR read badly lowers the confidence and raises no error."""
    forms, own = split_form_pages(pages)
    paper = paper_of(own)
    marks = find_disclosure_marks(paper_of(pages) if forms else paper)
    return Printed(_read(paper) if paper.lines else Attributes(), marks)


def _read(paper: Paper) -> Attributes:
    """What the document's own pages say, disclosure aside."""
    number = find_document_number(paper)
    letterhead = find_letterhead(paper)
    is_order = is_order_head(paper, letterhead)
    title = None if is_order else find_title(paper, number)
    head_end = letterhead.last + 1 if is_order and letterhead else _head_end(title, number)
    addressees = find_addressees(paper, head_end) if head_end else None
    body = addressees.last + 1 if addressees else head_end
    signature = find_signature(paper, body, expected_organs(letterhead, title)) or find_head_signature(paper, body)
    if title is None:
        title = (find_title_of_order(paper, signature.last) if signature else None) or letterhead_as_title(paper)
    issuers = find_issuers(paper, signature.organs if signature else None, letterhead, title)
    adopted_on = _attribute(signature.adopted_on if signature else find_passing_date(paper, head_end))
    attachments = find_attachments(paper, body, signature.first if signature else None)
    imprint = find_imprint(paper, body)
    printed_on = _attribute(imprint.printed_on)
    issued_on = printed_on or adopted_on
    document_type = _document_type(title) if title else _attribute(find_opening_type(paper))
    validity = (
        {}
        if explains_another(paper, document_type.value if document_type else None)
        else _validity(paper, body, title, issued_on.value if issued_on else None)
    )
    notes = find_notes(paper, signature.last + 1) if signature else None
    return Attributes(
        title=_attribute(title),
        document_number=_attribute(number),
        issuing_organs=issuers.attribute if issuers else NO_LIST,
        addressees=_attribute(addressees),
        adopted_on=adopted_on,
        attachments=attachments.attribute if attachments else NO_LIST,
        classification=_attribute(find_classification(paper)),
        urgency=_attribute(find_urgency(paper)),
        copy_number=_attribute(find_copy_number(paper)),
        signatory=_attribute(find_signatory(paper)),
        copied_to=_attribute(imprint.copied_to),
        printing_organ=_attribute(imprint.printing_organ),
        printed_on=printed_on,
        notes=notes.attribute if notes else NO_LIST,
        subject=_attribute(find_subject(paper, title)),
        letterhead=_attribute(letterhead_as_printed(paper, letterhead) if letterhead else None),
        document_type=document_type,
        **validity,
    )


def _validity(paper: Paper, body: int, title: Found[str] | None, issued_on: dt.date | None) -> dict[str, Any]:
    """From when to when the document is valid (有效性), and whose validity it ends."""
    repeals = find_repeals(paper, body, title.attribute.value if title else None)
    return {
        "effective_on": _attribute(find_effective_date(paper, issued_on)),
        "expires_on": _attribute(find_expiry(paper, issued_on)),
        "repeals": repeals.attribute if repeals else NO_LIST,
    }


def weigh(printed: Printed, sheet: DispatchSheet | None) -> Attributes:
    """The printed values and those of the dispatch sheet in one, with their conflicts and doubts.

    For the disclosure the sheet comes first, then what the document says of itself; sources that contradict each
    other leave it undetermined. For title, number and urgency the document comes first and the sheet fills a gap.
    """
    own = printed.attributes
    disclosed = determine_disclosure(sheet, printed.marks)
    title = compare("title", own.title, sheet.title if sheet else None)
    number = compare("document_number", own.document_number, sheet.document_number if sheet else None)
    urgency = compare("urgency", own.urgency, sheet.urgency if sheet else None)
    notes = {"disclosure": disclosed.note, "title": title.note, "document_number": number.note, "urgency": urgency.note}
    weighed = replace(
        own,
        title=title.attribute,
        document_number=number.attribute,
        urgency=urgency.attribute,
        disclosure=disclosed.disclosure,
        legal_basis=disclosed.legal_basis,
        reason=disclosed.reason,
        stricter_disclosure=disclosed.stricter,
    )
    conflicts = dict(doubts(weighed)) | {name: note for name, note in notes.items() if note}
    return replace(weighed, conflicts=tuple(conflicts), conflict_notes=tuple(conflicts.values()))


def read_attributes(pages: Sequence[PageText], sheet: DispatchSheet | None = None) -> Attributes:
    """The attributes of one document, from its pages and its dispatch sheet."""
    return weigh(read_printed(pages), sheet)


def _head_end(title: Found[str] | None, number: Found[str] | None) -> int:
    """The line under title and number; government web pages print the number below the title."""
    below_title = title.last + 1 if title else 0
    return max(below_title, number.last + 1 if number else 0)


def _document_type(title: Found[str]) -> Attribute[str] | None:
    value = "令" if title.is_by("order_heading") else document_type_of(title.attribute.value)
    return Attribute(value, title.attribute.evidence, title.attribute.confidence) if value else None


def _attribute(found: Found[T] | None) -> Attribute[T] | None:
    return found.attribute if found else None
