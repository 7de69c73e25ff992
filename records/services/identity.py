"""Ids that sort by the time they were given."""

from __future__ import annotations

import datetime as dt

from ulid import ULID


def new_id(now: dt.datetime) -> str:
    """A ULID of this moment, 26 characters."""
    return str(ULID.from_datetime(now))
