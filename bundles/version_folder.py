"""Fill the folder of one version under a temporary name, sync it, and rename it into place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bundles.article import render_article
from bundles.durable import copy_synced, remove_tree, sync_folder, write_synced
from bundles.format import BODY_NAME, FILES_FOLDER, META_NAME, PAGE_NAME, BundleMeta, Pointer, PublicFile, to_json
from bundles.release import Release, ReleaseFile
from bundles.verification import BundleRefused, load_current

_UNFINISHED = ".unfinished"


def write_version(version_folder: Path, release: Release) -> BundleMeta:
    """Make the version's folder appear as a whole. Only the holder of the writer's lock may call this."""
    folder = version_folder.parent
    unfinished = folder / f".v{release.version}{_UNFINISHED}"
    unfinished.mkdir()
    downloads = () if release.listed_only else _copy_files(unfinished, release.files)
    meta = release.meta(downloads)
    if not release.listed_only:
        pages = (
            _write_html(unfinished, BODY_NAME, release.body_html),
            _write_html(unfinished, PAGE_NAME, render_article(meta, release.body_html)),
        )
        meta = release.meta(pages + downloads)
    write_synced(unfinished / META_NAME, to_json(meta))
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


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed writer left in a document's folder. Under the writer's lock, whoever wrote it is dead."""
    for leftover in folder.glob(f".v*{_UNFINISHED}"):
        remove_tree(leftover)


def leftovers_of(folder: Path) -> list[Path]:
    """Unfinished files and folders, and versions that current.json does not name."""
    try:
        current = load_current(folder)
    except BundleRefused:
        return []  # damaged: publishing or taking off repairs it
    named = f"v{current.version}" if isinstance(current, Pointer) else None
    versions = [path for path in folder.glob("v*") if path.name != named]
    return [*folder.glob(f".v*{_UNFINISHED}"), *folder.glob(".*.new"), *versions]
