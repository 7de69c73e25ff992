"""Decide whether what lies on the disk is what was published: every hash, from current.json down."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from threading import Lock

from pydantic import ValidationError

from bundles.format import BUNDLE_SCHEMA, CURRENT, CURRENT_NAME, META_NAME, BundleMeta, Pointer, PublicFile, Tombstone

_CHUNK_BYTES = 1 << 20
#: Files whose hash is remembered; the one that was hashed longest ago goes first. At some 1 kB each, 20 MB.
MOST_HASHES = 20_000


class BundleRefused(Exception):
    """What is stored is not what was published. The message names the place, never the content."""


#: Inode, size, mtime and ctime: as long as they stay the same, so do the bytes. ctime cannot be set back.
Mark = tuple[int, int, int, int]


def mark_of(status: os.stat_result) -> Mark:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


class FileHashes:
    """SHA-256 of files, remembered by their marks. Safe to share between threads."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Mark, str]] = {}
        self._remembering = Lock()

    def __len__(self) -> int:
        return len(self._known)

    def sha256(self, path: Path) -> str:
        """Return the hash of the file's bytes.

        Raises:
            OSError: it is absent, no plain file, or unreadable.
        """
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as reader:
            mark = mark_of(os.fstat(reader.fileno()))
            known = self._known.get(path)
            if known is not None and known[0] == mark:
                return known[1]
            digest = hashlib.sha256()
            while chunk := reader.read(_CHUNK_BYTES):
                digest.update(chunk)
        with self._remembering:
            self._known[path] = (mark, digest.hexdigest())
            if len(self._known) > MOST_HASHES:
                del self._known[next(iter(self._known))]
        return digest.hexdigest()


def load_current(folder: Path) -> Pointer | Tombstone | None:
    """Read current.json of a document's folder; None if there is none.

    Raises:
        BundleRefused: it cannot be read or is not of the required form.
    """
    try:
        data = (folder / CURRENT_NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise BundleRefused(f"{folder.name}/{CURRENT_NAME}: cannot be read") from error
    try:
        return CURRENT.validate_json(data)
    except ValidationError as error:
        raise BundleRefused(f"{folder.name}/{CURRENT_NAME}: not of the required form") from error


def load_meta(version_folder: Path, meta_sha256: str | None = None) -> BundleMeta:
    """Read meta.json, and compare it with its hash if one is given.

    Raises:
        BundleRefused: absent, changed, of another schema, or of another document than its folder says.
    """
    place = f"{version_folder.parent.name}/{version_folder.name}/{META_NAME}"
    try:
        data = (version_folder / META_NAME).read_bytes()
    except OSError as error:
        raise BundleRefused(f"{place}: cannot be read") from error
    if meta_sha256 is not None and hashlib.sha256(data).hexdigest() != meta_sha256:
        raise BundleRefused(f"{place}: changed since it was published")
    try:
        meta = BundleMeta.model_validate_json(data)
    except ValidationError as error:
        raise BundleRefused(f"{place}: not of the required form") from error
    if meta.bundle_schema != BUNDLE_SCHEMA:
        raise BundleRefused(f"{place}: bundle schema {meta.bundle_schema} is unknown")
    folders = (version_folder.parent.parent.name, version_folder.parent.name, version_folder.name)
    if (meta.bureau, meta.id, f"v{meta.version}") != folders:
        raise BundleRefused(f"{place}: belongs to another place")
    return meta


def verify_file(version_folder: Path, file: PublicFile, hashes: FileHashes) -> Path:
    """Return the path of a file whose bytes are those that were published.

    Raises:
        BundleRefused: absent, changed, or a link.
    """
    path = version_folder / file.path
    try:
        sha256 = hashes.sha256(path)
    except OSError as error:
        raise BundleRefused(f"{version_folder.parent.name}/{version_folder.name}: a file cannot be read") from error
    if sha256 != file.sha256:
        raise BundleRefused(f"{version_folder.parent.name}/{version_folder.name}: a file changed")
    return path


def read_verified(version_folder: Path, file: PublicFile) -> bytes:
    """Return the bytes of a file, checked as they were read.

    Raises:
        BundleRefused: absent or changed.
    """
    place = f"{version_folder.parent.name}/{version_folder.name}/{file.path}"
    try:
        data = (version_folder / file.path).read_bytes()
    except OSError as error:
        raise BundleRefused(f"{place}: cannot be read") from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise BundleRefused(f"{place}: changed since it was published")
    return data


def verify_version(version_folder: Path) -> BundleMeta:
    """Check meta.json's form and the hash of every file it names.

    Raises:
        BundleRefused: something is absent, changed or of another form.
    """
    meta = load_meta(version_folder)
    hashes = FileHashes()
    for file in meta.files:
        verify_file(version_folder, file, hashes)
    return meta
