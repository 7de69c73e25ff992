"""What of the public side goes into a backup: current versions as they verify, tombstones, what the site is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bundles.format import CURRENT_NAME, META_NAME, Pointer, is_document_id
from bundles.open_data import FOLDER as OPEN_DATA
from bundles.verification import BundleRefused, load_current, load_meta


@dataclass(frozen=True, slots=True)
class PublicFileOnDisk:
    """A file below the root of all bundles; `place` is relative to it. The bytes are those of `sha256`, or too late."""

    place: Path
    sha256: str


def public_files(root: Path, bureau: str) -> Iterator[PublicFileOnDisk]:
    """All files that make a bureau's public side what it is, in no order, without the dump and locks: made anew.

    A document that changes while it is listed may be incomplete: what does not verify is written again from records.
    """
    for entry in sorted((root / bureau).glob("*")):
        if is_document_id(entry.name):
            yield from _of_document(root, entry)
        elif entry.name != OPEN_DATA and not entry.name.startswith("."):
            for path in [entry] if entry.is_file() else sorted(entry.rglob("*.json")):
                yield from _hashed(root, path)


def _of_document(root: Path, folder: Path) -> Iterator[PublicFileOnDisk]:
    try:
        current = load_current(folder)
        if isinstance(current, Pointer):
            version = folder / f"v{current.version}"
            meta = load_meta(version, current.meta_sha256)
            yield from _hashed(root, version / META_NAME)
            for file in meta.files:
                yield PublicFileOnDisk((version / file.path).relative_to(root), file.sha256)
    except BundleRefused:
        return
    yield from _hashed(root, folder / CURRENT_NAME)


def _hashed(root: Path, path: Path) -> Iterator[PublicFileOnDisk]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return  # changed meanwhile
    yield PublicFileOnDisk(path.relative_to(root), hashlib.sha256(data).hexdigest())
