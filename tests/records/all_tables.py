"""Work that leaves at least one row in every table of the records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from records.domain.bureau import Person
from records.domain.digests import Digest
from records.domain.error_report import ErrorReport
from records.domain.requests.content import Requester
from records.domain.requests.often import OftenOutcome
from records.domain.review import Verdict
from records.domain.subscriptions.subscription import SubscriptionContent
from records.services.delegating import DelegationService
from records.services.error_reports import ErrorReportService
from records.services.reminding import RemindingService
from records.services.requests.intake import Claimed
from records.services.subscriptions.book import SubscriptionBook
from records.services.subscriptions.taking import SubscriptionTaking
from records.store.private_box import KEY_BYTES, SecretPrivateBox
from tests.records.consultations.consultation_kit import open_forum
from tests.records.lists.list_kit import hand_in, power
from tests.records.office_kit import ARTICLE_15, OFFICE, UNIT_HEAD, WORKING_DAYS, NotedPublic, NotedRuns, Office
from tests.records.requests.registry_kit import PHONE, open_registry


@dataclass
class Everybody:
    """A channel that takes whatever it is given."""

    name: str = "everybody"

    def reaches(self, person: Person) -> bool:
        return True

    def send(self, digest: Digest, person: Person) -> None:
        return


def fill_all_tables(office: Office) -> None:
    """Documents of every fate, a list, a consultation, requests, a delegation, reminders, a subscription."""
    published = office.publish("公开件")
    office.outbox.deliver(runs=NotedRuns(), public=NotedPublic())
    withheld = office.submit("不公开件")
    office.decide(withheld, UNIT_HEAD, Verdict.WITHHOLD, reason="涉及第三方", legal_basis=ARTICLE_15)
    office.sealing.seal(office.receive("示例密件"))
    hand_in(office, "powers", power())
    waiting = office.submit("在审件")
    office.review.ask(waiting, 1, 1, "review__1")
    registry = open_registry(office)
    registry.answered()
    for who in (1, 2, 3):
        registry.entered(requester=Requester(f"示例申请人{who}", f"居民身份证 TEST-{who}", PHONE), description="第三件")
    registry.entered(claimed=Claimed("2019年3月", "缴费凭证"))
    (often,) = registry.services.often.proposed_to(OFFICE)
    registry.services.often.settle(often.information_key, OftenOutcome.UNDERWAY, "正在汇总", by=OFFICE)
    forum = open_forum(office)
    consultation = forum.running()
    forum.services.linking.rule_need(waiting, is_needed=True, reason="影响面广", by=OFFICE)
    now = office.clock.now()
    report = ErrorReport(office.bureau.id, f"01JZX{1:021d}", published, 1, "text", "第二段应为三年", now, now)
    ErrorReportService(office.records, office.clock, office.bureau).take(report)
    delegating = DelegationService(office.records, office.clock, office.bureau)
    people = {person.id: person for person in office.bureau.people}
    delegate = next(each for each in people if each.startswith("standin"))
    delegating.make(UNIT_HEAD, delegate=delegate, start=dt.date(2026, 4, 1), until=dt.date(2026, 4, 2))
    office.clock.move_to(2026, 3, 31)  # a review and a request are late by then, and the consultation is about to close
    forum.comment(consultation)
    book = SubscriptionBook(office.records, office.clock, office.bureau, SecretPrivateBox(b"k" * KEY_BYTES))
    wish = SubscriptionContent("citizen@example.org", "/columns/policies", column="policies")
    SubscriptionTaking(book).take(f"01JZX{2:021d}", wish, asked_at=now)
    RemindingService(office.records, office.clock, office.bureau, WORKING_DAYS).remind([Everybody()])
