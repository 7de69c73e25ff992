"""Pages as files: none outlives a change of what is public."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundles.page_files import OPEN_NAME, are_open, clear, opened, put, without_page_files

PAGE = "01JZX000000000000000000001"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    pages = tmp_path / "pages" / "shili-hrss"
    with without_page_files(pages):
        pass
    return pages


def files(pages: Path) -> list[str]:
    return sorted(path.name for path in (pages / OPEN_NAME).iterdir())


def keep(pages: Path, text: str = "页") -> None:
    with opened(pages) as folder:
        assert folder is not None
        put(folder, PAGE, text.encode(), 7)


def test_a_page_appears_whole_with_its_time_and_is_not_written_again(pages: Path) -> None:
    keep(pages)
    keep(pages, "别的")

    kept = pages / OPEN_NAME / f"{PAGE}.html"
    assert files(pages) == [kept.name]
    assert (kept.read_text(encoding="utf-8"), kept.stat().st_mtime) == ("页", 7)


def test_while_something_changes_there_is_no_folder_and_afterwards_it_is_empty(pages: Path) -> None:
    keep(pages)

    with without_page_files(pages):
        assert not are_open(pages)
        with opened(pages) as folder:
            assert folder is None

    assert files(pages) == []


def test_a_page_of_the_time_before_the_change_is_never_served(pages: Path) -> None:
    """Whoever looked at what was public, and is slow."""
    with opened(pages) as folder:
        assert folder is not None
        with without_page_files(pages):
            put(folder, PAGE, b"during", 7)
        put(folder, PAGE, b"after", 7)

    assert files(pages) == []
    assert [path.name for path in pages.iterdir()] == [OPEN_NAME]


def test_a_change_that_fails_leaves_no_file_either(pages: Path) -> None:
    keep(pages)

    with pytest.raises(OSError, match="disk full"), without_page_files(pages):
        raise OSError("disk full")

    assert files(pages) == []


def test_what_a_killed_writer_threw_away_is_deleted_by_the_next(pages: Path) -> None:
    (pages / OPEN_NAME).rename(pages / "old-abc")
    (pages / "old-abc" / "page.html").write_text("页", encoding="utf-8")

    with without_page_files(pages):
        pass

    assert [path.name for path in pages.iterdir()] == [OPEN_NAME]


def test_a_portal_that_starts_takes_out_what_the_one_before_rendered(pages: Path) -> None:
    keep(pages)

    clear(pages)

    assert files(pages) == []


def test_the_portal_s_user_may_put_files_in_and_not_replace_the_folder(pages: Path) -> None:
    assert (pages / OPEN_NAME).stat().st_mode & 0o7777 == 0o1777
    assert pages.stat().st_mode & 0o022 == 0
