"""Publish and withdraw: a version appears or disappears as a whole, whenever the writer is killed."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from bundles.changes import announce_change
from bundles.columns import COLUMNS_NAME, Columns
from bundles.consultations import CONSULTATIONS_NAME, Consultations
from bundles.dropbox import KEY_NAME
from bundles.durable import remove_tree, replace_synced, sole_writer
from bundles.format import (
    CURRENT_NAME,
    META_NAME,
    BundleInvalid,
    BundleMeta,
    Pointer,
    Tombstone,
    check_place,
    is_document_id,
    to_json,
)
from bundles.page_files import are_open, page_files, without_page_files
from bundles.release import Release, ReleaseFile
from bundles.request_guide import GUIDE_NAME, RequestGuide
from bundles.responsibility import RESPONSIBILITY_NAME, Responsibility
from bundles.subscription_offer import OFFER_NAME, SubscriptionOffer
from bundles.verification import BundleRefused, load_current, verify_version
from bundles.version_folder import leftovers_of, remove_unfinished, write_version

__all__ = ["BundleWriter", "Release", "ReleaseFile", "StaleRelease", "VersionConflict"]

#: Held by whoever writes on the public side of a bureau.
LOCK_NAME = ".writing.lock"


class VersionConflict(Exception):
    """This version is already published with another content hash; a change needs a new version."""


class StaleRelease(Exception):
    """The document has moved on: a newer version is public, or it was taken down after this was published."""


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
            StaleRelease: a newer version is current, or a tombstone is younger than the release.
        """
        release.check()
        folder = self._document_folder(release.bureau, release.id)
        with sole_writer(self._lock(release.bureau)):
            folder.mkdir(exist_ok=True)
            remove_unfinished(folder)
            _refuse_stale(folder, release)
            version_folder = folder / f"v{release.version}"
            meta = _stored(version_folder, release)
            pages = page_files(self.root, release.bureau)
            if meta is None or not _points_to(folder, version_folder) or not are_open(pages):
                announce_change(folder.parent, release.id)
                with without_page_files(pages):
                    if meta is None:
                        remove_tree(version_folder)
                        meta = write_version(version_folder, release)
                    _point_to(folder, version_folder)
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

        `reason` is a sentence for the public that says nothing of the content. A repeated call is fine.

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
            announce_change(folder.parent, document_id)
            with without_page_files(page_files(self.root, bureau)):
                replace_synced(folder / CURRENT_NAME, to_json(stone))
                remove_unfinished(folder)
                _remove_versions(folder, but=None)
        return stone

    def leftovers(self, bureau: str) -> list[Path]:
        """What killed writers left below the bureau's folder: nothing of it is public. Call under no lock, to look."""
        root = self.root / bureau
        if not root.is_dir():
            return []
        folders = [folder for folder in root.iterdir() if is_document_id(folder.name)]
        return [*root.glob(".*.new"), *(path for folder in folders for path in leftovers_of(folder))]

    def remove_leftovers(self, bureau: str) -> int:
        """Remove them, and return how many there were. Under the writer's lock, whoever wrote them is dead."""
        if not (self.root / bureau).is_dir():
            return 0
        with sole_writer(self._lock(bureau)):
            found = self.leftovers(bureau)
            for path in found:
                if path.is_dir():
                    remove_tree(path)
                else:
                    path.unlink()
        return len(found)

    def write_columns(self, bureau: str, columns: Columns) -> None:
        """Tell the public side which columns it has; nothing is written if it has them."""
        self._furnish(bureau, COLUMNS_NAME, columns.model_dump_json(indent=1).encode())

    def write_dropbox_key(self, bureau: str, public_key: str) -> None:
        """Tell the portal with which key (hexadecimal) it seals what citizens send."""
        self._furnish(bureau, KEY_NAME, f"{public_key}\n".encode("ascii"))

    def write_request_guide(self, bureau: str, guide: RequestGuide) -> None:
        """Tell the portal whom citizens turn to with a request."""
        self._furnish(bureau, GUIDE_NAME, guide.model_dump_json(indent=1).encode())

    def write_responsibility(self, bureau: str, responsibility: Responsibility) -> None:
        """Tell the portal who answers for disclosure, or that the bureau doesn't say it."""
        self._furnish(bureau, RESPONSIBILITY_NAME, responsibility.model_dump_json(indent=1).encode())

    def write_subscription_offer(self, bureau: str, offer: SubscriptionOffer) -> None:
        """Tell the portal whether citizens may subscribe by mail."""
        self._furnish(bureau, OFFER_NAME, offer.model_dump_json().encode())

    def write_consultations(self, bureau: str, consultations: Consultations) -> None:
        """Tell the portal which drafts are before the public, and what became of those that were."""
        self._furnish(bureau, CONSULTATIONS_NAME, consultations.model_dump_json(indent=1).encode())

    def _furnish(self, bureau: str, name: str, wanted: bytes) -> None:
        (self.root / bureau).mkdir(parents=True, exist_ok=True)
        path = self.root / bureau / name
        with sole_writer(self._lock(bureau)):
            if not path.exists() or path.read_bytes() != wanted:
                with without_page_files(page_files(self.root, bureau)):
                    replace_synced(path, wanted)

    def _document_folder(self, bureau: str, document_id: str) -> Path:
        check_place(bureau, document_id)
        (self.root / bureau).mkdir(parents=True, exist_ok=True)
        return self.root / bureau / document_id

    def _lock(self, bureau: str) -> Path:
        return self.root / bureau / LOCK_NAME


def _refuse_stale(folder: Path, release: Release) -> None:
    try:
        current = load_current(folder)
    except BundleRefused:
        return  # current.json is damaged: publishing repairs it
    match current:
        case Pointer() if current.version > release.version:
            raise StaleRelease(f"version {current.version} of {release.id} is already public")
        case Tombstone() if current.at > (release.as_of or release.published_at):
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


def _pointer(version_folder: Path) -> bytes:
    meta_sha256 = hashlib.sha256((version_folder / META_NAME).read_bytes()).hexdigest()
    return to_json(Pointer(version=int(version_folder.name.removeprefix("v")), meta_sha256=meta_sha256))


def _points_to(folder: Path, version_folder: Path) -> bool:
    current = folder / CURRENT_NAME
    return current.exists() and current.read_bytes() == _pointer(version_folder)


def _point_to(folder: Path, version_folder: Path) -> None:
    if not _points_to(folder, version_folder):
        replace_synced(folder / CURRENT_NAME, _pointer(version_folder))


def _remove_versions(folder: Path, *, but: int | None) -> None:
    for version_folder in folder.glob("v*"):
        if version_folder.name != f"v{but}":
            remove_tree(version_folder)
