"""One look into the inbox: every file with size and time, and what already speaks against taking it."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from processors.intake.arrival_names import set_aside

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


def is_link(system: AbstractFileSystem, path: str) -> bool:
    """Whether a local path is a symbolic link: it could lead anywhere, now or when it is fetched."""
    return isinstance(system, LocalFileSystem) and Path(path).is_symlink()


def _seen(system: AbstractFileSystem, path: str, name: str, facts: dict[str, Any]) -> Seen:
    modified = dt.datetime.fromtimestamp(facts["mtime"], dt.UTC) if "mtime" in facts else system.modified(path)
    printable = name.encode("utf-8", "backslashreplace").decode()
    if printable != name:
        fault: tuple[str, str] | None = ("bad_name", _WHY["bad_name"])
    elif is_link(system, path):
        fault = ("link", _WHY["link"])
    elif set_aside(name) is None and facts["type"] != "file":
        fault = ("not_a_file", _WHY["not_a_file"])
    else:
        fault = set_aside(name)
    return Seen(printable, int(facts.get("size") or 0), modified.astimezone(dt.UTC), fault)
