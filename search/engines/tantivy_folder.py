"""The folder of an embedded index: which generation is live, who may write, what changed during a rebuild.

<path>/current            name of the live generation, replaced atomically
<path>/<generation>/      one tantivy index; the name begins with the schema version
<path>/changed            what was put or removed since a rebuild began, a JSON line each; there only during one
<path>/.write.lock        held by whoever writes, for a moment
<path>/.rebuild.lock      held by whoever rebuilds, all the time
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.engine import IndexOutdated, SearchUnavailable
from search.schema import SCHEMA_VERSION

RETRY_S = 0.02

Fields = dict[str, Any]
Change = tuple[str, Fields | None]  # id and the fields put, None for removed


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """`lock_wait_s`: how long a writer waits for its turn before it raises SearchUnavailable."""

    path: Path
    lock_wait_s: float = 60.0

    def pointer(self) -> str | None:
        """The name of the live generation, of whatever schema version; None in a folder without an index.

        Raises:
            SearchUnavailable: the folder cannot be read.
        """
        try:
            return (self.path / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise SearchUnavailable(f"{self.path}: the index cannot be read") from error

    def live(self) -> str:
        """The name of the live generation.

        Raises:
            SearchUnavailable: there is none.
            IndexOutdated: it was made by another version of this software.
        """
        name = self.pointer()
        if name is None:
            raise SearchUnavailable(f"{self.path}: there is no index yet")
        if not name.startswith(_prefix()):
            raise IndexOutdated(str(self.path))
        return name

    def go_live(self, generation: str) -> None:
        """Replace the pointer, synced, so that a crash leaves the old one or the new one."""
        draft = self.path / "current.new"
        with draft.open("w", encoding="utf-8") as file:
            file.write(generation)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / "current")
        _sync_folder(self.path)

    def new_generation(self) -> str:
        """Make an empty folder for a generation.

        Opening an index locks `.tantivy-meta.lock`, also for a reader that may write nothing else, so it is made here
        and open to all.
        """
        name = f"{_prefix()}{time.time_ns():020d}-{secrets.token_hex(4)}"
        folder = self.path / name
        folder.mkdir(parents=True)
        lock = folder / ".tantivy-meta.lock"
        lock.touch()
        lock.chmod(0o666)
        return name

    def share(self, generation: str) -> None:
        """Let whoever may read the folder read what tantivy writes anew at each commit, with mode 0600."""
        folder = self.path / generation
        for name in ("meta.json", ".managed.json"):
            (folder / name).chmod(folder.stat().st_mode & 0o666)

    def holds_removed(self, generation: str) -> bool:
        """Whether a segment still has the text of documents that are removed; call under write_lock."""
        meta = json.loads((self.path / generation / "meta.json").read_text(encoding="utf-8"))
        return any(segment["deletes"] for segment in meta["segments"])

    def discard_others(self) -> None:
        """Delete all generations but the live one. Readers that have one open keep its files until they let go."""
        live = self.pointer()
        for folder in self.path.iterdir():
            if folder.is_dir() and folder.name != live:
                shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def write_lock(self) -> Iterator[None]:
        """Wait for the one turn to write; the kernel frees it when its holder dies."""
        with self._locked(".write.lock", self.lock_wait_s):
            yield

    @contextlib.contextmanager
    def rebuild_lock(self) -> Iterator[None]:
        """Refuse a second rebuild at the same time."""
        with self._locked(".rebuild.lock", 0):
            yield

    def begin_changes(self) -> None:
        """From now on, note what is put or removed."""
        (self.path / "changed").write_bytes(b"")

    def note_changes(self, changes: Iterable[Change]) -> None:
        """Note changes if a rebuild is under way; call under write_lock."""
        if (self.path / "changed").exists():
            lines = "".join(json.dumps(change) + "\n" for change in changes)
            with (self.path / "changed").open("ab", buffering=0) as file:
                file.write(lines.encode())  # at one stroke: whoever is killed leaves no half line

    def changes(self) -> dict[str, Fields | None]:
        """The last change of each id since begin_changes."""
        lines = (self.path / "changed").read_text(encoding="utf-8").splitlines()
        return dict(json.loads(line) for line in lines)

    def end_changes(self) -> None:
        (self.path / "changed").unlink(missing_ok=True)

    @contextlib.contextmanager
    def _locked(self, name: str, wait_s: float) -> Iterator[None]:
        deadline = time.monotonic() + wait_s
        with _opened(self.path / name) as file:
            while not _try_lock(file):
                if time.monotonic() >= deadline:
                    raise SearchUnavailable(f"{self.path / name}: held by another process")
                time.sleep(RETRY_S)
            yield


def _prefix() -> str:
    return f"s{SCHEMA_VERSION}-"


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise SearchUnavailable(f"{path}: {error.strerror}") from error
    try:
        yield file
    finally:
        os.close(file)


def _try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
