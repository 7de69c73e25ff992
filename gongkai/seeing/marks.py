"""When something was last done for the whole installation, and how it ended: one small file each, in `checks/`."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gongkai.settings import Settings

log = logging.getLogger(__name__)

MarkName = Literal["verification", "backup"]


@dataclass(frozen=True, slots=True)
class Mark:
    """`at` is aware; `problems` is 0 where all was well."""

    at: dt.datetime
    problems: int


def leave_mark(settings: Settings, name: MarkName, mark: Mark) -> None:
    """Replace the mark of this name as a whole. What was done counts, even where there is no room for its mark."""
    path = _path(settings, name)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.write_text(json.dumps({"at": mark.at.isoformat(), "problems": mark.problems}), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        log.warning("The mark of the last %s cannot be kept: %s", name, error.strerror)


def read_mark(settings: Settings, name: MarkName) -> Mark | None:
    """The mark of this name; None if there is none or it cannot be read: then it has to be done again anyway."""
    try:
        kept = json.loads(_path(settings, name).read_text(encoding="utf-8"))
        return Mark(dt.datetime.fromisoformat(kept["at"]), int(kept["problems"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(settings: Settings, name: MarkName) -> Path:
    return settings.checks / f"{name}.json"
