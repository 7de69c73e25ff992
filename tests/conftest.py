"""Shares the suite between the processes of script/test."""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

HERE = Path(__file__).parent
#: Handed out in this order, so that no process is left with a long one at the end; the others follow.
LONGEST_FIRST = ("stack", "gongkai", "processors")


class ByFolder(LoadScopeScheduling):
    """A folder stays in one process: its tests share what starts once a session (Airflow, Elasticsearch, OCR)."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.split("/")[1]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFolder:
    return ByFolder(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _place(item.path.relative_to(HERE).parts[0]))


def _place(folder: str) -> int:
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)
