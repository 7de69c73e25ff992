"""Shares the suite between processes (`pytest -n 2`, see script/test)."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
#: Handed out in this order, so that no process is left with a long one at the end; the others follow.
LONGEST_FIRST = ("stack", "gongkai", "processors")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A folder stays in one process: its tests share what starts once a session (Airflow, Elasticsearch, OCR)."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_folder(item)))
    items.sort(key=lambda item: _place(_folder(item)))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


def _place(folder: str) -> int:
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)
