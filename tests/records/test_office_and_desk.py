"""What the office settles, and what each person finds on their desk."""

from __future__ import annotations

import pytest

from records.domain.disclosure import Disclosure
from records.domain.errors import DecisionRefused, UnknownUnit
from tests.records.office_kit import (
    ARTICLE_27,
    CLERK,
    DEPUTY,
    OFFICE,
    STANDIN,
    UNIT,
    UNIT_HEAD,
    Office,
    blocking,
    reading_of,
)


def test_a_step_that_nobody_may_decide_shows_in_the_overview(office: Office) -> None:
    office.submit(by=UNIT_HEAD)  # no delegation holds on this day
    assert office.overview.documents()[0].why == "等待科室负责人审查，但无人可审，请指定受托人"


def test_an_undetermined_document_waits_for_the_office(office: Office) -> None:
    document_id = office.extract(disclosure=None)
    assert office.intake.submit(document_id) is None
    assert [document.id for document in office.desk.undetermined()] == [document_id]
    office.review.decide_attribute(
        document_id, by=OFFICE, disclosure=Disclosure.ON_REQUEST, legal_basis=ARTICLE_27, reason="内容特定"
    )
    assert office.intake.submit(document_id) == 1


def test_contradictory_sources_wait_for_the_office(office: Office) -> None:
    document_id = office.extract(conflicts=("disclosure",))
    assert office.intake.submit(document_id) is None
    decided = office.review.decide_attribute(document_id, by=OFFICE, disclosure=Disclosure.PROACTIVE)
    assert decided.conflicts == ()
    assert office.intake.submit(document_id) == 1


def test_what_is_withheld_without_its_ground_waits_for_the_office(office: Office) -> None:
    document_id = office.extract(disclosure="withheld", legal_basis=None, reason="内部")
    assert office.intake.submit(document_id) is None


@pytest.mark.parametrize(
    ("basis", "reason", "code"),
    [(None, "内容特定", "no_legal_basis"), (ARTICLE_27, " ", "no_reason")],
)
def test_the_office_too_gives_basis_and_reason(office: Office, basis: str | None, reason: str, code: str) -> None:
    document_id = office.extract(disclosure=None)
    with pytest.raises(DecisionRefused) as caught:
        office.review.decide_attribute(
            document_id, by=OFFICE, disclosure=Disclosure.ON_REQUEST, legal_basis=basis, reason=reason
        )
    assert caught.value.code == code


def test_a_unit_that_the_bureau_does_not_have_is_settled_by_the_office(office: Office) -> None:
    document_id = office.receive(unit="no-such-unit")
    office.intake.store_reading(document_id, reading_of())
    assert office.intake.submit(document_id) is None
    with pytest.raises(UnknownUnit):
        office.review.decide_attribute(document_id, by=OFFICE, disclosure=Disclosure.PROACTIVE, unit="none")
    office.review.decide_attribute(document_id, by=OFFICE, disclosure=Disclosure.PROACTIVE, unit=UNIT)
    assert office.intake.submit(document_id) == 1


def test_my_work_lists_what_waits_for_me_longest_waiting_first(office: Office) -> None:
    first = office.submit("甲")
    office.clock.move_to(2026, 3, 10)
    second = office.submit("乙", findings=(blocking(),))
    mine = office.desk.my_work(UNIT_HEAD)
    assert [(item.document_id, item.blocking_findings) for item in mine] == [(first, 0), (second, 1)]
    assert [item.acting_for for item in office.desk.my_work(STANDIN)] == [UNIT_HEAD, UNIT_HEAD]
    assert office.desk.my_work(DEPUTY) == []
    assert [document.id for document in office.desk.handed_in(CLERK)] == [second, first]
