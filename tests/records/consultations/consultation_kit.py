"""A bureau's consultations over real records, and short ways to walk one through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Final

from records.domain.consultations.comments import CommentContent, CommentId, Treatment
from records.domain.consultations.consultation import (
    ConsultationId,
    Notice,
    OpinionVerdict,
    PublicConsultation,
)
from records.domain.document import DocumentId, PersonId
from records.services.consultations.book import ConsultationBook
from records.services.consultations.use_cases import ConsultationServices
from records.store.private_box import KEY_BYTES, SecretPrivateBox
from tests.records.office_kit import CHAIN_PEOPLE, CLERK, WORKING_DAYS, Office

NAME: Final = "示例群众甲"
CONTACT: Final = "000-1234-5678"
TEXT: Final = "建议把第三条的期限改为六十日"
PERSONAL: Final = (NAME, CONTACT, TEXT)
DRAFT: Final = "关于《示例补贴办法（征求意见稿）》公开征求意见的公告"
#: The period: thirty days from the third of March 2026, both ends included.
OPENS, CLOSES = dt.date(2026, 3, 3), dt.date(2026, 4, 1)


def a_notice(**changes: object) -> Notice:
    notice = Notice(
        title="《示例补贴办法（征求意见稿）》公开征求意见",
        basis="《示例条例》第三条",
        explanation="现行办法已经五年，补贴标准需要调整。",
        opens_on=OPENS,
        closes_on=CLOSES,
        email="office@bureau.example",
    )
    return replace(notice, **changes)  # type: ignore[arg-type]


def a_comment(text: str = TEXT) -> CommentContent:
    return CommentContent(text, NAME, CONTACT)


@dataclass
class Shelf:
    """Stands for what the public sees: which documents are drafts there, and which reports on adoption."""

    drafts: dict[DocumentId, str] = field(default_factory=dict)
    reports: set[DocumentId] = field(default_factory=set)

    def draft_title(self, document_id: DocumentId) -> str | None:
        return self.drafts.get(document_id)

    def is_adoption_report(self, document_id: DocumentId) -> bool:
        return document_id in self.reports


@dataclass
class Forum:
    office: Office
    shelf: Shelf
    services: ConsultationServices
    _sent: int = 0

    @property
    def today(self) -> dt.date:
        return self.services.book.today

    def draft(self) -> DocumentId:
        """A published draft, each with a title of its own."""
        title = DRAFT + "（续）" * len(self.shelf.drafts)
        document_id = self.office.publish(title)
        self.shelf.drafts[document_id] = title
        return document_id

    def prepared(self, **changes: object) -> ConsultationId:
        return self.services.preparing.prepare(self.draft(), a_notice(**changes), by=CLERK).id

    def approve(self, consultation_id: ConsultationId, *people: PersonId) -> None:
        for person in people or CHAIN_PEOPLE:
            seen = self.consultation(consultation_id).notice_hash
            self.services.preparing.decide(consultation_id, approves=True, seen=seen, by=person)

    def running(self, **changes: object) -> ConsultationId:
        """Approved, its first day is tomorrow."""
        consultation_id = self.prepared(**changes)
        self.approve(consultation_id)
        return consultation_id

    def comment(
        self, consultation_id: ConsultationId, text: str = TEXT, sent_at: dt.datetime | None = None
    ) -> CommentId:
        """Sent through the portal now, or then."""
        self._sent += 1
        comment_id = f"01JZX{self._sent:021d}"
        at = sent_at or self.office.clock.now()
        assert self.services.taking.take(comment_id, consultation_id, a_comment(text), sent_at=at)
        return CommentId(comment_id)

    def sorted(self) -> ConsultationId:
        """One comment, adopted; the period is over."""
        consultation_id = self.running()
        self.office.clock.move_to(2026, 3, 10)
        comment_id = self.comment(consultation_id)
        self.office.clock.move_to(2026, 4, 2)
        moderating = self.services.moderating
        moderating.write_opinion(consultation_id, "期限改为六十日", OpinionVerdict.ADOPTED, "", by=CLERK)
        moderating.sort(consultation_id, comment_id, Treatment.GROUPED, opinion=1, by=CLERK)
        return consultation_id

    def reported(self) -> ConsultationId:
        """Its report on adoption is published and linked."""
        consultation_id = self.sorted()
        self.services.linking.link_report(consultation_id, self.report(), by=CLERK)
        return consultation_id

    def report(self) -> DocumentId:
        document_id = self.office.publish("《示例补贴办法（征求意见稿）》公开征求意见采纳情况")
        self.shelf.reports.add(document_id)
        return document_id

    def consultation(self, consultation_id: ConsultationId) -> PublicConsultation:
        with self.office.records(read_only=True) as work:
            return work.consultations.get(consultation_id)


def open_forum(office: Office) -> Forum:
    shelf = Shelf()
    box = SecretPrivateBox(b"k" * KEY_BYTES)
    book = ConsultationBook(office.records, office.clock, office.bureau, WORKING_DAYS, box, shelf)
    return Forum(office, shelf, ConsultationServices(book))
