"""`verify` finds what was changed behind the records' back, and names it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from records.domain.audit import AuditEntry, AuditHead
from records.domain.review import Verdict
from tests.records.office_kit import UNIT_HEAD, Office

_UNBAR = "DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete"


def _sql(office: Office, *statements: str) -> None:
    """What someone with the database file can do."""
    with office.records.engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def _codes(office: Office) -> set[str]:
    return {problem.code for problem in office.verifying.verify().problems}


def test_untouched_records_are_whole(office: Office) -> None:
    office.publish()
    report = office.verifying.verify()
    assert report.is_whole
    assert (report.documents, report.decisions) == (1, 3)
    assert report.head == office.verifying.audit_head()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE review_decisions SET reason = '另一个理由' WHERE step = 2", "decision_changed"),
        ("UPDATE review_decisions SET person = 'office' WHERE step = 2", "decision_changed"),
        ("DELETE FROM review_decisions WHERE step = 3", "decision_missing"),
        ("DELETE FROM review_decisions WHERE step = 3", "published_without_chain"),
        ('UPDATE review_rounds SET chain = \'["unit_head", "head"]\'', "round_changed"),
        ("UPDATE review_rounds SET disclosure = 'withheld'", "round_changed"),
        ("UPDATE review_rounds SET number = 2", "round_missing"),
        ("UPDATE documents SET state = 'cleared'", "state_unexplained"),
        ("UPDATE publications SET content_hash = 'f'", "published_without_chain"),
    ],
)
def test_a_row_changed_by_hand_is_found(office: Office, statement: str, code: str) -> None:
    document_id = office.publish()
    _sql(office, statement)
    assert code in _codes(office)
    assert document_id in {problem.subject for problem in office.verifying.verify().problems}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor = 'nobody' WHERE sequence = 3",
        "DELETE FROM audit_entries WHERE sequence = 3",
        "UPDATE audit_entries SET details = '{}' WHERE sequence = 3",
    ],
)
def test_an_edited_chain_is_broken_at_the_first_bad_entry(office: Office, statement: str) -> None:
    office.publish()
    _sql(office, *_UNBAR, statement)
    broken = [problem for problem in office.verifying.verify().problems if problem.code == "audit_chain_broken"]
    assert [problem.subject for problem in broken] == ["3"]


def test_a_cut_off_tail_is_found_by_the_head_that_was_kept_elsewhere(office: Office) -> None:
    office.submit()
    kept = office.verifying.audit_head()
    office.submit("另一件")
    assert office.verifying.verify(kept).is_whole
    _sql(office, *_UNBAR, f"DELETE FROM audit_entries WHERE sequence >= {kept.sequence}")
    assert "audit_head_missing" in {problem.code for problem in office.verifying.verify(kept).problems}


def test_a_bureau_that_has_nothing_yet_is_whole(office: Office) -> None:
    assert office.verifying.verify(AuditHead("shili-hrss", 0, "0" * 64)).is_whole


def test_a_changed_original_is_found(office: Office) -> None:
    document_id = office.extract()
    path = office.originals.local_path(office.document(document_id).original_sha256)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    assert _codes(office) == {"original_changed"}


def test_a_missing_original_is_found(office: Office) -> None:
    document_id = office.extract()
    office.originals.erase(office.document(document_id).original_sha256)
    assert _codes(office) == {"original_missing"}


def test_a_plaintext_that_came_back_after_sealing_is_found(office: Office) -> None:
    document_id = office.receive("示例密件")
    office.sealing.seal(document_id)
    office.originals.put_bytes("示例密件".encode())
    assert _codes(office) == {"sealed_in_plaintext"}
    office.deliver()  # the message of the sealing erases it
    assert _codes(office) == set()


def test_audit_details_hold_no_text_and_no_name(office: Office) -> None:
    document_id = office.submit("绝不外泄的标题")
    office.decide(document_id, UNIT_HEAD, Verdict.RETURN, reason="绝不外泄的理由")
    texts = "".join(entry.details + entry.action + entry.actor for entry in _entries(office))
    assert "绝不外泄" not in texts
    assert not [person.name for person in office.bureau.people if person.name in texts]


def _entries(office: Office) -> list[AuditEntry]:
    with office.records(read_only=True) as work:
        return list(work.audit.entries())
