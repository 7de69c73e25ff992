"""`changes.log`: the ids of what is published, corrected or taken down, so that readers need not look at everything.

One a line, written before its change, under the writer's lock. So all changes but the last line's are complete or given
up, and a reader looks at the last one again and again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bundles.format import is_document_id

CHANGES_NAME = "changes.log"
_LINE_BYTES = 27  # an id and its line end


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log was read: which file, how many of its bytes, and the id in its last line."""

    inode: int = 0
    offset: int = 0
    last: str | None = None


def announce_change(bureau_folder: Path, document_id: str) -> None:
    """Say that a document is about to change. Only the holder of the writer's lock may call this."""
    with (bureau_folder / CHANGES_NAME).open("ab") as log:
        log.write(f"{document_id}\n".encode())
        log.flush()
        os.fsync(log.fileno())


def changes_since(bureau_folder: Path, position: Position) -> tuple[frozenset[str] | None, Position]:
    """The ids to look at again, and the position after them; None instead of ids if everything has to be looked at."""
    try:
        with (bureau_folder / CHANGES_NAME).open("rb") as log:
            status = os.fstat(log.fileno())
            goes_on = status.st_ino == position.inode and status.st_size >= position.offset
            size = status.st_size - status.st_size % _LINE_BYTES
            start = position.offset if goes_on else max(0, size - _LINE_BYTES)
            log.seek(start)
            lines = log.read(size - start).decode("ascii", "replace").splitlines()
    except FileNotFoundError:
        return (frozenset() if position == Position() else None), Position()
    last = lines[-1] if lines else position.last
    after = Position(status.st_ino, max(size, start), last)
    if not goes_on or not all(map(is_document_id, lines)):
        return None, after
    return frozenset(lines) | ({position.last} if position.last else frozenset()), after
