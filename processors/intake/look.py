"""One look into the inbox: every file with size and time, and what already speaks against taking it."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from processors.intake.arrival_names import DISPATCH_CSV, set_aside

_MAX_DEPTH: Final = 8
_WHY: Final = {
    "link": "符号链接不予收取，请投递文件本身。",
    "not_a_file": "不是普通文件，不予收取。",
    "bad_name": "文件名的编码无法识别，请改名后重新投递。",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One file. `name` is relative to the inbox; `fault` is code and reason for not taking it, if any."""

    name: str
    size_bytes: int
    modified_at: dt.datetime
    fault: tuple[str, str] | None = None


def open_inbox(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system behind an address, and the inbox's path in it."""
    if "://" not in url:
        # A plain path may hold anything, also what fsspec would take for a chain of addresses (`::`).
        return LocalFileSystem(), str(Path(url).absolute())
    system, root = url_to_fs(url)
    return system, str(root)


def look(system: AbstractFileSystem, root: str, below: str = "", depth: int = 0) -> Iterator[Seen]:
    """All files below `root`; links to folders are not followed."""
    system.invalidate_cache()
    for facts in system.ls(posixpath.join(root, below) if below else root, detail=True):
        path = str(facts["name"])
        name = posixpath.join(below, posixpath.basename(path.rstrip("/")))
        is_folder = facts["type"] == "directory" and not facts.get("islink")
        if is_folder and depth < _MAX_DEPTH and set_aside(name) is None:
            yield from look(system, root, name, depth + 1)
        else:
            yield _seen(system, path, name, facts)


def look_for(system: AbstractFileSystem, root: str, names: Iterable[str]) -> Iterator[Seen]:
    """The files of these names with what may belong to them, as far as they are there.

    That is every file beside them whose name is the same up to a dot (markers, sheets, and files that would share a
    sheet), and the folder's dispatch.csv. Of whatever else lies there nothing is asked but, in a folder, its name.
    """
    system.invalidate_cache()
    stems = defaultdict[str, set[str]](lambda: {_stem(DISPATCH_CSV)})
    for name in names:
        stems[posixpath.dirname(name)].add(_stem(name))
    for folder, wanted in stems.items():
        if _leads_elsewhere(system, root, folder):
            continue
        place = posixpath.join(root, folder) if folder else root
        with suppress(FileNotFoundError):
            for facts in _beginning_with(system, place, wanted):
                path = str(facts["name"])
                yield _seen(system, path, posixpath.join(folder, posixpath.basename(path)), facts)


def is_link(system: AbstractFileSystem, path: str) -> bool:
    """Whether a local path is a symbolic link: it could lead anywhere, now or when it is fetched."""
    return isinstance(system, LocalFileSystem) and Path(path).is_symlink()


def _beginning_with(system: AbstractFileSystem, place: str, stems: Collection[str]) -> Iterator[dict[str, Any]]:
    """What is known of the files in a folder whose names are one of these up to a dot."""
    if isinstance(system, LocalFileSystem):
        for name in os.listdir(place):  # noqa: PTH208 - names alone: of a hundred thousand files that is milliseconds
            if _begins_with(name, stems):
                with suppress(FileNotFoundError):
                    yield system.info(posixpath.join(place, name))
        return
    for stem in stems:
        for path, facts in system.find(place, maxdepth=1, detail=True, prefix=stem).items():
            if _begins_with(posixpath.basename(path), {stem}):
                yield facts


def _leads_elsewhere(system: AbstractFileSystem, root: str, folder: str) -> bool:
    """Whether a folder of the inbox, or one above it, is a link now."""
    parts = folder.split("/") if folder else []
    return any(is_link(system, posixpath.join(root, *parts[:depth])) for depth in range(1, len(parts) + 1))


def _begins_with(name: str, stems: Collection[str]) -> bool:
    dot = name.find(".")
    while dot >= 0:
        if name[:dot] in stems:
            return True
        dot = name.find(".", dot + 1)
    return name in stems


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def _seen(system: AbstractFileSystem, path: str, name: str, facts: dict[str, Any]) -> Seen:
    printable = name.encode("utf-8", "backslashreplace").decode()
    if printable != name:
        fault: tuple[str, str] | None = ("bad_name", _WHY["bad_name"])
    elif is_link(system, path):
        fault = ("link", _WHY["link"])
    elif set_aside(name) is None and facts["type"] != "file":
        fault = ("not_a_file", _WHY["not_a_file"])
    else:
        fault = set_aside(name)
    return Seen(printable, int(facts.get("size") or 0), _modified_at(system, path, facts).astimezone(dt.UTC), fault)


def _modified_at(system: AbstractFileSystem, path: str, facts: dict[str, Any]) -> dt.datetime:
    if "mtime" in facts:
        return dt.datetime.fromtimestamp(facts["mtime"], dt.UTC)
    listed = facts.get("LastModified")  # S3: asked for one by one, thousands of objects take a request each
    if isinstance(listed, dt.datetime):
        return listed.replace(microsecond=0)  # some stores list parts of seconds; asked for the one, none tells them
    one: dt.datetime = system.modified(path)
    return one
