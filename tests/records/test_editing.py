"""Correcting an attribute and taking something out: who may, what becomes of approvals, what stays on record."""

from __future__ import annotations

import pytest

from records.domain.document import DocumentId, PersonId
from records.domain.errors import DecisionRefused, TransitionRefused
from records.domain.lifecycle import State
from records.domain.reading import Reading
from records.domain.redaction import Redaction, combined
from records.domain.review import Outcome
from records.services.editing import CORRECTABLE, EditService, NotCorrectable, RedactionInvalid
from tests.records.office_kit import BUREAU, CLERK, DEPUTY, HEAD, OFFICE, UNIT_HEAD, Office, blocking

OTHER_CLERK, OTHER_HEAD = PersonId("other-clerk"), PersonId("other-head")


@pytest.fixture
def edit(office: Office) -> EditService:
    return EditService(office.records, office.clock, BUREAU)


def seen(office: Office, document_id: DocumentId) -> str:
    return office.document(document_id).content_hash or ""


def reading(office: Office, document_id: DocumentId) -> Reading:
    found = office.desk.dossier(document_id).reading
    assert found is not None
    return found


def taken_out(start: int = 0, end: int = 2, *, page: int = 1, reason: str = "个人隐私") -> Redaction:
    return Redaction(page, start, end, "■" * (end - start), "text", reason, UNIT_HEAD)


def test_a_correction_keeps_what_was_read_and_who_wrote_it(office: Office, edit: EditService) -> None:
    document_id = office.extract()
    before = reading(office, document_id).attributes["title"]
    for title in ("关于示例的通知", "关于示例工作的通知"):
        edit.correct(document_id, by=CLERK, seen_hash=seen(office, document_id), name="title", value=title)
    after = reading(office, document_id).attributes["title"]
    assert (after.value, after.corrected_by, after.as_read) == ("关于示例工作的通知", CLERK, before.value)
    assert after.evidence == before.evidence
    assert office.document(document_id).title == "关于示例工作的通知"
    actions = [entry.action for entry in office.desk.dossier(document_id).history]
    assert actions.count("document:attribute_corrected") == 2
    assert office.verifying.verify().problems == ()


def test_a_change_in_review_voids_approvals_and_begins_again_at_step_1(office: Office, edit: EditService) -> None:
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD)
    edit.correct(document_id, by=DEPUTY, seen_hash=seen(office, document_id), name="addressees", value="各科室")
    dossier = office.desk.dossier(document_id)
    assert dossier.rounds[0].outcome is Outcome.VOID
    assert dossier.waiting is not None
    assert (dossier.waiting.round, dossier.waiting.step) == (2, 1)
    office.approve_all(document_id)
    assert office.document(document_id).state is State.CLEARED


def test_a_redacted_finding_no_longer_stands_in_the_way(office: Office, edit: EditService) -> None:
    document_id = office.submit(findings=(blocking(),))
    finding = blocking()
    with pytest.raises(DecisionRefused):
        office.decide(document_id, UNIT_HEAD)
    redaction = taken_out(finding.start, finding.end, page=finding.page)
    edit.redact(document_id, by=UNIT_HEAD, seen_hash=seen(office, document_id), redactions=[redaction])
    office.approve_all(document_id)
    assert office.document(document_id).state is State.CLEARED
    assert reading(office, document_id).redactions == (redaction,)
    assert office.verifying.verify().problems == ()


def test_what_is_restored_is_the_content_that_was_there_before(office: Office, edit: EditService) -> None:
    document_id = office.extract()
    first = seen(office, document_id)
    edit.redact(document_id, by=CLERK, seen_hash=first, redactions=[taken_out()])
    second = seen(office, document_id)
    assert second != first
    edit.restore(document_id, by=OFFICE, seen_hash=second, redaction_id=taken_out().id)
    assert seen(office, document_id) == first
    with pytest.raises(RedactionInvalid):
        edit.restore(document_id, by=OFFICE, seen_hash=first, redaction_id=taken_out().id)


@pytest.mark.parametrize("person", [OTHER_CLERK, OTHER_HEAD, DEPUTY, HEAD])
def test_nobody_else_changes_the_content(office: Office, edit: EditService, person: PersonId) -> None:
    document_id = office.submit()
    before = seen(office, document_id)
    with pytest.raises(TransitionRefused):
        edit.redact(document_id, by=person, seen_hash=before, redactions=[taken_out()])
    assert seen(office, document_id) == before
    refused = [entry for entry in office.desk.dossier(document_id).history if entry.action == "document:refused"]
    assert [entry.actor for entry in refused] == [person]


def test_what_changed_since_it_was_seen_is_not_changed_again(office: Office, edit: EditService) -> None:
    document_id = office.extract()
    first = seen(office, document_id)
    edit.redact(document_id, by=CLERK, seen_hash=first, redactions=[taken_out()])
    with pytest.raises(DecisionRefused, match="内容已经变化"):
        edit.correct(document_id, by=OFFICE, seen_hash=first, name="title", value="别的")


@pytest.mark.parametrize("name", ["disclosure", "legal_basis", "classification", "nothing"])
def test_what_is_decided_elsewhere_is_not_corrected_here(office: Office, edit: EditService, name: str) -> None:
    document_id = office.extract()
    assert name not in CORRECTABLE
    with pytest.raises(NotCorrectable):
        edit.correct(document_id, by=CLERK, seen_hash=seen(office, document_id), name=name, value="值")


@pytest.mark.parametrize(
    "redaction", [taken_out(page=2), taken_out(0, 99), taken_out(2, 3), taken_out(1, 1), taken_out(reason=" ")]
)
def test_a_redaction_has_a_place_and_a_reason(office: Office, edit: EditService, redaction: Redaction) -> None:
    document_id = office.extract("通知\n")
    with pytest.raises(RedactionInvalid):
        edit.redact(document_id, by=CLERK, seen_hash=seen(office, document_id), redactions=[redaction])


def test_published_content_is_changed_in_a_second_look_only(office: Office, edit: EditService) -> None:
    document_id = office.publish()
    with pytest.raises(TransitionRefused):
        edit.redact(document_id, by=CLERK, seen_hash=seen(office, document_id), redactions=[taken_out()])


def test_redactions_never_overlap() -> None:
    kept = (taken_out(4, 6), taken_out(0, 2))
    assert combined(kept, [taken_out(3, 7)]) == (taken_out(0, 2), taken_out(3, 7))
    assert combined(kept, [taken_out(1, 4)]) is None
    assert combined((), [taken_out(0, 2), taken_out(1, 3)]) is None
