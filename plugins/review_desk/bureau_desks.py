"""The desk of an installation that serves several bureaus: whoever logs in works at their own bureau's, and no other.

No address of the desk names a bureau. An address of another bureau's document is looked up among one's own, and is
none.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from gongkai.bureaus import Bureaus, Served, read_bureaus
from gongkai.settings import Settings
from review_desk.services import DeskServices, NotOfThisBureau, ServicesHolder, open_product

log = logging.getLogger(__name__)

OpenBureau = Callable[[Settings], AbstractContextManager[DeskServices]]
_State = tuple[tuple[str, int], ...]


class BureauDesks:
    """Opens each bureau's services when the first of its people comes, and keeps them until closed.

    The directories are read again when a file of them has changed: who has been taken out of one is out at once. What
    else has changed counts after the next start, as where there is one bureau.
    """

    def __init__(
        self, folder: Path, read: Callable[[], Bureaus] = read_bureaus, open_bureau: OpenBureau = open_product
    ) -> None:
        self._folder = folder
        self._read = read
        self._open = open_bureau
        self._lock = threading.Lock()
        self._state: _State | None = None
        self._accounts: Mapping[str, Served] = {}
        self._holders: dict[str, ServicesHolder] = {}

    def of_user(self, user_id: str) -> DeskServices:
        with self._lock:
            self._look_anew()
            served = self._accounts.get(user_id)
            if served is None:
                raise NotOfThisBureau(user_id)
            opening = ServicesHolder(partial(self._open, served.settings))
            holder = self._holders.setdefault(served.bureau.id, opening)
        return holder.get()

    def close(self) -> None:
        with self._lock:
            for holder in self._holders.values():
                holder.close()
            self._holders.clear()

    def _look_anew(self) -> None:
        state = _state_of(self._folder)
        if state == self._state:
            return
        bureaus = self._read()
        for stopped in bureaus.stopped:
            log.warning("%s", stopped.line())
        self._accounts, self._state = bureaus.by_account(), state


def desks() -> BureauDesks | ServicesHolder:
    """The desks that the settings of this process ask for."""
    folder = os.environ.get("GONGKAI_BUREAUS")
    return BureauDesks(Path(folder)) if folder else ServicesHolder(open_product)


def _state_of(folder: Path) -> _State:
    """Every file that says who is whose, with its time."""
    files = (path for name in ("bureau.toml", "settings.env") for path in folder.glob(f"*/{name}"))
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in files))
