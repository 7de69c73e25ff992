"""What the name of a file in the inbox says: document, sidecar, marker, or something to leave alone."""

from __future__ import annotations

import posixpath
from typing import Final

DISPATCH_CSV: Final = "dispatch.csv"
SIDECAR: Final = ".json"
DONE: Final = ".done"

_TEMPORARY: Final = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart")


def sidecar_names(name: str) -> tuple[str, ...]:
    """Where the dispatch sheet of `name` may lie, the surer place first: notice.docx.json, then notice.json."""
    stem = posixpath.splitext(name)[0]
    return tuple(dict.fromkeys((f"{name}{SIDECAR}", f"{stem}{SIDECAR}")))


def set_aside(name: str) -> tuple[str, str] | None:
    """Code and Chinese reason why a name is not taken, or None. Office programs lock a file with `~$…`."""
    base = posixpath.basename(name)
    if base.startswith("~$") or base.casefold().endswith(_TEMPORARY):
        return "temporary", "临时文件，等待写完或改为正式名称。"
    if base.startswith("."):
        return "hidden", "隐藏文件，不予收取。"
    return None
