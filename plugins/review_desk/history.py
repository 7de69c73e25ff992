"""What happened to a document, in words: the decisions of its reviewers, and every entry on the audit chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.audit_wording import action_name
from records.domain.bureau import Bureau
from records.domain.document import PersonId
from records.domain.reading import Finding
from records.domain.review import ReviewDecision
from records.services.desk import Dossier
from review_desk.names import person_name
from review_desk.wording import DOOR, FINDING, ROLE, VERDICT, word


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision on record. `is_current`: it was made in the latest round, on the content as it is now."""

    round: int
    step: int
    verdict: str
    person: str
    acting_for: str
    door: str
    decided_at: dt.datetime
    legal_basis: str
    reason: str
    dismissals: tuple[tuple[str, str], ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of the audit chain; `sequence` is its number there."""

    sequence: int
    at: dt.datetime
    actor: str
    action: str


def view_decisions(bureau: Bureau, dossier: Dossier) -> tuple[DecisionView, ...]:
    """All decisions about the document, in the order of rounds and steps."""
    findings = {finding.id: finding for finding in dossier.reading.findings} if dossier.reading else {}
    return tuple(_decision(bureau, dossier, decision, findings) for decision in dossier.decisions)


def view_entries(bureau: Bureau, dossier: Dossier) -> tuple[EntryView, ...]:
    """All audit entries about the document, oldest first; their details stay where they are."""
    return tuple(
        EntryView(entry.sequence, entry.at, actor_name(bureau, entry.actor), action_name(entry.action))
        for entry in dossier.history
    )


def dismissed_by(bureau: Bureau, dossier: Dossier) -> dict[str, str]:
    """Who dismissed which finding in this round, and why: finding id to a sentence."""
    return dict(_dismissed(bureau, dossier))


def _dismissed(bureau: Bureau, dossier: Dossier) -> Iterator[tuple[str, str]]:
    for decision in dossier.decisions:
        if decision.round == dossier.document.round:
            for finding_id, reason in decision.dismissals.items():
                yield finding_id, f"{person_name(bureau, decision.person)} 已排除：{reason}"


def _decision(bureau: Bureau, dossier: Dossier, decision: ReviewDecision, findings: dict[str, Finding]) -> DecisionView:
    document = dossier.document
    return DecisionView(
        round=decision.round,
        step=decision.step,
        verdict=word(VERDICT, decision.verdict),
        person=person_name(bureau, decision.person),
        acting_for=person_name(bureau, decision.acting_for),
        door=word(DOOR, decision.door),
        decided_at=decision.decided_at,
        legal_basis=decision.legal_basis or "",
        reason=decision.reason or "",
        dismissals=tuple((_name(finding, findings), reason) for finding, reason in decision.dismissals.items()),
        is_current=(decision.round, decision.content_hash) == (document.round, document.content_hash),
    )


def _name(finding_id: str, findings: dict[str, Finding]) -> str:
    finding = findings.get(finding_id)
    return f"第 {finding.page} 页 {word(FINDING, finding.kind)}" if finding else finding_id


def actor_name(bureau: Bureau, actor: str) -> str:
    """Who caused an entry of the audit chain: a person's name, or the word for the system."""
    return word(ROLE, actor) if actor in ROLE else person_name(bureau, PersonId(actor))
