"""Finds what lies complete in the inbox, fetches it and clears it away."""

from __future__ import annotations

import datetime as dt
import hashlib
import posixpath
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from fsspec import AbstractFileSystem

from processors.intake.completeness import Sorter
from processors.intake.listing import Companion, Entry, Listing
from processors.intake.look import is_link, look, look_for, open_inbox

_MAX_COMPANION_BYTES: Final = 4 * 1024 * 1024
_CHUNK: Final = 1 << 20


class Changed(Exception):
    """The file is not what was listed any more, or not ours to read; the next run finds it again."""


def discover(url: str, *, now: dt.datetime, settle_s: float, sleep: Callable[[float], None] = time.sleep) -> Listing:
    """List the inbox at `url`: any fsspec address or a folder's path, folders inside included.

    A file is complete when `NAME.done` lies beside it, or a sidecar that was not written before it, or when it is
    older than `settle_s` seconds at `now` (aware) and two looks `settle_s` apart find the same size and time. The
    second look is taken, and slept for, only when some file needs it.

    Raises:
        FileNotFoundError: there is no inbox.
    """
    system, root = _open_existing(url)
    sorter = Sorter(url, {seen.name: seen for seen in look(system, root)}, now, settle_s)
    sorter.sort()
    if sorter.unsure:
        sleep(settle_s)
        sorter.compare({seen.name: seen for seen in look(system, root)})
    return sorter.listing()


def find(url: str, names: Iterable[str], *, now: dt.datetime) -> Mapping[str, Entry]:
    """Those of these files that lie in the inbox and may be taken, by name; the others in it are not looked at.

    For files that were complete when they were listed: who finds the same size and time has had the second look.

    Raises:
        FileNotFoundError: there is no inbox.
    """
    system, root = _open_existing(url)
    wanted = frozenset(names)
    sorter = Sorter(url, {seen.name: seen for seen in look_for(system, root, wanted)}, now, settle_s=0.0)
    sorter.sort()
    return {name: entry for name, entry in sorter.candidates().items() if name in wanted}


def read_companion(companion: Companion) -> bytes:
    """The bytes of a sidecar or dispatch.csv.

    Raises:
        ValueError: larger than 4 MiB, which no dispatch sheet is.
        FileNotFoundError: it is gone.
    """
    system, root = open_inbox(companion.root)
    with system.open(posixpath.join(root, companion.name), "rb") as file:
        content: bytes = file.read(_MAX_COMPANION_BYTES + 1)
    if len(content) > _MAX_COMPANION_BYTES:
        raise ValueError("dispatch sheet larger than 4 MiB")
    return content


def fetch(entry: Entry, target: Path) -> str:
    """Copy the file to the path `target` and return its SHA-256 in hexadecimal.

    Raises:
        Changed: it is gone, may not be read, or has another size than when it was listed; `target` is not left behind.
    """
    system, root = open_inbox(entry.root)
    path = posixpath.join(root, entry.name)
    digest, size = hashlib.sha256(), 0
    if is_link(system, path):
        raise Changed("the file is a link now")
    try:
        with system.open(path, "rb") as source, target.open("wb") as copy:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
    except (FileNotFoundError, PermissionError) as refused:
        target.unlink(missing_ok=True)
        raise Changed("the file is gone or may not be read") from refused
    if size != entry.size_bytes:
        target.unlink(missing_ok=True)
        raise Changed("the file has another size now")
    return digest.hexdigest()


def remove(entry: Entry) -> None:
    """Take the file, its marker and its sidecar out of the inbox; what is gone already is no error.

    The marker goes first and the sheet last: were this killed half-way, there is neither a marker that waits for a
    file that came already, nor a file without its sheet.
    """
    system, root = open_inbox(entry.root)
    sidecar = None if entry.sidecar is None else entry.sidecar.name
    for name in (entry.marker, entry.name, sidecar):
        if name is not None and system.exists(posixpath.join(root, name)):
            system.rm_file(posixpath.join(root, name))


def _open_existing(url: str) -> tuple[AbstractFileSystem, str]:
    system, root = open_inbox(url)
    if not system.isdir(root):
        raise FileNotFoundError("the inbox does not exist")
    return system, root
