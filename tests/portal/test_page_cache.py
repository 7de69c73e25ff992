"""Rendered pages: kept under all that they show, and few."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bundles.consultations import Consultations
from bundles.format import BundleMeta, PublicAttributes
from portal.page_cache import MOST_PAGES, Page, PageCache, Shown

TODAY = dt.date(2026, 6, 1)
KEY = ("01JZX000000000000000000001", False)


@pytest.fixture
def shown() -> Shown:
    meta = BundleMeta(
        bureau="shili-hrss",
        id=KEY[0],
        version=1,
        content_hash="a" * 64,
        index_number="SLQ-RS/2026-00001",
        published_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        attributes=PublicAttributes(title="示例区培训办法"),
        files=(),
    )
    return Shown(meta, Consultations(), 7, TODAY, "https://xxgk.example")


def test_a_page_is_found_as_long_as_nothing_that_it_shows_changes(shown: Shown) -> None:
    cache = PageCache()
    page = Page.of("<p>页</p>", holds=True)
    cache.put(KEY, shown, page)

    assert cache.get(KEY, replace(shown)) is page
    assert cache.get((KEY[0], True), shown) is None
    for changed in (
        replace(shown, revision=8),
        replace(shown, today=TODAY + dt.timedelta(days=1)),
        replace(shown, origin="http://127.0.0.1"),
        replace(shown, meta=shown.meta.model_copy()),
        replace(shown, consultations=Consultations()),
    ):
        assert cache.get(KEY, changed) is None


def test_the_page_that_nobody_asked_for_longest_goes_first(shown: Shown) -> None:
    cache = PageCache()
    for number in range(MOST_PAGES + 1):
        cache.put((str(number), False), shown, Page.of("页", holds=True))
        cache.get(("0", False), shown)

    assert cache.get(("0", False), shown) is not None
    assert cache.get(("1", False), shown) is None
