"""Publish and withdraw: a version appears or disappears as a whole, whenever the writer is killed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from bundles.article import render_article
from bundles.durable import copy_synced, remove_tree, replace_synced, sole_writer, sync_folder, write_synced
from bundles.format import (
    BODY_NAME,
    CURRENT_NAME,
    FILES_FOLDER,
    META_NAME,
    PAGE_NAME,
    BundleInvalid,
    BundleMeta,
    Pointer,
    PublicAttributes,
    PublicFile,
    Tombstone,
    check_file_name,
    check_place,
)
from bundles.markup import refuse_unclean
from bundles.verification import BundleRefused, load_current, verify_version

_LOCK_NAME = ".writing.lock"
_UNFINISHED = ".unfinished"


class VersionConflict(Exception):
    """This version is already published with another content hash; a change needs a new version."""


class StaleRelease(Exception):
    """The document has moved on: a newer version is public, or it was taken down after this was published."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file to be published. `path` is where it lies now; `name` is what citizens get; `label` what the link says."""

    path: Path
    name: str
    media_type: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """One version as it is handed to the airlock. `listed_only`: the title row alone; body and files are left out."""

    bureau: str
    id: str
    version: int
    content_hash: str
    index_number: str
    published_at: dt.datetime
    attributes: PublicAttributes
    body_html: str
    files: Sequence[ReleaseFile] = ()
    listed_only: bool = False


@dataclass(frozen=True, slots=True)
class BundleWriter:
    """The only writer below `root`. Several processes may hold one: a lock file per bureau lets in one at a time."""

    root: Path

    def write(self, release: Release) -> BundleMeta:
        """Publish a version, then make it the current one and remove what it supersedes.

        Doing it again with the same content hash changes nothing and returns what is published. What an earlier
        writer left unfinished is removed; a stored version that no longer verifies is written anew.

        Raises:
            BundleInvalid: an id, a file name, an attribute or the body breaks the format.
            VersionConflict: the version exists with another content hash.
            StaleRelease: a newer version is current, or a tombstone is younger than `published_at`.
        """
        _check(release)
        folder = self._document_folder(release.bureau, release.id)
        with sole_writer(self._lock(release.bureau)):
            folder.mkdir(exist_ok=True)
            _remove_unfinished(folder)
            _refuse_stale(folder, release)
            version_folder = folder / f"v{release.version}"
            meta = _stored(version_folder, release)
            if meta is None:
                remove_tree(version_folder)
                meta = _write_version(folder, version_folder, release)
            _point_to(folder, version_folder, meta.version)
            _remove_versions(folder, but=meta.version)
        return meta

    def tombstone(
        self,
        bureau: str,
        document_id: str,
        *,
        reason: str,
        at: dt.datetime,
        kind: Literal["suspended", "withdrawn"] = "withdrawn",
    ) -> Tombstone:
        """Take a document off the public side: first current.json, then every byte of its content.

        `reason` is a kind of reason (a word), never text about the content. A repeated call is fine.

        Raises:
            BundleInvalid: an id breaks the format or `at` is not aware.
        """
        folder = self._document_folder(bureau, document_id)
        try:
            stone = Tombstone(kind=kind, at=at, reason=reason)
        except ValidationError as error:
            raise BundleInvalid("tombstone: not of the required form") from error
        with sole_writer(self._lock(bureau)):
            folder.mkdir(exist_ok=True)
            replace_synced(folder / CURRENT_NAME, _json(stone))
            _remove_unfinished(folder)
            _remove_versions(folder, but=None)
        return stone

    def _document_folder(self, bureau: str, document_id: str) -> Path:
        check_place(bureau, document_id)
        (self.root / bureau).mkdir(parents=True, exist_ok=True)
        return self.root / bureau / document_id

    def _lock(self, bureau: str) -> Path:
        return self.root / bureau / _LOCK_NAME


def _check(release: Release) -> None:
    check_place(release.bureau, release.id)
    names = [file.name for file in release.files]
    for name in names:
        check_file_name(name)
    if len(set(names)) != len(names):
        raise BundleInvalid("files: two have the same name")
    refuse_unclean(release.body_html)
    _meta(release, ())


def _meta(release: Release, files: tuple[PublicFile, ...]) -> BundleMeta:
    try:
        return BundleMeta(
            bureau=release.bureau,
            id=release.id,
            version=release.version,
            content_hash=release.content_hash,
            index_number=release.index_number,
            published_at=release.published_at,
            attributes=release.attributes,
            files=files,
            listed_only=release.listed_only,
        )
    except ValidationError as error:
        # The fields alone: the values may be text of the document.
        fields = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
        raise BundleInvalid(f"release: not of the required form: {fields}") from error


def _refuse_stale(folder: Path, release: Release) -> None:
    try:
        current = load_current(folder)
    except BundleRefused:
        return  # current.json is damaged: publishing repairs it
    match current:
        case Pointer() if current.version > release.version:
            raise StaleRelease(f"version {current.version} of {release.id} is already public")
        case Tombstone() if current.at > release.published_at:
            raise StaleRelease(f"{release.id} was taken down after version {release.version} was published")
        case _:
            return


def _stored(version_folder: Path, release: Release) -> BundleMeta | None:
    if not version_folder.is_dir():
        return None
    try:
        meta = verify_version(version_folder)
    except BundleRefused:
        return None
    if meta.content_hash != release.content_hash:
        raise VersionConflict(f"version {release.version} of {release.id} exists with another content hash")
    return meta


def _write_version(folder: Path, version_folder: Path, release: Release) -> BundleMeta:
    unfinished = folder / f".v{release.version}{_UNFINISHED}"
    unfinished.mkdir()
    downloads = () if release.listed_only else _copy_files(unfinished, release.files)
    meta = _meta(release, downloads)
    if not release.listed_only:
        pages = (
            _write_html(unfinished, BODY_NAME, release.body_html),
            _write_html(unfinished, PAGE_NAME, render_article(meta, release.body_html)),
        )
        meta = _meta(release, pages + downloads)
    write_synced(unfinished / META_NAME, _json(meta))
    sync_folder(unfinished)
    unfinished.rename(version_folder)
    sync_folder(folder)
    sync_folder(folder.parent)
    return meta


def _copy_files(unfinished: Path, files: Sequence[ReleaseFile]) -> tuple[PublicFile, ...]:
    if not files:
        return ()
    target = unfinished / FILES_FOLDER
    target.mkdir()
    copied = []
    for file in files:
        sha256, size_bytes = copy_synced(file.path, target / file.name)
        copied.append(
            PublicFile(
                path=f"{FILES_FOLDER}/{file.name}",
                sha256=sha256,
                size_bytes=size_bytes,
                media_type=file.media_type,
                label=file.label,
            )
        )
    sync_folder(target)
    return tuple(copied)


def _write_html(unfinished: Path, name: str, html: str) -> PublicFile:
    data = html.encode()
    sha256 = write_synced(unfinished / name, data)
    return PublicFile(path=name, sha256=sha256, size_bytes=len(data), media_type="text/html; charset=utf-8")


def _point_to(folder: Path, version_folder: Path, version: int) -> None:
    meta_sha256 = hashlib.sha256((version_folder / META_NAME).read_bytes()).hexdigest()
    wanted = _json(Pointer(version=version, meta_sha256=meta_sha256))
    current = folder / CURRENT_NAME
    if not current.exists() or current.read_bytes() != wanted:
        replace_synced(current, wanted)


def _remove_unfinished(folder: Path) -> None:
    # Safe under the lock: whoever wrote these is dead.
    for leftover in folder.glob(f".v*{_UNFINISHED}"):
        remove_tree(leftover)


def _remove_versions(folder: Path, *, but: int | None) -> None:
    for version_folder in folder.glob("v*"):
        if version_folder.name != f"v{but}":
            remove_tree(version_folder)


def _json(model: BundleMeta | Pointer | Tombstone) -> bytes:
    return model.model_dump_json(indent=1).encode()
