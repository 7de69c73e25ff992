"""The desk of an installation that serves several bureaus: whoever logs in works at their own bureau's, and no other.

No address of the desk names a bureau. An address of another bureau's document is looked up among one's own, and is
none.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from gongkai.bureaus import Served
from gongkai.settings import Settings
from review_desk.accounts import accounts_in
from review_desk.services import DeskServices, NotOfThisBureau, ServicesHolder, open_product


class BureauDesks:
    """Opens each bureau's services when the first of its people comes, and keeps them until closed.

    `accounts` tells whose account is whose now. What else has changed in a bureau's files counts after the next start,
    as where there is one bureau.
    """

    def __init__(
        self,
        accounts: Callable[[], Mapping[str, Served]],
        open_bureau: Callable[[Settings], AbstractContextManager[DeskServices]] = open_product,
    ) -> None:
        self._accounts = accounts
        self._open = open_bureau
        self._lock = threading.Lock()
        self._holders: dict[str, ServicesHolder] = {}

    def of_user(self, user_id: str) -> DeskServices:
        served = self._accounts().get(user_id)
        if served is None:
            raise NotOfThisBureau(user_id)
        with self._lock:
            opening = ServicesHolder(partial(self._open, served.settings))
            holder = self._holders.setdefault(served.bureau.id, opening)
        return holder.get()

    def close(self) -> None:
        with self._lock:
            for holder in self._holders.values():
                holder.close()
            self._holders.clear()


def desks() -> BureauDesks | ServicesHolder:
    """The desks that the settings of this process ask for."""
    folder = os.environ.get("GONGKAI_BUREAUS")
    return BureauDesks(partial(accounts_in, Path(folder))) if folder else ServicesHolder(open_product)
