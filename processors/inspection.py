"""All that the pipeline sees in one file, and the JSON that `gongkai inspect` prints of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processors.attributes.model import SHEET, Attribute, Attributes
from processors.attributes.read import weigh
from processors.contents import Contents
from processors.extraction import Extraction, Unreadable
from processors.intake.dispatch_sheet import DispatchSheet
from processors.screening.model import WHOLE_FILE, Finding

CLASSIFIED_MESSAGE = "文件首页标有密级，已停止读取。请立即联系保密员，不要在本系统中处理涉密文件。"
#: The attributes that `gongkai inspect` prints, in its order.
ATTRIBUTE_NAMES = (
    "title",
    "document_number",
    "issuing_organs",
    "addressees",
    "adopted_on",
    "disclosure",
    "legal_basis",
    "reason",
    "attachments",
    "classification",
    "urgency",
    "copy_number",
    "signatory",
    "copied_to",
    "printing_organ",
    "printed_on",
    "effective_on",
    "expires_on",
    "repeals",
    "notes",
    "subject",
    "letterhead",
    "document_type",
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one file says. Of a classified file (密级) nothing is kept: no page, no attribute, no finding."""

    extraction: Extraction
    attributes: Attributes
    findings: tuple[Finding, ...]


def inspection_of(extraction: Extraction, contents: Contents, sheet: DispatchSheet | None) -> Inspection:
    """What was read, what it contains and what its dispatch sheet says, in one."""
    if extraction.classified:
        return Inspection(extraction, Attributes(), ())
    return Inspection(extraction, weigh(contents.printed, sheet), (*contents.findings, *extraction.hidden))


def to_json(path: Path, sha256: str, result: Inspection | Unreadable) -> dict[str, Any]:
    """One element of the list that `gongkai inspect --json` prints.

    An attribute that the document has not is null, a list is always a list. The page of what only the dispatch sheet
    says is null, and so is the page of hidden content that belongs to the whole file.
    """
    if isinstance(result, Unreadable):
        return _object(path, sha256, None, Attributes(), error={"code": result.code, "message": result.message})
    extraction = result.extraction
    if extraction.classified:
        error = {"code": "classified", "message": CLASSIFIED_MESSAGE}
        return _object(path, sha256, extraction.media_type, Attributes(), error=error)
    pages = [{"number": page.number, "source": page.source.value, "text": page.text} for page in extraction.pages]
    findings = [_finding(finding) for finding in result.findings]
    return _object(
        path,
        sha256,
        extraction.media_type,
        result.attributes,
        pages=pages,
        findings=findings,
        warnings=extraction.warnings,
    )


def _object(
    path: Path,
    sha256: str,
    media_type: str | None,
    attributes: Attributes,
    *,
    pages: list[dict[str, Any]] | None = None,
    findings: list[dict[str, Any]] | None = None,
    warnings: Sequence[str] = (),
    error: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    return {
        "file": str(path),
        "sha256": sha256,
        "media_type": media_type,
        "pages": pages or [],
        "attributes": {name: attribute_json(getattr(attributes, name)) for name in ATTRIBUTE_NAMES},
        "findings": findings or [],
        "warnings": list(warnings),
        "error": error,
    }


def attribute_json(attribute: Attribute[Any] | None) -> dict[str, Any] | None:
    """`{"value", "evidence": {"page", "text"}, "confidence"}`; dates as ISO strings, tuples as lists."""
    if attribute is None:
        return None
    evidence = attribute.evidence
    place = {"page": None if evidence.page == SHEET else evidence.page, "text": evidence.text} if evidence else None
    return {"value": _plain_value(attribute.value), "evidence": place, "confidence": round(attribute.confidence, 3)}


def _plain_value(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "page": None if finding.page == WHOLE_FILE else finding.page,
        "text": finding.text,
        "start": finding.start,
        "end": finding.end,
        "severity": finding.severity.value,
    }
