"""A writer may be killed (SIGKILL) before any step that changes the disk: readers see the old or the new, whole."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bundles.format import Tombstone
from bundles.page_files import OPEN_NAME, opened, page_files, put
from bundles.reader import BundleReader, Published
from bundles.writer import BundleWriter, Release

STEPS = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "fcntl.flock"})
LATER = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def fork() -> int:
    with warnings.catch_warnings():
        # Python 3.12 and later warn when other threads exist; the child only writes files.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def dies_at(step: int, act: Callable[[], object]) -> bool:
    """Run `act` in a child that kills itself before its step number `step`; False if it ended before."""
    child = fork()
    if child == 0:
        left = step

        def count_down(event: str, _: tuple[object, ...]) -> None:
            nonlocal left
            if event in STEPS:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count_down)
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def corrected(release: Release, tmp_path: Path, version: int) -> Release:
    rendition = tmp_path / f"rendition-{version}.bin"
    rendition.write_bytes(f"version {version}".encode() * 50_000)
    file = replace(release.files[0], path=rendition)
    return replace(
        release, version=version, content_hash=f"{version:064x}", body_html=f"<p>第{version}版。</p>\n", files=(file,)
    )


def version_seen(root: Path, release: Release) -> int:
    """The public version, after checking that every part of it belongs to it."""
    reader = BundleReader(root)
    found = reader.current(release.bureau, release.id)
    assert isinstance(found, Published)
    version = found.meta.version
    assert reader.body_text(found.meta) == f"第{version}版。"
    assert f"第{version}版。" in reader.article(found.meta)
    _, path = reader.file(found.meta, "通知.pdf") or pytest.fail("the file is missing")
    assert path.read_bytes() == f"version {version}".encode() * 50_000
    return version


def test_killed_before_any_step_of_a_correction_the_old_or_the_new_version_is_public(
    writer: BundleWriter, root: Path, release: Release, tmp_path: Path
) -> None:
    seen = set()
    version = 1
    writer.write(corrected(release, tmp_path, version))
    step = 0
    while dies_at(step, partial(writer.write, corrected(release, tmp_path, version + 1))):
        seen.add(version_seen(root, release) - version)
        version += 1
        writer.write(corrected(release, tmp_path, version))  # the next run finishes the work
        assert version_seen(root, release) == version
        assert sorted(path.name for path in (root / release.bureau / release.id).iterdir()) == [
            "current.json",
            f"v{version}",
        ]
        step += 1
    assert seen == {0, 1}
    assert step > 10


def test_killed_before_any_step_of_a_withdrawal_the_page_is_whole_or_gone_and_the_next_run_removes_every_byte(
    writer: BundleWriter, root: Path, release: Release, tmp_path: Path
) -> None:
    def withdraw(at: dt.datetime) -> Tombstone:
        return writer.tombstone(release.bureau, release.id, reason="公文已撤下。", at=at)

    gone = set()
    step = 0
    while True:
        now = LATER + dt.timedelta(days=step)
        writer.write(replace(corrected(release, tmp_path, step + 1), published_at=now))
        if not dies_at(step, partial(withdraw, now)):
            break
        found = BundleReader(root).current(release.bureau, release.id)
        gone.add(isinstance(found, Tombstone))
        if not isinstance(found, Tombstone):
            assert version_seen(root, release) == step + 1
        withdraw(now)
        assert [path.name for path in (root / release.bureau / release.id).iterdir()] == ["current.json"]
        step += 1
    assert gone == {True, False}


def test_killed_before_any_step_of_a_withdrawal_no_page_is_a_file_that_the_portal_would_not_show(
    writer: BundleWriter, root: Path, release: Release, tmp_path: Path
) -> None:
    pages = page_files(root, release.bureau)
    served = set()
    step = 0
    while True:
        now = LATER + dt.timedelta(days=step)
        writer.write(replace(corrected(release, tmp_path, step + 1), published_at=now))
        with opened(pages) as folder:
            assert folder is not None
            put(folder, release.id, b"page", 0)
        withdraw = partial(writer.tombstone, release.bureau, release.id, reason="公文已撤下。", at=now)
        if not dies_at(step, withdraw):
            break
        is_file = (pages / OPEN_NAME / f"{release.id}.html").exists()
        served.add(is_file)
        assert not is_file or isinstance(BundleReader(root).current(release.bureau, release.id), Published)
        withdraw()
        assert [path.name for path in pages.iterdir()] == [OPEN_NAME]
        assert list((pages / OPEN_NAME).iterdir()) == []
        step += 1
    assert served == {True, False}


def test_killed_at_random_moments_the_old_or_the_new_version_is_public(
    writer: BundleWriter, root: Path, release: Release, tmp_path: Path
) -> None:
    chance = random.Random(20260301)
    version = 1
    writer.write(corrected(release, tmp_path, version))
    for _ in range(25):
        child = fork()
        if child == 0:
            writer.write(corrected(release, tmp_path, version + 1))
            os._exit(0)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert version_seen(root, release) in (version, version + 1)
        version += 1
        writer.write(corrected(release, tmp_path, version))


def test_a_reader_meets_only_whole_versions_while_corrections_go_on(
    writer: BundleWriter, reader: BundleReader, root: Path, release: Release, tmp_path: Path
) -> None:
    writer.write(corrected(release, tmp_path, 1))
    child = fork()
    if child == 0:
        for version in range(2, 30):
            writer.write(corrected(release, tmp_path, version))
        os._exit(0)
    versions = []
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        found = reader.current(release.bureau, release.id)
        assert isinstance(found, Published)
        versions.append(found.meta.version)
    assert versions == sorted(versions)
    assert version_seen(root, release) == 29
