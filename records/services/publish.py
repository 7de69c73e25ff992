"""Put a cleared document before the public, and take it back."""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from records.domain.bureau import SHANGHAI, Bureau
from records.domain.disclosure import Disclosure
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import DecisionRefused, NotFound, Refused
from records.domain.lifecycle import Event, Role, State, follow, role_for
from records.domain.lists.route import may_have
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.publication import Publication, PublicationStatus, is_public
from records.domain.refusals import Refusal
from records.domain.requests.request import day_of
from records.domain.review import require_chain, require_cleared
from records.services.consultations.stopping import require_consulted
from records.services.public_status import current_page, show, take_off
from records.services.refusing import refusals_noted
from records.services.reopening import suspend
from records.services.rounds import void_round
from records.services.vouching import require_vouched

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PublishService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def publish_cleared(self, limit: int) -> list[DocumentId]:
        """Publish at most `limit` cleared documents, oldest first, each in its own transaction.

        One that is refused stays where it is, is on the audit chain and does not hold up the others.
        """
        with self.open_work(read_only=True) as work:
            waiting = work.documents.to_publish()
        published: list[DocumentId] = []
        for document_id in waiting:
            if len(published) == limit:
                break
            try:
                self.publish(document_id)
            except Refused as refusal:
                log.warning("Document %s is not published: %s", document_id, refusal.code)
            else:
                published.append(document_id)
        return published

    def publish(self, document_id: DocumentId) -> Publication:
        """Publish once; the decisions are read anew, whatever colour the Airflow task has; repeatable.

        A document on request that the review made listable gets its catalogue row instead of a page.

        Raises:
            TransitionRefused: the document is in no state for it.
            DecisionRefused: `not_cleared`: no full chain of approvals of exactly this content, or none that the audit
                chain vouches for; or what it lacks of the consultation that it needs.
        """
        with self._noting("publish", document_id, None), self.open_work() as work:
            publication = self._publish(work, document_id)
            work.commit()
        return publication

    def suspend(self, document_id: DocumentId, *, by: PersonId) -> None:
        """Take the page off at once until a re-review ends; repeatable, and nothing if there is no page.

        Raises:
            TransitionRefused: the person is no clerk of its unit, office or duty officer.
        """
        with self._noting("suspend", document_id, by), self.open_work() as work:
            suspend(work, self.bureau, work.documents.get(document_id), by, self.clock.now())
            work.commit()

    def withdraw(self, document_id: DocumentId, *, by: PersonId, reason: str) -> None:
        """Take the page off for good, at once, by the duty officer; `reason` is shown to the public.

        Raises:
            NotFound: the document has no page.
            TransitionRefused: the person is not the duty officer.
        """
        with self._noting("withdraw", document_id, by), self.open_work() as work:
            document = work.documents.get(document_id)
            role = role_for(document.state, Event.WITHDRAWN, self.bureau.roles_of(by, document.unit))
            now = self.clock.now()
            if not take_off(work, document_id, PublicationStatus.WITHDRAWN, reason=reason, at=now):
                raise NotFound(f"公文 {document_id} 没有公开页面。")
            void_round(work, document, now)
            work.documents.save(replace(document, state=follow(document.state, Event.WITHDRAWN, role)))
            work.audit.append("document:withdrawn", at=now, actor=by, role=role, subject_id=document_id, private=reason)
            work.commit()

    def _publish(self, work: UnitOfWork, document_id: DocumentId) -> Publication:
        document = work.documents.get(document_id)
        page = current_page(work, document_id)
        if page and document.state in {State.PUBLISHED, State.ON_REQUEST}:
            if is_public(page):
                return page
            raise DecisionRefused(Refusal.NOT_CLEARED)  # a suspended row comes back by a re-review alone
        event = Event.LISTED if document.state is State.ON_REQUEST else Event.PUBLISHED
        state = follow(document.state, event, Role.SYSTEM)
        self._require_decided(work, document)
        now = self.clock.now()
        require_consulted(work, document, day_of(now))
        publication = self._next_version(work, document, now)
        work.documents.save(replace(document, state=state))
        show(work, publication, now)
        work.audit.append(
            f"document:{event}",
            at=now,
            actor=Role.SYSTEM,
            role=Role.SYSTEM,
            subject_id=document_id,
            details={
                "version": publication.version,
                "content_hash": publication.content_hash,
                "index_number": publication.index_number,
            },
        )
        return publication

    def _require_decided(self, work: UnitOfWork, document: Document) -> None:
        round_ = work.reviews.round(document.id, document.round)
        decisions = work.reviews.decisions(document.id, document.round)
        require_vouched(work, round_, decisions)
        reading = work.readings.get(document.id, document.content_hash or "")
        if round_ is None or not may_have(round_.chain, reading):
            raise DecisionRefused(Refusal.NOT_CLEARED)
        if document.state is State.CLEARED:
            require_cleared(document, round_, decisions)
            return
        proposal = require_chain(document, round_, decisions)
        if proposal.disclosure is not Disclosure.ON_REQUEST or not proposal.listable:
            raise DecisionRefused(Refusal.NOT_CLEARED)

    def _next_version(self, work: UnitOfWork, document: Document, now: dt.datetime) -> Publication:
        latest = work.publications.latest(document.id)
        page = current_page(work, document.id)
        if page is not None:
            superseded = replace(page, status=PublicationStatus.SUPERSEDED, ended_at=now, ended_reason=None)
            work.publications.save(superseded)
        year = now.astimezone(SHANGHAI).year
        publication = Publication(
            bureau=self.bureau.id,
            document_id=document.id,
            version=latest.version + 1 if latest else 1,
            content_hash=document.content_hash or "",
            index_number=work.publications.index_number(document.id, self.bureau.index_code, year),
            status=PublicationStatus.LIVE,
            published_at=now,
            listed_only=document.state is State.ON_REQUEST,
        )
        work.publications.add(publication)
        return publication

    def _noting(self, act: str, document_id: DocumentId, by: PersonId | None) -> AbstractContextManager[None]:
        return refusals_noted(self.open_work, self.clock, act, document_id, by)
