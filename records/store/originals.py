"""Originals under their SHA-256, written once, never changed: `ab/cd/abcd…` below the store's root.

Beside one may lie its layout, `abcd….layout.pdf`: a print of it, which may be deleted at any time and is made anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from records.domain.errors import OriginalChanged, OriginalMissing, OriginalsUnavailable
from records.store.durable import sync_file, sync_folder, untouched_since

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class FolderOriginals:
    """A folder of originals. A file is complete as soon as it has its name: it was synced before it got it."""

    root: Path

    def put(self, source: Path) -> StoredOriginal:
        """Keep the bytes of `source`; keeping them again changes nothing."""
        with _io():
            incoming = self._incoming()
            sha256, size_bytes = _copy(source, incoming)
            self._settle(incoming, sha256)
        return StoredOriginal(sha256, size_bytes)

    def put_bytes(self, data: bytes) -> str:
        """Keep these bytes and return their SHA-256; keeping them again changes nothing."""
        sha256 = hashlib.sha256(data).hexdigest()
        with _io():
            incoming = self._incoming()
            with incoming.open("wb") as file:
                file.write(data)
                sync_file(file)
            self._settle(incoming, sha256)
        return sha256

    def has(self, sha256: str) -> bool:
        return self.place(sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """The bytes, verified.

        Raises:
            OriginalMissing: there is no such file.
            OriginalChanged: the bytes no longer have this hash.
        """
        with _io():
            data = self._existing(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise OriginalChanged(f"原件 {sha256:.12} 的内容已变化。")
        return data

    def local_path(self, sha256: str) -> Path:
        """The file itself, verified; it must not be written to. Raises like `read`."""
        path = self._existing(sha256)
        with _io(), path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise OriginalChanged(f"原件 {sha256:.12} 的内容已变化。")
        return path

    def layout_path(self, sha256: str) -> Path | None:
        """The PDF as which this system printed the original; None as long as it was not."""
        path = self._layout(sha256)
        return path if path.is_file() else None

    def keep_layout(self, sha256: str, layout: Path) -> Path:
        """Keep such a PDF for as long as the original is here, and return its path; keeping it again replaces it.

        Raises:
            OriginalMissing: the original is gone; nothing of it is left here.
        """
        final = self._layout(sha256)
        with _io():
            incoming = self._incoming()
            _copy(layout, incoming)
            incoming.chmod(0o440)
            final.parent.mkdir(parents=True, exist_ok=True)
            incoming.replace(final)
        try:
            # Asked last: `erase` takes the original first, so that one of us sees what the other did.
            self._existing(sha256)
        except OriginalMissing:
            final.unlink(missing_ok=True)
            raise
        return final

    def erase(self, sha256: str) -> None:
        """Remove for sealing, with its layout; fine if it is gone already. On disks, deleting proves no erasure."""
        with _io():
            path = self.place(sha256)
            path.unlink(missing_ok=True)
            self._layout(sha256).unlink(missing_ok=True)
            if path.parent.is_dir():
                sync_folder(path.parent)

    def leftovers(self, moment: dt.datetime) -> list[Path]:
        """Unfinished files that a killed process left before this time; none of them is an original."""
        return untouched_since(self._incoming_folder.glob("*"), moment)

    def place(self, sha256: str) -> Path:
        """Where the original lies, or would."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _layout(self, sha256: str) -> Path:
        return self.place(sha256).with_name(f"{sha256}.layout.pdf")

    def _existing(self, sha256: str) -> Path:
        path = self.place(sha256)
        if not path.is_file():
            raise OriginalMissing(f"原件 {sha256:.12} 不在原件库中。")
        return path

    def _incoming(self) -> Path:
        self._incoming_folder.mkdir(parents=True, exist_ok=True)
        return self._incoming_folder / secrets.token_hex(16)

    @property
    def _incoming_folder(self) -> Path:
        return self.root / "incoming"

    def _settle(self, incoming: Path, sha256: str) -> None:
        final = self.place(sha256)
        if final.is_file():
            incoming.unlink()
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        incoming.chmod(0o440)
        incoming.replace(final)
        for folder in (final.parent, *final.parent.parents[:2]):
            sync_folder(folder)


def _copy(source: Path, target: Path) -> tuple[str, int]:
    digest, size_bytes = hashlib.sha256(), 0
    with source.open("rb") as reading, target.open("wb") as writing:
        for chunk in _chunks(reading.read):
            digest.update(chunk)
            size_bytes += len(chunk)
            writing.write(chunk)
        sync_file(writing)
    return digest.hexdigest(), size_bytes


def _chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(_CHUNK_BYTES):
        yield chunk


@contextmanager
def _io() -> Iterator[None]:
    """A disk that is full or gone is a neighbour at fault, not the file."""
    try:
        yield
    except OSError as error:
        raise OriginalsUnavailable("原件库暂时无法读写，请检查磁盘。") from error
