"""What the audit chain vouches for: the rows of rounds and decisions whose keyed digests stand on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from records.domain.audit import AuditEntry
from records.domain.errors import DecisionRefused
from records.domain.ports import UnitOfWork
from records.domain.refusals import Refusal
from records.domain.review import ReviewDecision, Round, opening, testimony

#: The action under which a round stands on the chain; its subject is the document.
ROUND_OPENED: Final = "review:opened"


@dataclass(frozen=True, slots=True)
class Vouched:
    """The keyed digests on the chain: of rounds by document and number, of decisions by their id.

    `documents` says to which document a decision belongs.
    """

    rounds: Mapping[tuple[str, int], str]
    decisions: Mapping[str, str]
    documents: Mapping[str, str]

    @classmethod
    def by(cls, entries: Iterable[AuditEntry]) -> Vouched:
        rounds, decisions, documents = {}, {}, {}
        for entry in entries:
            details = details_of(entry)
            digest, decision, number = details.get("digest"), details.get("decision"), details.get("round")
            if isinstance(decision, str):
                decisions[decision], documents[decision] = str(digest), entry.subject_id
            elif entry.action == ROUND_OPENED and isinstance(number, int):
                rounds[entry.subject_id, number] = str(digest)
        return cls(rounds, decisions, documents)

    def holds_round(self, work: UnitOfWork, round_: Round) -> bool:
        """Whether the row says what the round was opened with: its unit, its levels, its content, its proposal."""
        return self.rounds.get((round_.document_id, round_.number)) == work.audit.digest(opening(round_))

    def holds_decision(self, work: UnitOfWork, decision: ReviewDecision) -> bool:
        """Whether the row says what was decided."""
        return self.decisions.get(decision.id) == work.audit.digest(testimony(decision))


def require_vouched(work: UnitOfWork, round_: Round | None, decisions: Sequence[ReviewDecision]) -> None:
    """Let pass only rows for which the chain vouches: nobody can publish by writing to our tables.

    Raises:
        DecisionRefused: `not_cleared`.
    """
    if round_ is None:
        raise DecisionRefused(Refusal.NOT_CLEARED)
    vouched = Vouched.by(work.audit.entries(round_.document_id))
    if not vouched.holds_round(work, round_) or not all(vouched.holds_decision(work, made) for made in decisions):
        raise DecisionRefused(Refusal.NOT_CLEARED)


def details_of(entry: AuditEntry) -> dict[str, Any]:
    """Empty if someone wrote there what is no JSON object: the chain is broken at this entry, and says so itself."""
    try:
        details = json.loads(entry.details)
    except (ValueError, RecursionError):
        return {}
    return details if isinstance(details, dict) else {}
