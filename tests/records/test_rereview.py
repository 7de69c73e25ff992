"""Flagging a published document for a second look: who may, what is on record, and how a correction is told."""

from __future__ import annotations

import json

import pytest

from records.domain.errors import NotAllowed, NotFound, TransitionRefused
from records.domain.lifecycle import State
from records.domain.publication import PublicationStatus, corrections
from records.domain.review import Verdict
from tests.records.office_kit import (
    ARTICLE_15,
    ARTICLE_27,
    CLERK,
    DEPUTY,
    DUTY,
    HEAD,
    OFFICE,
    SECRECY,
    UNIT_HEAD,
    NotedPublic,
    Office,
    reading_of,
)


def _flag(office: Office, document_id: str, by: str, *, urgent: bool = False) -> int:
    return office.review.request_rereview(
        document_id, by=by, reason_kind="other", reason="绝不外泄的理由", urgent=urgent, door="cli"
    )


def _details(office: Office, document_id: str) -> dict[str, object]:
    with office.records(read_only=True) as work:
        return json.loads(list(work.audit.entries(document_id))[-1].details)


@pytest.mark.parametrize("person", [CLERK, OFFICE, DUTY])
def test_a_clerk_of_the_unit_the_office_and_the_duty_officer_may_flag(office: Office, person: str) -> None:
    document_id = office.publish()
    assert _flag(office, document_id, person) == 2
    assert office.document(document_id).state is State.IN_REVIEW
    details = _details(office, document_id)
    assert (details["door"], details["urgent"], details["round"]) == ("cli", False, 2)
    assert "绝不外泄" not in json.dumps(details, ensure_ascii=False)
    assert office.desk.dossier(document_id).rounds[-1].reason == "绝不外泄的理由"


@pytest.mark.parametrize("person", ["other-clerk", UNIT_HEAD, HEAD, SECRECY, "nobody"])
@pytest.mark.parametrize("urgent", [True, False])
def test_nobody_else_may_and_the_attempt_is_on_the_chain(office: Office, person: str, urgent: bool) -> None:
    document_id = office.publish()
    with pytest.raises(NotAllowed):
        _flag(office, document_id, person, urgent=urgent)
    assert document_id in office.deliver().shown
    assert office.document(document_id).state is State.PUBLISHED
    assert office.actions(document_id)[-1] == "document:refused"
    assert _details(office, document_id) == {"act": "request_rereview", "code": "not_allowed"}


def test_an_unknown_document_is_refused_and_the_attempt_is_on_the_chain(office: Office) -> None:
    with pytest.raises(NotFound):
        _flag(office, "01ARZ3NDEKTSV4RRFFQ69G5FAV", CLERK, urgent=True)
    assert office.actions("01ARZ3NDEKTSV4RRFFQ69G5FAV") == ["document:refused"]


@pytest.mark.parametrize("make", ["extract", "clear"])
def test_what_is_not_public_yet_has_nothing_to_look_at_again(office: Office, make: str) -> None:
    document_id = getattr(office, make)()
    with pytest.raises(TransitionRefused):
        _flag(office, document_id, CLERK)


def test_a_second_flag_joins_the_round_that_runs_and_is_on_record(office: Office) -> None:
    document_id = office.publish()
    assert [_flag(office, document_id, person) for person in (CLERK, OFFICE)] == [2, 2]
    assert office.actions(document_id)[-2:] == ["document:rereview_requested", "document:rereview_joined"]
    with pytest.raises(NotAllowed):
        _flag(office, document_id, HEAD)


def test_a_correction_is_told_with_the_versions_it_replaced(office: Office) -> None:
    document_id, public = office.publish(), NotedPublic()
    for content in ("通知（更正）", "通知（再更正）"):
        _flag(office, document_id, CLERK, urgent=True)
        office.deliver(public=public)
        office.clock.move_to(2026, 4, 1)
        office.intake.store_reading(document_id, reading_of(content))
        office.approve_all(document_id)
        office.publishing.publish(document_id)
        office.deliver(public=public)
    assert public.shown[document_id].version == 3
    assert public.corrected[document_id] == (1, 2)
    versions = office.desk.dossier(document_id).versions
    assert [each.at for each in corrections(versions)] == [versions[1].published_at, versions[2].published_at]
    assert office.verifying.verify().problems == ()


def test_what_came_back_unchanged_after_its_withdrawal_corrects_nothing(office: Office) -> None:
    document_id, public = office.publish(), NotedPublic()
    office.publishing.withdraw(document_id, by=DUTY, reason="暂时撤下")
    _flag(office, document_id, OFFICE)
    office.approve_all(document_id)
    assert office.publishing.publish(document_id).version == 2
    assert office.deliver(public=public).corrected == {document_id: ()}


def test_an_unchanged_page_comes_back_as_the_same_version_after_it_was_returned_too(office: Office) -> None:
    document_id, public = office.publish(), NotedPublic()
    _flag(office, document_id, CLERK, urgent=True)
    office.decide(document_id, UNIT_HEAD, Verdict.RETURN, reason="请核对")
    assert office.deliver(public=public).shown == {}
    office.intake.submit(document_id, by=OFFICE)
    office.approve_all(document_id)
    assert office.deliver(public=public).shown[document_id].version == 1
    assert public.corrected == {document_id: ()}


@pytest.mark.parametrize(("verdict", "basis"), [(Verdict.WITHHOLD, ARTICLE_15), (Verdict.ON_REQUEST, ARTICLE_27)])
def test_what_is_withheld_or_on_request_after_all_is_withdrawn(office: Office, verdict: Verdict, basis: str) -> None:
    document_id = office.publish()
    _flag(office, document_id, CLERK, urgent=True)
    office.clock.move_to(2026, 4, 1)
    office.decide(document_id, UNIT_HEAD, verdict, legal_basis=basis, reason="只供内部查看的理由")
    for person in (DEPUTY, HEAD):
        office.decide(document_id, person)
    (page,) = office.desk.dossier(document_id).versions
    assert (page.status, page.ended_at) == (PublicationStatus.WITHDRAWN, office.clock.now())
    assert office.deliver().tombstones == {document_id: "经重新审查，该公文不再公开。"}
    assert office.publishing.publish_cleared(limit=10) == []
