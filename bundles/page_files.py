"""Whole pages as files, which the proxy serves without asking the portal: `<pages>/<bureau>/open/<id>.html`.

The portal makes them, and whoever changes what is public throws them away. The folder is gone before the change begins,
and a new one is there after it. So no file outlives a change of anything that it shows; a writer that is killed leaves
no folder, and every page comes from the portal. What was made meanwhile ends in the old folder, because the portal
opens the folder before it looks at what is public, and writes through what it opened.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bundles.durable import sync_folder

#: The folder that the proxy reads.
OPEN_NAME = "open"
#: What was thrown away, until it is deleted.
_OLD = "old-"
#: The portal, another user, puts files in; it cannot take away the folder itself.
_MODE = 0o1777


def page_files(bundles_root: Path, bureau: str) -> Path:
    """Where the files of one bureau's pages lie: beside the bundles, which the portal cannot write."""
    return bundles_root.with_name("pages") / bureau


def are_open(pages: Path) -> bool:
    """Whether there is a folder for files."""
    return (pages / OPEN_NAME).is_dir()


@contextmanager
def without_page_files(pages: Path) -> Iterator[None]:
    """Change what is public: no page is served from a file meanwhile, and afterwards none that was made before.

    Only the holder of the writer's lock may call this.
    """
    pages.mkdir(parents=True, exist_ok=True)
    _throw_away(pages)
    try:
        yield
    finally:
        _throw_away(pages)  # nobody but a writer makes the folder; if there is one, it is not of this change
        (pages / OPEN_NAME).mkdir()
        (pages / OPEN_NAME).chmod(_MODE)
        _delete_old(pages)


def _throw_away(pages: Path) -> None:
    if are_open(pages):
        (pages / OPEN_NAME).replace(tempfile.mkdtemp(prefix=_OLD, dir=pages))
        sync_folder(pages)


def _delete_old(pages: Path) -> None:
    """Nothing of it can be reached any more, so what resists does not stop the change."""
    for old in pages.glob(f"{_OLD}*"):
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def opened(pages: Path | None) -> Iterator[int | None]:
    """Hold the folder as it is now: a descriptor for `put`, or None. Open it before you look at bundles."""
    try:
        folder = os.open(pages / OPEN_NAME, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW) if pages else None
    except OSError:
        folder = None
    if folder is None:
        yield None
        return
    try:
        yield folder
    finally:
        os.close(folder)


def put(folder: int, document_id: str, page: bytes, modified_s: int) -> None:
    """Put a page into the folder if it is not there; it appears as a whole. `modified_s` becomes its time.

    The folder may have been thrown away meanwhile: then nobody ever sees it.
    """
    name = f"{document_id}.html"
    if _exists(folder, name):
        return
    unfinished = f".{document_id}.{os.getpid()}"
    # A full disk, or a folder that is being deleted: the portal answers by itself.
    with suppress(OSError):
        file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=folder)
        try:
            with os.fdopen(file, "wb") as writer:
                writer.write(page)
            os.utime(unfinished, (modified_s, modified_s), dir_fd=folder)
            os.replace(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            os.unlink(unfinished, dir_fd=folder)
            raise


def clear(pages: Path) -> None:
    """Take every file out of the folder: a portal that starts may render them otherwise than the one before."""
    with opened(pages) as folder:
        if folder is None:
            return
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
        for name in names:
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)


def _exists(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return False
    return True
