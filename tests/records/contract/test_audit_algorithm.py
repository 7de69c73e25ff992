"""The chain goes on with SM3 (国密): where it switched is on the chain, and a hash by the other one is an edit."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
import sqlalchemy as sa

from records.domain.audit import SWITCHED, Algorithm, AuditEntry, first_bad_sequence
from records.domain.errors import AlgorithmMissing
from records.services.audit import AuditService
from tests.records.office_kit import Office


def entries(office: Office) -> list[AuditEntry]:
    with office.records(read_only=True) as work:
        return list(work.audit.entries())


def switched(office: Office) -> list[AuditEntry]:
    """A chain with a document before the switch and one after it."""
    office.publish("甲")
    assert AuditService(office.records).switch(Algorithm.SM3, office.clock.now())
    office.publish("乙")
    return entries(office)


def test_sm3_is_that_of_the_standard() -> None:
    """GB/T 32905-2016, example 1: the digest of `abc`; canonical JSON puts it in quotes, so OpenSSL is asked itself."""
    assert hashlib.new("sm3", b"abc").hexdigest().startswith("66c7f0f462eeedd9d1f2d46b")
    assert Algorithm.SM3.hash_of("abc") == "sm3:" + hashlib.new("sm3", b'"abc"').hexdigest()


def test_a_chain_that_switched_is_whole_and_says_where(office: Office) -> None:
    chain = switched(office)
    place = next(number for number, entry in enumerate(chain) if entry.action == SWITCHED)
    assert not any(entry.hash.startswith("sm3:") for entry in chain[:place])
    assert all(entry.hash.startswith("sm3:") for entry in chain[place:])
    report = office.verifying.verify()
    assert report.problems == ()
    assert report.head.hash == chain[-1].hash


def test_it_can_switch_back_and_switching_to_what_is_has_no_entry(office: Office) -> None:
    service, now = AuditService(office.records), office.clock.now()
    assert not service.switch(Algorithm.SHA256, now)
    assert service.switch(Algorithm.SM3, now)
    assert not service.switch(Algorithm.SM3, now)
    assert service.switch(Algorithm.SHA256, now)
    office.publish("甲")
    assert first_bad_sequence(entries(office)) is None
    assert not entries(office)[-1].hash.startswith("sm3:")


def test_an_entry_by_the_other_algorithm_is_found(office: Office) -> None:
    chain = switched(office)
    place = next(number for number, entry in enumerate(chain) if entry.action == SWITCHED)
    for number, algorithm in ((place + 1, Algorithm.SHA256), (place - 1, Algorithm.SM3)):
        forged = [*chain]
        forged[number] = forged[number].sealed(algorithm)
        assert first_bad_sequence(forged) == number + 1


def test_the_switch_itself_cannot_be_taken_away_or_reworded(office: Office) -> None:
    chain = switched(office)
    place = next(number for number, entry in enumerate(chain) if entry.action == SWITCHED)
    renamed = replace(chain[place], action="document:viewed")
    assert first_bad_sequence([*chain[:place], renamed.sealed(Algorithm.SM3), *chain[place + 1 :]]) == place + 1
    reworded = replace(chain[place], details='{"algorithm":"md5"}')
    assert first_bad_sequence([*chain[:place], reworded.sealed(Algorithm.SM3), *chain[place + 1 :]]) == place + 1


def test_a_machine_without_it_switches_nothing_and_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    with pytest.raises(AlgorithmMissing, match="SM3"):
        AuditService(office.records).switch(Algorithm.SM3, office.clock.now())
    assert entries(office) == []


def test_rows_are_as_the_database_keeps_them(office: Office) -> None:
    switched(office)
    with office.records.engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT hash FROM audit_entries ORDER BY sequence DESC LIMIT 1")).scalar()
    assert str(kept).startswith("sm3:")
    assert len(str(kept)) == 4 + 64
