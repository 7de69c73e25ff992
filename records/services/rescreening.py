"""Screening again what is public already: new findings join the stored reading and open a second look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from records.domain.bureau import Bureau
from records.domain.document import Document, DocumentId
from records.domain.lifecycle import Role, State
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.publication import Publication, is_public
from records.domain.reading import Finding, Reading, Severity
from records.services.public_status import current_page
from records.services.reopening import RereviewCause, reopen, suspend
from records.services.rounds import open_round, required_chain, void_round

REASON_KIND = "rule_changed"

#: What was read of each content of a document: of the page that is public, and of what is in review, if it differs.
Contents = Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Rescreened:
    """What became of one document. `new` counts findings that nobody had seen; `round` is the one that looks at them.

    `round` is None if no review runs: the document waits to be sent into one, or to be published in another content.
    """

    new: int = 0
    round: int | None = None
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class RescreenService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def published(self) -> list[DocumentId]:
        """Every document with a page before the public, oldest first; catalogue rows have no text to screen."""
        with self.open_work(read_only=True) as work:
            return [page.document_id for page in work.publications.all() if _has_text(page)]

    def contents(self, document_id: DocumentId) -> Contents:
        """What to screen of a document; nothing if its page is gone meanwhile."""
        with self.open_work(read_only=True) as work:
            page = current_page(work, document_id)
            return _contents(work, work.documents.get(document_id), page) if page and _has_text(page) else {}

    def note(self, document_id: DocumentId, found: Mapping[str, Sequence[Finding]]) -> Rescreened:
        """Keep what is new in `found` (findings by content hash), and have it looked at; repeatable.

        A finding is new unless one of its kind is on record at its place, or the place is taken out. One that blocks
        takes the page off at once. What the levels approved without knowing of it is approved anew.
        """
        with self.open_work(read_only=True) as work:
            if not self._new(work, document_id, found):
                return Rescreened()
        with self.open_work() as work:
            new = self._new(work, document_id, found)
            if not new:
                return Rescreened()
            noted = self._keep(work, work.documents.get(document_id), new)
            work.commit()
        return noted

    def _new(
        self, work: UnitOfWork, document_id: DocumentId, found: Mapping[str, Sequence[Finding]]
    ) -> dict[str, tuple[Finding, ...]]:
        """The findings that nobody has seen, by content hash; of what is still public alone."""
        page = current_page(work, document_id)
        if page is None or not _has_text(page):
            return {}
        contents = _contents(work, work.documents.get(document_id), page)
        fresh = {digest: _unseen(reading, found.get(digest, ())) for digest, reading in contents.items()}
        return {digest: findings for digest, findings in fresh.items() if findings}

    def _keep(self, work: UnitOfWork, document: Document, new: Mapping[str, tuple[Finding, ...]]) -> Rescreened:
        now = self.clock.now()
        for digest, findings in new.items():
            reading = work.readings.get(document.id, digest)
            together = sorted((*reading.findings, *findings), key=lambda finding: (finding.page, finding.start))
            work.readings.put(document.id, digest, replace(reading, findings=tuple(together)))
            work.audit.append(
                "document:rescreened",
                at=now,
                actor=Role.SYSTEM,
                role=Role.SYSTEM,
                subject_id=document.id,
                details={"content_hash": digest, "findings": [finding.id for finding in findings]},
            )
        return self._look_again(work, document, new)

    def _look_again(self, work: UnitOfWork, document: Document, new: Mapping[str, tuple[Finding, ...]]) -> Rescreened:
        now = self.clock.now()
        page = current_page(work, document.id)
        public = new.get(page.content_hash, ()) if page else ()
        findings = tuple({finding.id: finding for found in new.values() for finding in found}.values())
        urgent = any(finding.severity is Severity.BLOCK for finding in public)
        cause = RereviewCause(REASON_KIND, _sentence(findings), urgent, door="rescreen")
        if document.state in {State.PUBLISHED, State.IN_REVIEW}:
            document = reopen(work, self.bureau, document, None, cause, now)
            if document.content_hash in new and self._is_outrun(work, document):
                document = _start_over(work, self.bureau, document, cause, now=now)
        elif urgent:
            document = suspend(work, self.bureau, document, None, now)
        number = document.round if document.state is State.IN_REVIEW else None
        return Rescreened(len(findings), number, urgent)

    def _is_outrun(self, work: UnitOfWork, document: Document) -> bool:
        """Whether somebody decided without the new findings, or they ask for a level that the round does not have."""
        round_ = work.reviews.round(document.id, document.round)
        if round_ is not None and round_.chain != required_chain(work, self.bureau, document):
            return True
        return bool(work.reviews.decisions(document.id, document.round))


def _start_over(
    work: UnitOfWork, bureau: Bureau, document: Document, cause: RereviewCause, *, now: dt.datetime
) -> Document:
    round_ = work.reviews.round(document.id, document.round)
    void_round(work, document, now)
    return open_round(
        work,
        bureau,
        document,
        now,
        submitted_by=round_.submitted_by if round_ else None,
        reason_kind=cause.reason_kind,
        reason=cause.reason,
    )


def _contents(work: UnitOfWork, document: Document, page: Publication) -> Contents:
    digests = {page.content_hash, document.content_hash or page.content_hash}
    return {digest: work.readings.get(document.id, digest) for digest in sorted(digests)}


def _unseen(reading: Reading, found: Sequence[Finding]) -> tuple[Finding, ...]:
    seen = {finding.id for finding in reading.findings}
    return tuple(
        finding
        for finding in found
        if finding.id not in seen and not reading.is_redacted(finding.page, finding.start, finding.end)
    )


def _has_text(page: Publication) -> bool:
    return is_public(page) and not page.listed_only


def _sentence(new: Sequence[Finding]) -> str:
    pages = "、".join(str(number) for number in sorted({finding.page for finding in new}))
    return f"重新筛查有 {len(new)} 处新的发现项（第 {pages} 页），请逐项核对。"
