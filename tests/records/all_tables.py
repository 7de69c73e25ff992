"""Work that leaves at least one row in every table of the records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from records.domain.bureau import Person
from records.domain.digests import Digest
from records.domain.error_report import ErrorReport
from records.domain.review import Verdict
from records.services.delegating import DelegationService
from records.services.error_reports import ErrorReportService
from records.services.reminding import RemindingService
from tests.records.lists.list_kit import hand_in, power
from tests.records.office_kit import ARTICLE_15, UNIT_HEAD, WORKING_DAYS, NotedPublic, NotedRuns, Office
from tests.records.requests.registry_kit import open_registry


@dataclass
class Everybody:
    """A channel that takes whatever it is given."""

    name: str = "everybody"

    def reaches(self, person: Person) -> bool:
        return True

    def send(self, digest: Digest, person: Person) -> None:
        return


def fill_all_tables(office: Office) -> None:
    """A published document, a withheld one, one that waits, a sealed one, a list, requests, a delegation, reminders."""
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
    registry.entered(description="另一件的内容")
    now = office.clock.now()
    report = ErrorReport(office.bureau.id, f"01JZX{1:021d}", published, 1, "text", "第二段应为三年", now, now)
    ErrorReportService(office.records, office.clock, office.bureau).take(report)
    delegating = DelegationService(office.records, office.clock, office.bureau)
    people = {person.id: person for person in office.bureau.people}
    delegate = next(each for each in people if each.startswith("standin"))
    delegating.make(UNIT_HEAD, delegate=delegate, start=dt.date(2026, 4, 1), until=dt.date(2026, 4, 2))
    office.clock.move_to(2026, 3, 30)  # both a review and a request are late by then
    RemindingService(office.records, office.clock, office.bureau, WORKING_DAYS).remind([Everybody()])
