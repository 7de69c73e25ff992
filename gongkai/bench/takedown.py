"""How long an urgent re-review takes: from the start of the command until citizens find neither page nor result."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import httpx

from gongkai.settings import ROOT, Settings
from records.domain.document import DocumentId

#: How often each place is looked at, seconds: measured times are too long by up to this much.
POLL_S: Final = 0.05
#: A bound against hanging, not a target, seconds.
PATIENCE_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Takedown:
    """Seconds from the start of the command; `processor` is what the command itself computed meanwhile."""

    page: float
    search: float
    home: float
    command: float
    processor: float


def take_down(settings: Settings, document_id: DocumentId, words: str, by: str) -> Takedown:
    """Run `gongkai rereview --urgent` in a process of its own and watch the running portal; `words` finds the document.

    Raises:
        CalledProcessError: the command was refused.
        TimeoutError: the page did not go.
    """
    gone = _places(settings, document_id, words)
    seen: dict[str, float] = {}
    start = time.perf_counter()
    watchers = [threading.Thread(target=_watch, args=(place, gone[place], seen, start), daemon=True) for place in gone]
    for watcher in watchers:
        watcher.start()
    computed = os.times()
    command = [sys.executable, "-m", "gongkai", "rereview", document_id, "--reason", "bench", "--urgent", "--by", by]
    subprocess.run(command, env=_environment(settings), check=True, capture_output=True)
    took, after = time.perf_counter() - start, os.times()
    for watcher in watchers:
        watcher.join()
    if set(seen) != set(gone):
        raise TimeoutError(f"{document_id} is still public: {sorted(set(gone) - set(seen))}")
    processor = after.children_user - computed.children_user + after.children_system - computed.children_system
    return Takedown(**seen, command=took, processor=processor)


def _places(settings: Settings, document_id: DocumentId, words: str) -> Mapping[str, Callable[[], bool]]:
    """Where a citizen would find it, and whether it is gone from there."""

    def shows(path: str, **query: str) -> bool:
        answer = httpx.get(f"{settings.portal_url}{path}", params=query, trust_env=False, timeout=20)
        return document_id in answer.text

    page = f"{settings.portal_url}/d/{document_id}"
    return {
        "page": lambda: httpx.get(page, trust_env=False, timeout=20).status_code == httpx.codes.GONE,
        "search": lambda: not shows("/search", q=words),
        "home": lambda: not shows("/"),
    }


def _watch(place: str, gone: Callable[[], bool], seen: dict[str, float], start: float) -> None:
    while time.perf_counter() - start < PATIENCE_S:
        if gone():
            seen[place] = time.perf_counter() - start
            return
        time.sleep(POLL_S)


def _environment(settings: Settings) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "AIRFLOW"))}
    return {
        **inherited,
        "GONGKAI_HOME": str(settings.home),
        "GONGKAI_AIRFLOW_PORT": str(settings.airflow_port),
        "GONGKAI_PORTAL_PORT": str(settings.portal_port),
        "PYTHONPATH": str(ROOT),
    }
