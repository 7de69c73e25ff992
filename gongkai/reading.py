"""What processors read → what records keep. The names are the same on both sides; only the types differ."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace

from processors.attributes.model import Attribute, Attributes, Evidence
from processors.extraction import PageText, Source
from processors.inspection import Inspection
from processors.screening.model import Finding
from processors.screening.screen import screen
from processors.screening.words import Words
from records.domain import reading as kept


def reading_of(inspection: Inspection) -> kept.Reading:
    """Everything of an inspection that records keep."""
    extraction, attributes = inspection.extraction, inspection.attributes
    return kept.Reading(
        reader=extraction.reader,
        media_type=extraction.media_type,
        pages=tuple(_page(page) for page in extraction.pages),
        attributes=_attributes(attributes),
        findings=tuple(finding_of(finding) for finding in inspection.findings),
        warnings=extraction.warnings,
        conflicts=attributes.conflicts,
        conflict_notes=attributes.conflict_notes,
        stricter_disclosure=attributes.stricter_disclosure,
    )


def _page(page: PageText) -> kept.ReadPage:
    lines = tuple(kept.ReadLine(line.start, line.end, line.box, line.score) for line in page.lines)
    return kept.ReadPage(page.number, page.text, page.source.value, lines, _inside(page))


def _inside(page: PageText) -> kept.InArchive | None:
    found = page.inside
    return None if found is None else kept.InArchive(found.file, found.number, found.media_type)


def _attributes(attributes: Attributes) -> dict[str, kept.Attribute]:
    found = {field.name: getattr(attributes, field.name) for field in dataclasses.fields(attributes)}
    return {name: _attribute(value) for name, value in found.items() if isinstance(value, Attribute)}


def _attribute(attribute: Attribute[object]) -> kept.Attribute:
    return kept.Attribute(_value(attribute.value), _evidence(attribute.evidence), attribute.confidence)


def _value(value: object) -> kept.AttributeValue:
    if isinstance(value, tuple):
        return tuple(str(item) for item in value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _evidence(evidence: Evidence | None) -> kept.Evidence | None:
    if evidence is None:
        return None
    return kept.Evidence(evidence.page, evidence.text, evidence.start, evidence.end, evidence.rule)


def with_findings(reading: kept.Reading, words: Words | None) -> kept.Reading:
    """A reading with what its text gives cause to look at, in place of what it had."""
    return replace(reading, findings=findings_in(reading, words))


def findings_in(reading: kept.Reading, words: Words | None) -> tuple[kept.Finding, ...]:
    """Screen the text of a stored reading, also for the `words` that the bureau keeps."""
    pages = [PageText(page.number, page.text, Source(page.source)) for page in reading.pages]
    return tuple(finding_of(finding) for finding in screen(pages, words))


def finding_of(finding: Finding) -> kept.Finding:
    """A finding as records keep it."""
    severity = kept.Severity(finding.severity.value)
    return kept.Finding(finding.kind.value, finding.page, finding.text, finding.start, finding.end, severity)
