"""What is public: the only form that `is_public` has outside. It refuses whatever does not verify."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bundles.format import (
    BODY_NAME,
    META_NAME,
    PAGE_NAME,
    BundleInvalid,
    BundleMeta,
    Pointer,
    PublicFile,
    Tombstone,
    check_place,
)
from bundles.markup import plain_text
from bundles.verification import BundleRefused, FileHashes, load_current, load_meta, read_verified, verify_file

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Published:
    """A document that is public now, with what its current version says."""

    meta: BundleMeta


@dataclass(frozen=True, slots=True)
class BundleReader:
    """Reads below `root`, writes nothing. Safe to share between threads: its caches only ever repeat the disk."""

    root: Path
    _hashes: FileHashes = field(default_factory=FileHashes, repr=False)
    _metas: dict[tuple[str, str], tuple[Pointer, BundleMeta]] = field(default_factory=dict, repr=False)

    def current(self, bureau: str, document_id: str) -> Published | Tombstone | None:
        """Return the public version, the tombstone, or None for what was never public or does not verify.

        meta.json, body.html and page.html are verified here, a download when it is asked for.
        """
        try:
            check_place(bureau, document_id)
        except BundleInvalid:
            return None
        # A new version may replace the old one between our two reads; its folder is then gone, so look again.
        for last_try in (False, True):
            try:
                return self._read(bureau, document_id)
            except BundleRefused as refusal:
                if last_try:
                    log.warning("Bundle refused, not shown: %s/%s (%s)", bureau, document_id, refusal)
        return None

    def version(self, bureau: str, document_id: str, number: int) -> Published | Tombstone | None:
        """Like `current`, but only if that version is the current one: a superseded version is not public."""
        current = self.current(bureau, document_id)
        if isinstance(current, Published) and current.meta.version != number:
            return None
        return current

    def published(self, bureau: str) -> Iterator[BundleMeta]:
        """Yield what is public, newest publication first. Each is verified as it is yielded."""
        for meta in self.overview(bureau):
            current = self.current(bureau, meta.id)
            if isinstance(current, Published):
                yield current.meta

    def overview(self, bureau: str) -> list[BundleMeta]:
        """What is public, newest publication first, without reading bodies: for counts, not for showing."""
        return sorted(self._metas_of(bureau), key=lambda meta: (meta.published_at, meta.id), reverse=True)

    def body_text(self, meta: BundleMeta) -> str:
        """The body as plain text: a line for each paragraph, tabs between the cells of a table row.

        Raises:
            BundleRefused: the stored body is not what was published.
        """
        return plain_text(self._html(meta, BODY_NAME))

    def article(self, meta: BundleMeta) -> str:
        """The rendered article, page.html.

        Raises:
            BundleRefused: the stored page is not what was published.
        """
        return self._html(meta, PAGE_NAME)

    def file(self, meta: BundleMeta, name: str) -> tuple[PublicFile, Path] | None:
        """A download by its name: what meta.json says of it and where its verified bytes lie. None if unknown.

        Raises:
            BundleRefused: the stored bytes are not what was published.
        """
        for file in meta.downloads:
            if file.name == name:
                return file, verify_file(self._folder(meta), file, self._hashes)
        return None

    def _read(self, bureau: str, document_id: str) -> Published | Tombstone | None:
        found = self._meta(bureau, document_id)
        if not isinstance(found, BundleMeta):
            return found
        for file in found.files:
            if file.path in (BODY_NAME, PAGE_NAME):
                verify_file(self._folder(found), file, self._hashes)
        return Published(found)

    def _meta(self, bureau: str, document_id: str) -> BundleMeta | Tombstone | None:
        folder = self.root / bureau / document_id
        current = load_current(folder)
        if not isinstance(current, Pointer):
            return current
        version_folder = folder / f"v{current.version}"
        known = self._metas.get((bureau, document_id))
        if known is not None and known[0] == current and self._unchanged(version_folder, current):
            return known[1]
        meta = load_meta(version_folder, current.meta_sha256)
        self._metas[bureau, document_id] = (current, meta)
        return meta

    def _unchanged(self, version_folder: Path, pointer: Pointer) -> bool:
        try:
            return self._hashes.sha256(version_folder / META_NAME) == pointer.meta_sha256
        except OSError:
            return False

    def _metas_of(self, bureau: str) -> Iterator[BundleMeta]:
        folder = self.root / bureau
        if not folder.is_dir():
            return
        for entry in folder.iterdir():
            try:
                check_place(bureau, entry.name)
                found = self._meta(bureau, entry.name)
            except (BundleInvalid, BundleRefused):
                continue
            if isinstance(found, BundleMeta):
                yield found

    def _html(self, meta: BundleMeta, name: str) -> str:
        for file in meta.files:
            if file.path == name:
                return read_verified(self._folder(meta), file).decode()
        raise BundleRefused(f"{meta.id}/v{meta.version}: has no {name}")

    def _folder(self, meta: BundleMeta) -> Path:
        return self.root / meta.bureau / meta.id / f"v{meta.version}"
