"""Unfinished files that killed processes left. None of them is anybody's; some hold text of documents."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from gongkai.app import App
from gongkai.reconcile.finding import Finding, Outcome
from records.store.durable import untouched_since
from records.store.seals import unfinished_boxes

#: No step of ours works on one file for so long.
_AGE = dt.timedelta(days=1)
#: What the temporary folders of our processes are for, by their names.
_JOBS = ("archive", "conversion", "intake", "layout", "list", "page", "reader", "rendition")


@dataclass(frozen=True, slots=True)
class _Place:
    """A store, and how to look for what is unfinished in it; `remove` returns how many there were."""

    name: str
    look: Callable[[], list[Path]]
    remove: Callable[[], int]


def remove_leftovers(app: App, *, dry_run: bool) -> Iterator[Finding]:
    """One finding a place."""
    for place in _places(app):
        count = len(place.look())
        if not count:
            continue
        message = f"有 {count} 个中断时留下的未完成文件。"
        if dry_run:
            yield Finding("leftovers", place.name, message, Outcome.FOUND, "将删除。")
            continue
        removed = place.remove()
        app.reconciling.note_leftovers(place.name, removed)
        yield Finding("leftovers", place.name, message, Outcome.REPAIRED, "已删除。")


def _places(app: App) -> Iterator[_Place]:
    moment, bureau, writer = app.clock.now() - _AGE, app.bureau.id, app.public.writer
    yield _Place("bundles", partial(writer.leftovers, bureau), partial(writer.remove_leftovers, bureau))
    for name, look in (
        ("originals", partial(app.originals.leftovers, moment)),
        ("sealed", partial(unfinished_boxes, app.settings.sealed, moment)),
        ("temporary", partial(_temporary, moment)),
    ):
        yield _Place(name, look, partial(_delete, look))


def _temporary(moment: dt.datetime) -> list[Path]:
    """Our folders in the system's temporary one, but for those that a process still works in."""
    named = (path for job in _JOBS for path in Path(tempfile.gettempdir()).glob(f"gongkai-{job}-*"))
    ours = [path for path in untouched_since(named, moment) if path.stat().st_uid == os.geteuid()]
    used = set(_working_folders()) if ours else set()
    return [path for path in ours if path not in used]


def _working_folders() -> Iterator[Path]:
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            yield Path(process.cwd())


def _delete(look: Callable[[], list[Path]]) -> int:
    found = look()
    for path in found:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(found)
