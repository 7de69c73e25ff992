"""The monthly report as JSON, workbook and document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gongkai.reports.monthly_tables import notes_of, tables_of, title_of
from gongkai.reports.paper import Paper
from gongkai.reports.workbook import workbook
from records.domain.bureau import SHANGHAI
from records.domain.legal_clock import Limit
from records.domain.monthly_report import (
    MonthlyReport,
    Origin,
    Punctuality,
    ReportedChange,
    ReportedDocument,
    Standing,
    UnitReport,
)


def as_json(report: MonthlyReport) -> dict[str, Any]:
    """Counts and lines in the words of the code, documents by their ids; times in Asia/Shanghai."""
    return {
        "bureau": report.bureau,
        "month": str(report.month),
        "made_at": report.made_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "missing_years": list(report.missing_years),
        "units": [_unit(unit) for unit in report.units],
        "total": _counts(report.total),
    }


def as_xlsx(report: MonthlyReport, *, named: bool = True) -> bytes:
    """One sheet a table; see `tables_of` for `named`."""
    return workbook(title_of(report), notes_of(report), tables_of(report, named=named), report.made_at)


def as_docx(report: MonthlyReport, *, named: bool = True) -> bytes:
    """The tables on landscape pages; see `tables_of` for `named`."""
    paper = Paper(title_of(report), report.made_at, landscape=True)
    for note in notes_of(report):
        paper.text(note)
    for table in tables_of(report, named=named):
        paper.heading(table.name)
        paper.table(table)
    return paper.data()


def files_of(report: MonthlyReport) -> Mapping[str, bytes]:
    """All three, by the names under which they are kept.

    They name documents by their ids alone: of one that is sealed later no title may be left anywhere.
    """
    return {
        "report.json": json.dumps(as_json(report), ensure_ascii=False, indent=1).encode(),
        "report.xlsx": as_xlsx(report, named=False),
        "report.docx": as_docx(report, named=False),
    }


def _unit(unit: UnitReport) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "name": unit.name,
        **_counts(unit),
        "documents": [_document(line) for line in unit.documents],
        "changes": [_change(line) for line in unit.changes],
        "rereviews": [
            {
                "document": each.document_id,
                "reason_kind": each.reason_kind,
                "opened_at": each.opened_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
                "outcome": each.outcome,
            }
            for each in unit.rereviews
        ],
    }


def _counts(unit: UnitReport) -> dict[str, Any]:
    return {
        "origins": {origin.value: unit.count(origin) for origin in Origin},
        "standings": {standing.value: unit.count(standing) for standing in Standing},
        "published": {each.value: unit.count(Standing.PUBLISHED, each) for each in Punctuality},
        "open": {each.value: unit.count(Standing.OPEN, each) for each in Punctuality},
        "rereviews_opened": len(unit.rereviews),
        "changed": len(unit.changes),
        "sealed": unit.sealed,
        "requests": asdict(unit.requests),
    }


def _document(line: ReportedDocument) -> dict[str, Any]:
    facts = line.facts
    return {
        "id": facts.id,
        "disclosure": facts.disclosure,
        "legal_basis": facts.legal_basis,
        "origin": line.origin,
        "standing": line.standing,
        "formed_on": line.formation.day.isoformat(),
        "counted_from": line.formation.counted_from,
        "ended_on": line.ended_on.isoformat() if line.ended_on else None,
        "punctuality": line.punctuality,
        "plan": _limit(line.plan),
        "statutory": _limit(line.statutory),
    }


def _change(line: ReportedChange) -> dict[str, Any]:
    return {
        "document": line.facts.document_id,
        "changed_on": line.formation.day.isoformat(),
        "published_on": line.published_on.isoformat() if line.published_on else None,
        "punctuality": line.punctuality,
        "plan": _limit(line.plan),
        "statutory": _limit(line.statutory),
    }


def _limit(limit: Limit | None) -> dict[str, Any] | None:
    if limit is None:
        return None
    return {
        "due": limit.due.isoformat() if limit.due else None,
        "days_left": limit.days_left,
        "missing_year": limit.missing_year,
    }
