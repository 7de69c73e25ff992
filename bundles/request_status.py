"""The way back to a requester: the state of their request, under a name that only receipt number and secret give.

<bureau>/requests/<SHA-256 of receipt and secret>.json: state and days, never a name, what was asked for, or the answer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bundles.durable import replace_synced, sync_folder

FOLDER_NAME = "requests"
_KEY = re.compile(r"[0-9a-f]{64}")

#: 待确认 · 已受理 · 待补正 · 办理中 · 征求意见中 · 待缴费 · 已答复 · 已终止.
PublicState = Literal["confirming", "received", "correcting", "handling", "consulting", "fee", "answered", "ended"]


class RequestStatus(BaseModel):
    """What a requester sees. `due` is the last day of whatever runs now, for the bureau or, if `yours`, for them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    state: PublicState
    arrived_on: dt.date
    received_on: dt.date | None = None
    due: dt.date | None = None
    yours: bool = False
    extended_by_working_days: int = 0
    answered_on: dt.date | None = None
    updated_at: AwareDatetime


def status_key(receipt: str, secret: str) -> str:
    """The name under which a state lies. `secret` has 128 bits: nobody finds a state by trying."""
    return hashlib.sha256(f"{receipt}|{secret}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StatusFolder:
    """The states of one bureau's requests, below the folder of its bundles."""

    bundles: Path
    bureau: str

    def read(self, key: str) -> RequestStatus | None:
        """The state under this name, None if there is none that can be read."""
        try:
            return RequestStatus.model_validate_json(self._path(key).read_bytes())
        except (OSError, ValueError, ValidationError):
            return None

    def write(self, key: str, status: RequestStatus) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_synced(path, status.model_dump_json().encode())

    def remove(self, key: str) -> None:
        """Fine if there is none."""
        path = self._path(key)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError("no name of a state")
        return self.bundles / self.bureau / FOLDER_NAME / f"{key}.json"
