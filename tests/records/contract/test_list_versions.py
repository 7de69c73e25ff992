"""What is kept of the releases of lists, on both databases."""

from __future__ import annotations

from records.domain.lists.catalogue import KINDS
from tests.records.lists.list_kit import guide, hand_in, power, service
from tests.records.office_kit import SECRECY, Office


def test_the_newest_release_of_a_list_and_of_every_list_of_a_kind(office: Office) -> None:
    first = hand_in(office, "service_guides", guide(), guide(code="示-G2"))
    office.clock.move_to(2026, 3, 3)
    hand_in(office, "service_guides", guide(hours="全天"))
    hand_in(office, "powers", power())
    with office.records(read_only=True) as work:
        latest = work.lists.latest("service_guides", "示-G1")
        assert latest is not None
        assert (latest.document_id, latest.number, latest.row_count) == (first[0].document_id, 2, 1)
        assert work.lists.latest("powers", "示-G1") is None
        assert [version.number for version in work.lists.of_document(first[0].document_id)] == [1, 2]
        newest = work.lists.newest("service_guides", limit=5)
        assert [(version.series, version.number) for version in newest] == [("示-G1", 2), ("示-G2", 1)]
        assert len(work.lists.newest("service_guides", limit=1)) == 1


def test_a_sealed_list_is_no_version_of_anything(office: Office) -> None:
    document_id = hand_in(office, "powers", power())[0].document_id
    office.sealing.seal(document_id, by=SECRECY)
    with office.records(read_only=True) as work:
        assert work.lists.latest("powers", "权责清单") is None
    assert service(office).of_kind(KINDS["powers"]) == []
