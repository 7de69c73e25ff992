"""Whose Airflow account is whose, where an installation serves several bureaus."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from gongkai.bureaus import Bureaus, Served, read_bureaus

log = logging.getLogger(__name__)

_State = tuple[tuple[str, int], ...]
_lock = threading.Lock()
_read: dict[Path, tuple[_State, Mapping[str, Served]]] = {}


def accounts_in(folder: Path, read: Callable[[], Bureaus] = read_bureaus) -> Mapping[str, Served]:
    """Each account's bureau; an account that several directories name is nobody's.

    The directories are read again when a file of them has changed: who has been taken out of one is out at once.
    A bureau that cannot work is named in the log, and has no accounts.
    """
    state = _state_of(folder)
    with _lock:
        known = _read.get(folder)
        if known is None or known[0] != state:
            bureaus = read()
            for stopped in bureaus.stopped:
                log.warning("%s", stopped.line())
            known = _read[folder] = (state, bureaus.by_account())
        return known[1]


def _state_of(folder: Path) -> _State:
    """Every file that says who is whose, with its time."""
    files = (path for name in ("bureau.toml", "settings.env") for path in folder.glob(f"*/{name}"))
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in files))
