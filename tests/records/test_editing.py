"""Correcting an attribute and taking something out: who may, what becomes of approvals, what stays on record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.domain.document import DocumentId, PersonId
from records.domain.errors import DecisionRefused, TransitionRefused
from records.domain.lifecycle import State
from records.domain.public_reading import public_reading
from records.domain.reading import Reading
from records.domain.redaction import UNDER_AREA, RedactedArea, Redaction, combined, with_areas
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


def area(*words: tuple[int, int], box: tuple[float, float, float, float] = (0.1, 0.1, 0.5, 0.2)) -> RedactedArea:
    under = tuple(
        Redaction(1, start, end, "■" * (end - start), UNDER_AREA, "个人隐私", UNIT_HEAD) for start, end in words
    )
    return RedactedArea(1, box, under, "个人隐私", UNIT_HEAD)


def test_an_area_is_content_and_what_is_restored_is_as_before(office: Office, edit: EditService) -> None:
    document_id = office.extract()
    first = seen(office, document_id)
    edit.redact(document_id, by=CLERK, seen_hash=first, areas=[area((0, 2))])
    second = seen(office, document_id)
    edit.redact(document_id, by=CLERK, seen_hash=second, areas=[area((0, 2), box=(0.1, 0.1, 0.5, 0.3))])
    assert len({first, second, seen(office, document_id)}) == 3
    for one in reading(office, document_id).areas:
        edit.restore(document_id, by=CLERK, seen_hash=seen(office, document_id), redaction_id=one.id)
    assert seen(office, document_id) == first
    assert office.verifying.verify().problems == ()


@pytest.mark.parametrize(
    "box",
    [(0.1, 0.1, 0.104, 0.2), (0.1, 0.1, 0.2, 0.1), (-0.1, 0.1, 0.2, 0.2), (0.1, 0.1, 1.2, 0.2), (0.5, 0.1, 0.2, 0.2)],
)
def test_an_area_that_is_not_on_the_page_is_refused(
    office: Office, edit: EditService, box: tuple[float, float, float, float]
) -> None:
    document_id = office.extract()
    before = seen(office, document_id)
    with pytest.raises(RedactionInvalid):
        edit.redact(document_id, by=CLERK, seen_hash=before, areas=[area((0, 2), box=box)])
    assert seen(office, document_id) == before


def test_an_area_never_takes_words_of_another_length_or_off_the_page(office: Office, edit: EditService) -> None:
    document_id = office.extract()
    longer = RedactedArea(1, (0.1, 0.1, 0.5, 0.2), (taken_out(0, 2),), "个人隐私", UNIT_HEAD)
    wrong = RedactedArea(
        1, longer.box, (Redaction(1, 0, 2, "■", UNDER_AREA, "个人隐私", UNIT_HEAD),), "个人隐私", UNIT_HEAD
    )
    for one in (wrong, area((0, 10_000)), RedactedArea(9, longer.box, (), "个人隐私", UNIT_HEAD)):
        with pytest.raises(RedactionInvalid):
            edit.redact(document_id, by=CLERK, seen_hash=seen(office, document_id), areas=[one])


def test_words_under_an_area_keep_a_masking_of_their_own_and_the_area_has_the_rest() -> None:
    masked = Redaction(1, 3, 5, "*", "mobile", "个人隐私", UNIT_HEAD)
    stretches = with_areas((masked,), (area((1, 8)), area((0, 4))))
    assert [(one.start, one.end, one.replacement) for one in stretches] == [
        (0, 1, "■"),
        (1, 3, "■■"),
        (3, 5, "*"),
        (5, 8, "■■■"),
    ]


def test_the_public_reads_nothing_that_stands_under_an_area_and_keeps_stray_letters(office: Office) -> None:
    document_id = office.extract("关于示例的通知")
    shown = reading(office, document_id)
    text = shown.pages[0].text
    at = text.index("示例")
    marked = replace(shown, areas=(area((at, at + 2), (at + 4, at + 5)),))
    public = public_reading(marked)
    assert "示例" not in public.pages[0].text
    assert "示例" not in (public.text_of("title") or "")
    assert public.areas == ()
    assert marked.is_redacted(1, at, at + 2)
    assert not marked.is_redacted(1, at, at + 3)
