"""New findings in what is public: kept, shown to the levels, and asked about once."""

from __future__ import annotations

import pytest

from records.domain.errors import DecisionRefused
from records.domain.lifecycle import State
from records.domain.reading import Finding, Severity
from records.domain.redaction import Redaction
from records.domain.review import Verdict
from records.services.editing import EditService
from records.services.rescreening import Rescreened, RescreenService
from tests.records.office_kit import CLERK, OFFICE, UNIT_HEAD, NotedPublic, NotedRuns, Office, blocking, reading_of

WARNED = Finding("mobile", 1, "通", 0, 1, Severity.WARN)
BLOCKED = blocking()


@pytest.fixture
def rescreening(office: Office) -> RescreenService:
    return RescreenService(office.records, office.clock, office.bureau)


def _note(office: Office, rescreening: RescreenService, document_id: str, *found: Finding) -> Rescreened:
    return rescreening.note(document_id, {office.document(document_id).content_hash or "": found})


def _last_round(office: Office, document_id: str) -> tuple[str | None, str | None]:
    round_ = office.desk.dossier(document_id).rounds[-1]
    return round_.reason_kind, round_.reason


def test_a_new_finding_opens_a_round_that_shows_it_while_the_page_stays(
    office: Office, rescreening: RescreenService
) -> None:
    document_id, before = office.publish(), NotedPublic()
    content = office.document(document_id).content_hash
    assert _note(office, rescreening, document_id, WARNED) == Rescreened(new=1, round=2)
    assert document_id in office.deliver(public=before).shown
    dossier = office.desk.dossier(document_id)
    assert dossier.reading is not None
    assert dossier.reading.findings == (WARNED,)
    assert dossier.document.content_hash == content  # findings are shown to the levels, they are no content
    assert _last_round(office, document_id) == ("rule_changed", "重新筛查有 1 处新的发现项（第 1 页），请逐项核对。")
    assert office.actions(document_id)[-3:] == ["document:rescreened", "review:opened", "document:rereview_requested"]
    assert office.verifying.verify().problems == ()


def test_a_finding_that_blocks_takes_the_page_off_and_has_to_be_dismissed(
    office: Office, rescreening: RescreenService
) -> None:
    document_id = office.publish()
    assert _note(office, rescreening, document_id, BLOCKED, WARNED) == Rescreened(new=2, round=2, suspended=True)
    public = office.deliver()
    assert public.shown == {}
    with pytest.raises(DecisionRefused, match="必须处理的发现项"):
        office.decide(document_id, UNIT_HEAD)
    office.decide(document_id, UNIT_HEAD, dismissals={BLOCKED.id: "虚构示例"})
    for person in ("deputy", "head"):
        office.decide(document_id, person)
    assert office.deliver(public=public).shown[document_id].version == 1
    assert office.verifying.verify().problems == ()


@pytest.mark.parametrize("ended", [True, False], ids=["after-the-review", "during-the-review"])
def test_the_same_findings_are_never_asked_about_twice(
    office: Office, rescreening: RescreenService, ended: bool
) -> None:
    document_id = office.publish()
    _note(office, rescreening, document_id, WARNED)
    if ended:
        office.approve_all(document_id)
    actions = office.actions(document_id)
    assert _note(office, rescreening, document_id, WARNED) == Rescreened()
    assert office.actions(document_id) == actions


def test_what_was_dismissed_in_the_first_review_stays_dismissed(office: Office, rescreening: RescreenService) -> None:
    document_id = office.submit(findings=(BLOCKED,))
    office.decide(document_id, UNIT_HEAD, dismissals={BLOCKED.id: "虚构示例"})
    for person in ("deputy", "head"):
        office.decide(document_id, person)
    office.publishing.publish(document_id)
    assert _note(office, rescreening, document_id, BLOCKED) == Rescreened()
    moved = blocking(start=1)
    assert _note(office, rescreening, document_id, BLOCKED, moved).new == 1


def test_what_is_taken_out_is_not_public_and_no_finding(office: Office, rescreening: RescreenService) -> None:
    document_id = office.submit()
    redaction = Redaction(1, 0, 1, "×", "mobile", "个人信息", CLERK)
    edits = EditService(office.records, office.clock, office.bureau)
    edits.redact(
        document_id, by=CLERK, seen_hash=office.document(document_id).content_hash or "", redactions=[redaction]
    )
    office.approve_all(document_id)
    office.publishing.publish(document_id)
    assert _note(office, rescreening, document_id, WARNED) == Rescreened()
    assert _note(office, rescreening, document_id, BLOCKED).new == 1  # half of it is still to be read


def test_levels_that_approved_without_knowing_of_it_are_asked_again(
    office: Office, rescreening: RescreenService
) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="other", reason="核对", urgent=False)
    office.decide(document_id, UNIT_HEAD)
    assert _note(office, rescreening, document_id, WARNED) == Rescreened(new=1, round=3)
    waiting = office.review.waiting_step(document_id)
    assert waiting is not None
    assert (waiting.round, waiting.step) == (3, 1)
    runs = NotedRuns()
    office.deliver(runs)
    assert ("open", document_id, 3) in runs.told
    assert office.verifying.verify().problems == ()


def test_a_round_without_a_decision_shows_it_and_goes_on(office: Office, rescreening: RescreenService) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="other", reason="核对", urgent=False)
    assert _note(office, rescreening, document_id, BLOCKED) == Rescreened(new=1, round=2, suspended=True)
    assert office.deliver().shown == {}


def test_of_a_document_in_review_with_another_content_both_contents_are_screened(
    office: Office, rescreening: RescreenService
) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="other", reason="核对", urgent=False)
    public = office.document(document_id).content_hash or ""
    office.intake.store_reading(document_id, reading_of("通知（更正）"))
    assert set(rescreening.contents(document_id)) == {public, office.document(document_id).content_hash}
    only_there = rescreening.note(document_id, {public: [BLOCKED]})
    assert only_there == Rescreened(new=1, round=3, suspended=True)
    dossier = office.desk.dossier(document_id)
    assert dossier.reading is not None
    assert dossier.reading.findings == ()


def test_a_finding_in_a_content_that_is_not_public_yet_takes_no_page_off(
    office: Office, rescreening: RescreenService
) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="other", reason="核对", urgent=False)
    office.intake.store_reading(document_id, reading_of("通知（更正）"))
    assert _note(office, rescreening, document_id, BLOCKED) == Rescreened(new=1, round=3)
    assert document_id in office.deliver().shown


def test_a_returned_document_whose_page_is_up_is_taken_off_and_waits_for_its_clerk(
    office: Office, rescreening: RescreenService
) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="other", reason="核对", urgent=False)
    office.decide(document_id, UNIT_HEAD, Verdict.RETURN, reason="请核对")
    assert _note(office, rescreening, document_id, BLOCKED) == Rescreened(new=1, suspended=True)
    assert office.document(document_id).state is State.EXTRACTED
    assert office.deliver().shown == {}


def test_only_what_is_before_the_public_is_screened(office: Office, rescreening: RescreenService) -> None:
    live, suspended = office.publish("甲"), office.publish("乙")
    office.submit("丙")
    office.publishing.suspend(suspended, by=CLERK)
    assert rescreening.published() == [live]
    assert rescreening.contents(suspended) == {}
    assert _note(office, rescreening, suspended, BLOCKED) == Rescreened()
    assert office.document(suspended).state is State.SUSPENDED


def test_of_an_unknown_document_nothing_is_public(rescreening: RescreenService) -> None:
    assert rescreening.contents("01ARZ3NDEKTSV4RRFFQ69G5FAV") == {}
    assert rescreening.note("01ARZ3NDEKTSV4RRFFQ69G5FAV", {"a" * 64: [WARNED]}) == Rescreened()
