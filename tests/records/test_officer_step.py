"""The confidentiality officer (保密员) as a level of the chain, where the bureau wants one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from records.domain.bureau import CHAIN, CHAIN_WITH_OFFICER, OfficerStep, Person, StepRole
from records.domain.document import DocumentId, PersonId
from records.domain.errors import DecisionRefused, TransitionRefused
from records.domain.lifecycle import State
from records.domain.reading import Finding, Severity
from records.domain.redaction import Redaction
from records.domain.review import Verdict
from records.services.editing import EditService
from records.services.rescreening import RescreenService
from tests.records.office_kit import (
    ARTICLE_15,
    BUREAU,
    CLERK,
    DEPUTY,
    HEAD,
    SECRECY,
    UNIT,
    UNIT_HEAD,
    Office,
    blocking,
    open_office,
)

_MARK = Finding("internal_mark", 1, "通知", 0, 2, Severity.WARN)
_OF_UNIT = replace(BUREAU, officer_step=OfficerStep(units=frozenset({UNIT})))
_OF_FINDING = replace(BUREAU, officer_step=OfficerStep(findings=frozenset({"internal_mark"})))


@pytest.fixture
def officers_office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """A bureau whose officer decides on everything of one unit."""
    opened = open_office(tmp_path, sqlite_url, bureau=_OF_UNIT)
    yield opened
    opened.records.engine.dispose()


@pytest.fixture
def findings_office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """A bureau whose officer decides on what bears an internal mark."""
    opened = open_office(tmp_path, sqlite_url, bureau=_OF_FINDING)
    yield opened
    opened.records.engine.dispose()


def _levels(office: Office, document_id: DocumentId) -> tuple[StepRole, ...]:
    return office.desk.dossier(document_id).rounds[-1].chain


def test_the_officer_decides_after_the_unit_head_and_before_the_deputy(officers_office: Office) -> None:
    office = officers_office
    document_id = office.submit()
    for person in (UNIT_HEAD, SECRECY, DEPUTY):
        office.decide(document_id, person)
        assert office.document(document_id).state is State.IN_REVIEW
    office.decide(document_id, HEAD)
    assert office.publishing.publish_cleared(limit=10) == [document_id]
    assert office.verifying.verify().is_whole


def test_nobody_else_decides_at_the_officers_step(officers_office: Office) -> None:
    office = officers_office
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD)
    for person in (DEPUTY, HEAD, CLERK):
        with pytest.raises(DecisionRefused):
            office.decide(document_id, person)
    waiting = office.review.waiting_step(document_id)
    assert waiting is not None
    assert (waiting.role, waiting.assignees) == (StepRole.OFFICER, (_person(SECRECY),))


def test_the_officer_may_return_and_withhold_like_any_other_level(officers_office: Office) -> None:
    office = officers_office
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD)
    office.decide(document_id, SECRECY, Verdict.RETURN, reason="请删去内部电话")
    assert office.document(document_id).state is State.EXTRACTED


def test_only_documents_with_such_a_finding_go_to_the_officer(findings_office: Office) -> None:
    office = findings_office
    assert _levels(office, office.submit("有标注", findings=(_MARK,))) == CHAIN_WITH_OFFICER
    assert _levels(office, office.submit("无标注", findings=(blocking(),))) == CHAIN


def test_a_finding_that_comes_later_starts_the_round_again_with_the_officer(findings_office: Office) -> None:
    office = findings_office
    document_id = office.publish()
    office.review.request_rereview(document_id, by=CLERK, reason_kind="other", reason="核对", urgent=False)
    assert _levels(office, document_id) == CHAIN
    rescreening = RescreenService(office.records, office.clock, office.bureau)
    rescreening.note(document_id, dict.fromkeys(rescreening.contents(document_id), (_MARK,)))
    assert _levels(office, document_id) == CHAIN_WITH_OFFICER


def test_a_running_round_keeps_its_levels_when_the_bureau_changes_its_mind(officers_office: Office) -> None:
    document_id = officers_office.submit()
    without = open_office(officers_office.folder, str(officers_office.records.engine.url), bureau=BUREAU)
    for person in (UNIT_HEAD, SECRECY, DEPUTY, HEAD):
        without.decide(document_id, person)
    assert without.document(document_id).state is State.CLEARED
    without.records.engine.dispose()


_WITHOUT_OFFICER = (
    """UPDATE review_rounds SET chain = '["unit_head", "deputy", "head"]'""",
    "DELETE FROM review_decisions WHERE step = 2",
    "UPDATE review_decisions SET step = 2 WHERE step = 3",
)
_AS_IF_APPROVED = ("UPDATE review_decisions SET verdict = 'approve', legal_basis = NULL WHERE step = 2",)
_BY_SOMEBODY_ELSE = ("UPDATE review_decisions SET person = 'office', verdict = 'approve' WHERE step = 2",)


@pytest.mark.parametrize("tampering", [_WITHOUT_OFFICER, _AS_IF_APPROVED, _BY_SOMEBODY_ELSE])
def test_a_level_taken_out_of_the_database_by_hand_publishes_nothing(
    officers_office: Office, tampering: tuple[str, ...]
) -> None:
    office = officers_office
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD)
    office.decide(document_id, SECRECY, Verdict.WITHHOLD, reason="涉及个人隐私", legal_basis=ARTICLE_15)
    office.decide(document_id, DEPUTY)
    with office.records.engine.begin() as connection:
        for statement in tampering:
            connection.execute(sa.text(statement))
    office.decide(document_id, HEAD)
    assert office.document(document_id).state is State.CLEARED
    assert office.publishing.publish_cleared(limit=10) == []
    assert not office.verifying.verify().is_whole


def test_the_officer_may_take_something_out_at_their_own_step(officers_office: Office) -> None:
    office = officers_office
    document_id = office.submit()
    edits = EditService(office.records, office.clock, office.bureau)
    redaction = Redaction(1, 0, 2, "▇▇", "text", "个人隐私", SECRECY)
    with pytest.raises(TransitionRefused):
        edits.redact(document_id, by=SECRECY, seen_hash=_hash(office, document_id), redactions=(redaction,))
    office.decide(document_id, UNIT_HEAD)
    edits.redact(document_id, by=SECRECY, seen_hash=_hash(office, document_id), redactions=(redaction,))
    assert office.desk.dossier(document_id).reading.redactions == (redaction,)


def _hash(office: Office, document_id: DocumentId) -> str:
    return office.document(document_id).content_hash or ""


def _person(person_id: PersonId) -> Person:
    return next(person for person in BUREAU.people if person.id == person_id)
