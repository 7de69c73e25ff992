"""Making sure that what was written survives a power cut."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO


def sync_file(file: BinaryIO) -> None:
    """Put the file's bytes on the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Put the folder's names on the disk: a rename is only safe after this."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def untouched_since(paths: Iterable[Path], moment: dt.datetime) -> list[Path]:
    """Those that nobody has written to since this time: what a killed process left; a living one is not so slow."""
    found = []
    for path in paths:
        try:
            modified_s = path.stat().st_mtime
        except FileNotFoundError:
            continue  # finished meanwhile
        if modified_s < moment.timestamp():
            found.append(path)
    return found
