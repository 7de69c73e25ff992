"""Before the stack starts there is an index that the portal may read, or somebody is told that it has to be rebuilt."""

from __future__ import annotations

import shutil

from gongkai.running import has_current_index
from tests.gongkai.published_home import PublishedHome


def test_an_empty_index_is_made_where_there_is_none(published: PublishedHome) -> None:
    folder = published.home.folder / "public" / "index"
    shutil.rmtree(folder)
    with published.home.open() as app:
        assert not folder.exists()
        assert has_current_index(app)
        assert app.engine.ids(app.bureau.id) == frozenset()
    assert (folder / "current").exists()


def test_the_one_that_is_there_is_left_as_it_is(published: PublishedHome) -> None:
    with published.home.open() as app:
        assert has_current_index(app)
        assert app.engine.ids(app.bureau.id) == {published.public}


def test_one_of_another_version_is_told_and_not_touched(published: PublishedHome) -> None:
    folder = published.home.folder / "public" / "index"
    live = (folder / "current").read_text(encoding="utf-8")
    (folder / live).rename(folder / f"s0-{live}")
    (folder / "current").write_text(f"s0-{live}", encoding="utf-8")
    with published.home.open() as app:
        assert not has_current_index(app)
    assert (folder / "current").read_text(encoding="utf-8") == f"s0-{live}"
