"""Does everything on record still hold? Audit chain, decisions, states, originals, publications."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from records.domain.audit import AuditEntry, AuditHead, first_bad_sequence, missing_head
from records.domain.document import Document
from records.domain.errors import AuditEntryUnreadable, Broken, DecisionRefused
from records.domain.lifecycle import TRANSITIONS, Event, State
from records.domain.ports import OpenWork, Originals, UnitOfWork
from records.domain.publication import Publication, is_public
from records.domain.review import require_chain, require_cleared
from records.services.vouching import Vouched

_ACTION = "document:"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold. `code` is stable; `subject` is a document's id or an audit entry's sequence."""

    code: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was looked at, and what does not hold. `head` is to be kept elsewhere."""

    head: AuditHead
    documents: int
    decisions: int
    problems: tuple[Problem, ...]

    @property
    def is_whole(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class VerifyService:
    open_work: OpenWork
    originals: Originals

    def audit_head(self) -> AuditHead:
        """The end of the chain, for export: kept elsewhere, it shows whether the tail was cut off."""
        with self.open_work(read_only=True) as work:
            return work.audit.head()

    def verify(self, *known_heads: AuditHead) -> VerifyReport:
        """Check all of it; `known_heads` are earlier exports that must still be on the chain. Reads every original."""
        with self.open_work(read_only=True) as work:
            entries, unreadable = _read_chain(work)
            documents, vouched = work.documents.all(), Vouched.by(entries)
            decisions = sum(len(work.reviews.decisions(document.id)) for document in documents)
            problems = [
                *_chain_problems(entries, unreadable, known_heads),
                *_decision_problems(work, documents, vouched),
                *_round_problems(work, documents, vouched),
                *_state_problems(documents, entries),
                *_publication_problems(work),
            ]
            head = work.audit.head()
        problems.extend(self._original_problems(documents))
        return VerifyReport(head, len(documents), decisions, tuple(problems))

    def _original_problems(self, documents: Sequence[Document]) -> Iterator[Problem]:
        for document in documents:
            if document.state is State.SEALED:
                if self.originals.has(document.original_sha256):
                    yield Problem("sealed_in_plaintext", document.id, "已封存的公文仍有明文原件。")
                continue
            try:
                self.originals.local_path(document.original_sha256)
            except Broken as error:
                yield Problem(error.code, document.id, error.message)


def _read_chain(work: UnitOfWork) -> tuple[list[AuditEntry], bool]:
    """The entries up to the first that cannot be read, and whether there is one."""
    entries: list[AuditEntry] = []
    try:
        for entry in work.audit.entries():
            entries.append(entry)
    except AuditEntryUnreadable:
        return entries, True
    return entries, False


def _chain_problems(
    entries: Sequence[AuditEntry], unreadable: bool, known_heads: Sequence[AuditHead]
) -> Iterator[Problem]:
    bad = first_bad_sequence(entries)
    if bad is None and unreadable:
        bad = len(entries) + 1
    if bad is not None:
        yield Problem("audit_chain_broken", str(bad), f"审计链在第 {bad} 条处断裂。")
    missing = missing_head({entry.sequence: entry.hash for entry in entries}, known_heads)
    if missing is not None:
        place = f"第 {missing.first} 条至第 {missing.last} 条之间有改动"
        yield Problem("audit_head_missing", str(missing.last), f"此前导出的审计链末端已不在链上，{place}。")


def _decision_problems(work: UnitOfWork, documents: Sequence[Document], vouched: Vouched) -> Iterator[Problem]:
    """Every decision's row says what the chain says it said, and none is gone."""
    missing = dict(vouched.documents)
    for document in documents:
        for decision in work.reviews.decisions(document.id):
            missing.pop(decision.id, None)
            if not vouched.holds_decision(work, decision):
                yield Problem("decision_changed", document.id, f"审查意见 {decision.id} 与审计链不符。")
    for decision_id, document_id in missing.items():
        yield Problem("decision_missing", document_id, f"审查意见 {decision_id} 已不在记录中。")


def _round_problems(work: UnitOfWork, documents: Sequence[Document], vouched: Vouched) -> Iterator[Problem]:
    """Every round has the levels and the proposal with which the chain says it was opened, and none is gone."""
    missing = set(vouched.rounds)
    for document in documents:
        for round_ in work.reviews.rounds(document.id):
            missing.discard((document.id, round_.number))
            if not vouched.holds_round(work, round_):
                yield Problem("round_changed", document.id, f"第 {round_.number} 轮审查与审计链不符。")
    for document_id, number in sorted(missing):
        yield Problem("round_missing", document_id, f"第 {number} 轮审查已不在记录中。")


def _state_problems(documents: Sequence[Document], entries: Sequence[AuditEntry]) -> Iterator[Problem]:
    """Every document is in the state to which its events on the chain lead."""
    states: dict[str, State] = {}
    for entry in entries:
        action = entry.action.removeprefix(_ACTION)
        if action == "received":
            states[entry.subject_id] = State.RECEIVED
        elif action in set(Event) and entry.subject_id in states:
            step = TRANSITIONS.get((states[entry.subject_id], Event(action)))
            if step is None:
                yield Problem("illegal_event", entry.subject_id, f"审计链第 {entry.sequence} 条不符合状态表。")
            else:
                states[entry.subject_id] = step.to
    for document in documents:
        if states.get(document.id) is not document.state:
            yield Problem("state_unexplained", document.id, f"状态“{document.state}”在审计链上没有依据。")


def _publication_problems(work: UnitOfWork) -> Iterator[Problem]:
    for publication in work.publications.all():
        if is_public(publication) and not _has_chain(work, publication):
            yield Problem("published_without_chain", publication.document_id, "已公开的内容没有完整的审查记录。")


def _has_chain(work: UnitOfWork, publication: Publication) -> bool:
    """Whether some round approved exactly what is public."""
    document = work.documents.get(publication.document_id)
    require = require_chain if publication.listed_only else require_cleared
    for round_ in work.reviews.rounds(document.id):
        shown = replace(document, content_hash=publication.content_hash, round=round_.number)
        try:
            require(shown, round_, work.reviews.decisions(document.id, round_.number))
        except DecisionRefused:
            continue
        return True
    return False
