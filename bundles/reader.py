"""What is public: the only form that `is_public` has outside. It refuses whatever does not verify."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from bundles.columns import COLUMNS_NAME, Columns, default_columns
from bundles.forgetting import forget_oldest
from bundles.format import (
    BODY_NAME,
    CURRENT_NAME,
    META_NAME,
    PAGE_NAME,
    BundleInvalid,
    BundleMeta,
    Pointer,
    PublicFile,
    Tombstone,
    check_place,
    is_document_id,
)
from bundles.markup import plain_text
from bundles.parts import Part, body_parts
from bundles.verification import (
    BundleRefused,
    FileHashes,
    Mark,
    load_current,
    load_meta,
    mark_of,
    read_verified,
    verify_file,
)

log = logging.getLogger(__name__)

#: Documents that a reader remembers, some 8 kB each.
MOST_KNOWN = 5_000


@dataclass(frozen=True, slots=True)
class Published:
    """A document that is public now, with what its current version says."""

    meta: BundleMeta


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of a document, valid while the files it was read from keep their marks."""

    marks: tuple[tuple[Path, Mark | None], ...]
    value: BundleMeta | Tombstone


@dataclass(frozen=True, slots=True)
class BundleReader:
    """Reads below `root`, writes nothing. Safe to share between threads: its caches only ever repeat the disk."""

    root: Path
    _hashes: FileHashes = field(default_factory=FileHashes, repr=False)
    _known: dict[tuple[str, str], _Known] = field(default_factory=dict, repr=False)
    _columns: dict[str, tuple[Mark | None, Columns]] = field(default_factory=dict, repr=False)

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
        for _, document_id in sorted(((meta.published_at, meta.id) for meta in self.glances(bureau)), reverse=True):
            current = self.current(bureau, document_id)
            if isinstance(current, Published):
                yield current.meta

    def glances(self, bureau: str) -> Iterator[BundleMeta]:
        """Yield what is public, in no order and without reading bodies: for counts, not for showing."""
        folder = self.root / bureau
        if not folder.is_dir():
            return
        with os.scandir(folder) as entries:
            ids = [entry.name for entry in entries if is_document_id(entry.name)]
        for document_id in ids:
            # Not remembered: a bureau has more documents than people read in a day.
            with suppress(BundleRefused):
                current = load_current(folder / document_id)
                if isinstance(current, Pointer):
                    yield load_meta(folder / document_id / f"v{current.version}", current.meta_sha256)

    def glance(self, bureau: str, document_id: str) -> BundleMeta | None:
        """What is public under this id, without reading its body: for counts, not for showing."""
        with suppress(BundleRefused):
            found = self._meta(bureau, document_id)
            return found if isinstance(found, BundleMeta) else None
        return None

    def columns(self, bureau: str) -> Columns:
        """The columns of the bureau's site; the same object as long as they stay the same."""
        path = self.root / bureau / COLUMNS_NAME
        mark, known = _mark(path), self._columns.get(bureau)
        if known is not None and known[0] == mark:
            return known[1]
        columns = default_columns()
        try:
            columns = Columns.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            pass
        except (OSError, ValidationError):
            log.warning("%s/%s cannot be used; the site has the columns of the Regulations", bureau, COLUMNS_NAME)
        self._columns[bureau] = (mark, columns)
        return columns

    def body_text(self, meta: BundleMeta) -> str:
        """The body as plain text: a line for each paragraph, tabs between the cells of a table row.

        Raises:
            BundleRefused: the stored body is not what was published.
        """
        return plain_text(self._html(meta, BODY_NAME))

    def body_parts(self, meta: BundleMeta) -> tuple[Part, ...]:
        """The same text, cut into the document itself and what is attached to it.

        Raises:
            BundleRefused: the stored body is not what was published.
        """
        return body_parts(self._html(meta, BODY_NAME))

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

    def is_whole(self, meta: BundleMeta) -> bool:
        """Whether every file of this version, downloads too, is what was published."""
        try:
            for file in meta.files:
                verify_file(self._folder(meta), file, self._hashes)
        except BundleRefused:
            return False
        return True

    def _read(self, bureau: str, document_id: str) -> Published | Tombstone | None:
        found = self._meta(bureau, document_id)
        if not isinstance(found, BundleMeta):
            return found
        for file in found.files:
            if file.path in (BODY_NAME, PAGE_NAME):
                verify_file(self._folder(found), file, self._hashes)
        return Published(found)

    def _meta(self, bureau: str, document_id: str) -> BundleMeta | Tombstone | None:
        known = self._known.get((bureau, document_id))
        if known is not None and all(_mark(path) == mark for path, mark in known.marks):
            return known.value
        folder = self.root / bureau / document_id
        # Marks are taken before reading, so what is replaced meanwhile is read anew the next time.
        marks = [(folder / CURRENT_NAME, _mark(folder / CURRENT_NAME))]
        current = load_current(folder)
        value: BundleMeta | Tombstone | None
        if isinstance(current, Pointer):
            version_folder = folder / f"v{current.version}"
            marks.append((version_folder / META_NAME, _mark(version_folder / META_NAME)))
            value = load_meta(version_folder, current.meta_sha256)
        else:
            value = current
        if value is not None and all(mark is not None for _, mark in marks):
            self._known[bureau, document_id] = _Known(tuple(marks), value)
            forget_oldest(self._known, MOST_KNOWN)
        return value

    def _html(self, meta: BundleMeta, name: str) -> str:
        for file in meta.files:
            if file.path == name:
                return read_verified(self._folder(meta), file).decode()
        raise BundleRefused(f"{meta.id}/v{meta.version}: has no {name}")

    def _folder(self, meta: BundleMeta) -> Path:
        return self.root / meta.bureau / meta.id / f"v{meta.version}"


def _mark(path: Path) -> Mark | None:
    try:
        return mark_of(path.stat(follow_symlinks=False))
    except OSError:
        return None
