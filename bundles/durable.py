"""File system steps that survive a kill at any moment: synced writes, atomic replacement, removal, one writer."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CHUNK_BYTES = 1 << 20


def write_synced(path: Path, data: bytes) -> str:
    """Write a new file, wait until it is on the disk, and return its SHA-256."""
    with path.open("xb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    return hashlib.sha256(data).hexdigest()


def copy_synced(source: Path, target: Path) -> tuple[str, int]:
    """Copy the bytes to a new file, wait until they are on the disk, and return their SHA-256 and number."""
    digest = hashlib.sha256()
    size_bytes = 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while chunk := reader.read(_CHUNK_BYTES):
            digest.update(chunk)
            size_bytes += len(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest(), size_bytes


def replace_synced(path: Path, data: bytes) -> None:
    """Put `data` in the place of `path` so that a reader sees the old or the new bytes, never a mixture."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    write_synced(beside, data)
    beside.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Wait until what was written to a file is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the folder's entries (new names, renames, removals) are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_tree(folder: Path) -> None:
    """Remove a folder with all it holds; an absent folder is fine."""
    if folder.exists():
        shutil.rmtree(folder)
        sync_folder(folder.parent)


@contextmanager
def sole_writer(lock: Path) -> Iterator[None]:
    """Hold the lock file exclusively. The kernel lets go of it when the holder dies, however it dies."""
    with lock.open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
