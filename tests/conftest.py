"""Shares the suite between the processes of script/test, leaves out the long tests, and has property tests repeat."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

HERE = Path(__file__).parent
#: Handed out in this order, so that no process is left with a long one at the end; the others follow.
LONGEST_FIRST = ("processors", "stack", "desk", "portal", "search", "city", "records")
#: Handed out file by file at the end, to whoever is free: its files share little that takes long to start.
BY_FILE = "gongkai"

#: Property tests see the same examples at every run, and none fails because the machine is slow: a run tells of what
#: was changed. New examples are looked for with `--hypothesis-profile exploring`.
settings.register_profile("exploring", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("suite", settings.get_profile("exploring"), derandomize=True)
settings.load_profile("suite")


class ByFolder(LoadScopeScheduling):
    """A folder stays in one process: its tests share what starts once a session (Airflow, Elasticsearch, OCR)."""

    def _split_scope(self, nodeid: str) -> str:
        folder = nodeid.split("/")[1]
        return nodeid.partition("::")[0] if folder == BY_FILE else folder


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFolder:
    return ByFolder(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="only the tests that take many minutes (script/test --long)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _place(item.path.relative_to(HERE).parts[0]))
    wanted, others = _split(items, long=config.option.long)
    items[:] = wanted
    config.hook.pytest_deselected(items=others)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.option.long:
        terminalreporter.write_line("left out: the long tests, which script/test --long runs (docs/deployment.md)")


def _split(items: list[pytest.Item], *, long: bool) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Those that are wanted, and the others."""
    is_long = {item: item.get_closest_marker("long") is not None for item in items}
    return [item for item in items if is_long[item] == long], [item for item in items if is_long[item] != long]


def _place(folder: str) -> int:
    if folder in LONGEST_FIRST:
        return LONGEST_FIRST.index(folder)
    return len(LONGEST_FIRST) + (folder == BY_FILE)
