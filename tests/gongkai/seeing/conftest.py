"""What the tests of metrics share: every family that the product tells."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.seeing.measures import families
from gongkai.seeing.survey import Disk, Store, Survey
from portal.measuring import Counters
from records.domain.audit import AuditHead
from records.domain.lifecycle import State
from records.domain.operations import Situation, Waiting
from records.domain.outbox import Lane
from records.services.requests.desk import RequestCounts

NOW = dt.datetime(2026, 3, 5, 1, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def quiet() -> Survey:
    """An installation in which nothing has happened yet."""
    situation = Situation(
        at=NOW,
        documents=dict.fromkeys(State, 0),
        in_review=0,
        oldest_review=None,
        overdue={},
        uncountable=0,
        outbox={lane: Waiting() for lane in Lane},
        live=frozenset(),
        searchable=frozenset(),
        under_way=frozenset(),
        quarantined={},
        head=AuditHead("shili-hrss", 0, "0" * 64),
        head_at=None,
    )
    return Survey(
        situation=situation,
        requests=RequestCounts(0, 0, 0),
        nights=(),
        disks=(Disk("home", 100, 50),),
        bundles=Store(0, 0, 0),
        index=Store(0, 0, 0),
        parts={"scheduler": True},
        verification=None,
        backup=None,
    )


@pytest.fixture(scope="session")
def known_metrics(quiet: Survey) -> frozenset[str]:
    """The names of all families, the inside's and the portal's."""
    return frozenset(family.name for family in (*families(quiet), *Counters().families()))
