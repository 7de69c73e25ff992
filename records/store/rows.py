"""Rows of the tables ↔ values of the domain: what a column cannot hold as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from records.domain.bureau import StepRole
from records.domain.disclosure import Disclosure
from records.domain.document import Document
from records.domain.ledger import Arrival, Fate
from records.domain.lifecycle import State
from records.domain.publication import Publication, PublicationStatus
from records.domain.reading import (
    Attribute,
    AttributeValue,
    Evidence,
    Finding,
    InArchive,
    Reading,
    ReadLine,
    ReadPage,
    Severity,
)
from records.domain.redaction import RedactedArea, Redaction
from records.domain.review import Outcome, Proposal, ReviewDecision, Round, Verdict

Row = Mapping[Any, Any]


def document_row(document: Document) -> dict[str, Any]:
    return asdict(document) | {"conflicts": list(document.conflicts)}


def document_of(row: Row) -> Document:
    return Document(
        **{
            **row,
            "state": State(row["state"]),
            "disclosure": Disclosure(row["disclosure"]) if row["disclosure"] else None,
            "conflicts": tuple(row["conflicts"]),
        }
    )


def arrival_of(row: Row) -> Arrival:
    return Arrival(**{**row, "fate": Fate(row["fate"])})


def publication_of(row: Row) -> Publication:
    return Publication(**{**row, "status": PublicationStatus(row["status"])})


def round_row(round_: Round) -> dict[str, Any]:
    row = asdict(round_)
    proposal = row.pop("initial")
    return row | {
        "disclosure": proposal["disclosure"],
        "legal_basis": proposal["legal_basis"],
        "proposal_reason": proposal["reason"],
        "listable": proposal["listable"],
    }


def round_of(row: Row) -> Round:
    values = dict(row)
    initial = Proposal(
        disclosure=Disclosure(values.pop("disclosure")),
        legal_basis=values.pop("legal_basis"),
        reason=values.pop("proposal_reason"),
        listable=values.pop("listable"),
    )
    outcome = Outcome(values.pop("outcome")) if values["outcome"] else values.pop("outcome")
    chain = tuple(StepRole(level) for level in values.pop("chain"))
    return Round(**values, initial=initial, outcome=outcome, chain=chain)


def decision_of(row: Row) -> ReviewDecision:
    return ReviewDecision(**{**row, "verdict": Verdict(row["verdict"])})


def reading_row(reading: Reading) -> dict[str, Any]:
    return asdict(reading)


def reading_of(row: Row) -> Reading:
    return Reading(
        reader=row["reader"],
        media_type=row["media_type"],
        pages=tuple(_page_of(page) for page in row["pages"]),
        attributes={name: _attribute_of(attribute) for name, attribute in row["attributes"].items()},
        findings=tuple(Finding(**{**found, "severity": Severity(found["severity"])}) for found in row["findings"]),
        warnings=tuple(row["warnings"]),
        conflicts=tuple(row["conflicts"]),
        conflict_notes=tuple(row.get("conflict_notes", ())),  # readings of version 0.1 have none
        stricter_disclosure=row.get("stricter_disclosure"),
        redactions=tuple(Redaction(**redaction) for redaction in row.get("redactions", ())),
        areas=tuple(_area_of(area) for area in row.get("areas", ())),
    )


def _area_of(row: Row) -> RedactedArea:
    words = tuple(Redaction(**redaction) for redaction in row["words"])
    return RedactedArea(row["page"], tuple(row["box"]), words, row["reason"], row["by"])


def _page_of(row: Row) -> ReadPage:
    lines = tuple(ReadLine(**{**line, "box": tuple(line["box"])}) for line in row["lines"])
    inside = row.get("inside")
    return ReadPage(row["number"], row["text"], row["source"], lines, InArchive(**inside) if inside else None)


def _attribute_of(row: Row) -> Attribute:
    return Attribute(
        value=_value_of(row["value"]),
        evidence=Evidence(**row["evidence"]) if row["evidence"] else None,
        confidence=row["confidence"],
        corrected_by=row.get("corrected_by"),
        as_read=_value_of(row.get("as_read")),
    )


def _value_of(stored: str | list[str] | None) -> AttributeValue:
    return tuple(stored) if isinstance(stored, list) else stored
