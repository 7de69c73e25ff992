"""A day that passes changes what search says of a document's validity, without anybody doing anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from bundles.body import body_html
from bundles.format import PublicAttributes
from bundles.reader import BundleReader
from bundles.writer import BundleWriter, Release
from gongkai.public_index import PublicIndex
from search.engine import SearchQuery
from search.open import open_engine

BUREAU = "shili-hrss"
LAST_DAY = dt.date(2026, 5, 31)


@dataclass
class SetClock:
    time: dt.datetime

    def now(self) -> dt.datetime:
        return self.time


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(4), dt.UTC)  # 12:00 in Shanghai


@pytest.fixture
def index(tmp_path: Path) -> PublicIndex:
    engine = open_engine(f"tantivy://{tmp_path / 'index'}")
    return PublicIndex(BundleReader(tmp_path / "bundles"), engine, BUREAU, SetClock(noon(LAST_DAY)))


def publish(index: PublicIndex, tmp_path: Path, number: int, attributes: PublicAttributes, *, version: int = 1) -> str:
    id_ = f"01JZX{number:021d}"
    release = Release(
        bureau=BUREAU,
        id=id_,
        version=version,
        content_hash=f"{number + 100 * version:064x}",
        index_number=f"SLQ-RS/2026-{number:05d}",
        published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        attributes=attributes,
        body_html=body_html(["培训补贴。"], attributes, printed_lines=False),
    )
    BundleWriter(tmp_path / "bundles").write(release)
    index.update(id_)
    return id_


def said(index: PublicIndex, validity: str) -> list[str]:
    return [hit.id for hit in index.engine.search(SearchQuery(BUREAU, validity=validity)).hits]


def a_day_later(index: PublicIndex) -> None:
    assert isinstance(index.clock, SetClock)
    index.clock.time += dt.timedelta(days=1)


def test_what_has_expired_overnight_is_said_to_be(index: PublicIndex, tmp_path: Path) -> None:
    ends = publish(index, tmp_path, 1, PublicAttributes(title="示例区培训办法", expires_on=LAST_DAY))
    publish(index, tmp_path, 2, PublicAttributes(title="示例区就业办法", expires_on=dt.date(2030, 1, 1)))
    assert index.renew_validity() == 0
    assert said(index, "expired") == []

    a_day_later(index)
    assert index.renew_validity() == 1
    assert said(index, "expired") == [ends]
    assert index.renew_validity() == 0


def test_a_repeal_holds_from_the_day_on_which_it_takes_effect(index: PublicIndex, tmp_path: Path) -> None:
    old = publish(index, tmp_path, 1, PublicAttributes(title="示例区培训办法"))
    tomorrow = LAST_DAY + dt.timedelta(days=1)
    publish(
        index,
        tmp_path,
        2,
        PublicAttributes(title="示例区新培训办法", effective_on=tomorrow, repeals=("《示例区培训办法》",)),
    )
    assert said(index, "repealed") == []

    a_day_later(index)
    assert index.renew_validity() == 1
    assert said(index, "repealed") == [old]


def test_what_is_corrected_after_it_was_repealed_stays_so(index: PublicIndex, tmp_path: Path) -> None:
    old = publish(index, tmp_path, 1, PublicAttributes(title="示例区培训办法"))
    publish(index, tmp_path, 2, PublicAttributes(title="示例区新培训办法", repeals=("《示例区培训办法》",)))
    assert said(index, "repealed") == [old]

    publish(index, tmp_path, 1, PublicAttributes(title="示例区培训办法"), version=2)
    assert said(index, "repealed") == [old]


def test_what_is_wrongly_called_ended_is_put_right(index: PublicIndex, tmp_path: Path) -> None:
    id_ = publish(index, tmp_path, 1, PublicAttributes(title="示例区培训办法", expires_on=LAST_DAY))
    a_day_later(index)
    index.renew_validity()
    assert isinstance(index.clock, SetClock)
    index.clock.time = noon(LAST_DAY)
    assert said(index, "expired") == [id_]
    assert index.renew_validity() == 1
    assert said(index, "expired") == []
