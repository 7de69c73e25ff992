"""What a look into the inbox gives: complete files, waiting ones with the reason, and the sheets beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Companion:
    """A sidecar or a dispatch.csv. `root` is the inbox's address, `name` is relative to it."""

    root: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One complete file. `name` is its path relative to the inbox, with `/`; `modified_at` is aware UTC."""

    root: str
    name: str
    size_bytes: int
    modified_at: dt.datetime
    sidecar: Companion | None = None
    dispatch_csv: Companion | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file that is not taken now.

    `code` is stable: just_written, growing, temporary, hidden, without_file, shared_sheet, link, not_a_file,
    bad_name. `why` is a Chinese sentence. `name` is as in Entry; bytes that are no UTF-8 are written as escapes.
    """

    name: str
    size_bytes: int
    modified_at: dt.datetime
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The inbox at one moment, each part sorted by name. `dispatch_csvs` are all found, also those beside no file."""

    entries: tuple[Entry, ...]
    waiting: tuple[Waiting, ...]
    dispatch_csvs: tuple[Companion, ...] = ()
