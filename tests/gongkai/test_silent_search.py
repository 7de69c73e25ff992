"""The search engine does not answer: whoever does not ask it does not notice, and a page goes off all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bundles.format import Tombstone
from gongkai.app import App, open_app
from gongkai.reconcile.everything import reconcile_all
from gongkai.reconcile.finding import Outcome
from gongkai.settings import Settings
from records.domain.lifecycle import Role
from records.domain.outbox import OutboxKind
from records.domain.waiting import Asked
from search.engine import SearchUnavailable
from tests.gongkai.published_home import PublishedHome

#: The discard port: nothing listens.
NOWHERE = "http://127.0.0.1:9/gongkai"


@pytest.fixture
def settings(published: PublishedHome) -> Settings:
    return replace(published.home.settings, search_url=NOWHERE)


@pytest.fixture
def app(settings: Settings) -> Iterator[App]:
    with open_app(settings) as opened:
        yield opened


def test_a_review_step_is_asked(app: App, published: PublishedHome) -> None:
    assert isinstance(app.review.ask(published.waiting, 1, 1, "dag/run/task/1"), Asked)


def test_who_asks_it_is_told_and_may_ask_again(app: App) -> None:
    for _ in range(2):
        with pytest.raises(SearchUnavailable):
            app.engine.ids(app.bureau.id)


def test_a_page_that_is_withdrawn_is_off_and_the_index_is_told_later(app: App, published: PublishedHome) -> None:
    (duty, *_) = app.bureau.people_with(Role.DUTY_OFFICER)
    app.publishing.withdraw(published.public, by=duty, reason="内容有误")
    app.deliver_outbox(document_id=published.public)
    assert isinstance(app.bundles.current(app.bureau.id, published.public), Tombstone)
    (told,) = (row for row in app.overview.undelivered() if row.message.kind is OutboxKind.TOMBSTONE)
    assert told.last_error == "search_unavailable"


def test_all_but_the_index_is_compared(settings: Settings) -> None:
    found = {each.code: each.outcome for each in reconcile_all(settings)}
    assert found["search_unavailable"] is Outcome.UNREACHABLE
