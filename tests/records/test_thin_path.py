"""One document from the inbox to the public, as narrow as it gets."""

from __future__ import annotations

from records.domain.lifecycle import State
from tests.records.office_kit import NotedRuns, Office


def test_what_three_levels_approve_is_published_and_every_record_of_it_holds(office: Office) -> None:
    document_id = office.clear()
    assert office.publishing.publish_cleared(limit=10) == [document_id]
    assert office.document(document_id).state is State.PUBLISHED
    runs = NotedRuns()
    public = office.deliver(runs)
    assert public.shown[document_id].index_number == "SLQ-HRSS/2026-00001"
    assert [told[0] for told in runs.told] == ["open", "wake", "wake", "wake"]
    assert office.verifying.verify().problems == ()
