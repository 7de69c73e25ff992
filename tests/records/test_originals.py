"""Originals: kept once, unchanged, under their hash; a half-written one is never seen."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from records.domain.errors import OriginalChanged, OriginalMissing, OriginalsUnavailable
from records.store.originals import FolderOriginals

_SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def originals(tmp_path: Path) -> FolderOriginals:
    return FolderOriginals(tmp_path / "originals")


def test_a_file_is_kept_under_its_hash_and_comes_back_unchanged(originals: FolderOriginals, tmp_path: Path) -> None:
    source = tmp_path / "通知.pdf"
    source.write_bytes(os.urandom(3 << 20))
    stored = originals.put(source)
    assert stored.size_bytes == 3 << 20
    assert stored.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert originals.read(stored.sha256) == source.read_bytes()
    path = originals.local_path(stored.sha256)
    assert path.relative_to(originals.root).as_posix() == f"{stored.sha256[:2]}/{stored.sha256[2:4]}/{stored.sha256}"


def test_keeping_a_file_again_changes_nothing(originals: FolderOriginals) -> None:
    sha256 = originals.put_bytes(b"once")
    before = originals.local_path(sha256).stat()
    assert originals.put_bytes(b"once") == sha256
    assert originals.local_path(sha256).stat().st_ino == before.st_ino
    assert list((originals.root / "incoming").iterdir()) == []


def test_an_original_is_not_writable(originals: FolderOriginals) -> None:
    assert originals.local_path(originals.put_bytes(b"once")).stat().st_mode & 0o222 == 0


def test_an_unknown_hash_is_missing(originals: FolderOriginals) -> None:
    with pytest.raises(OriginalMissing):
        originals.read("0" * 64)
    with pytest.raises(OriginalMissing):
        originals.local_path("0" * 64)
    assert not originals.has("0" * 64)


def test_changed_bytes_are_noticed_when_read(originals: FolderOriginals) -> None:
    sha256 = originals.put_bytes(b"once")
    path = originals.local_path(sha256)
    path.chmod(0o600)
    path.write_bytes(b"twice")
    with pytest.raises(OriginalChanged):
        originals.read(sha256)
    with pytest.raises(OriginalChanged):
        originals.local_path(sha256)


def test_erasing_is_for_good_and_may_be_repeated(originals: FolderOriginals) -> None:
    sha256 = originals.put_bytes(b"once")
    originals.erase(sha256)
    originals.erase(sha256)
    assert not originals.has(sha256)


def test_a_layout_lies_beside_its_original_and_goes_with_it(originals: FolderOriginals, tmp_path: Path) -> None:
    sha256 = originals.put_bytes(b"once")
    assert originals.layout_path(sha256) is None
    for content in (b"%PDF first", b"%PDF second"):
        (tmp_path / "made.pdf").write_bytes(content)
        kept = originals.keep_layout(sha256, tmp_path / "made.pdf")
        assert originals.layout_path(sha256) == kept
        assert kept.read_bytes() == content
    assert originals.read(sha256) == b"once"
    originals.erase(sha256)
    assert [path for path in originals.root.rglob("*") if path.is_file()] == []


def test_no_layout_is_kept_of_an_original_that_was_erased_meanwhile(originals: FolderOriginals, tmp_path: Path) -> None:
    sha256 = originals.put_bytes(b"once")
    originals.erase(sha256)
    (tmp_path / "made.pdf").write_bytes(b"%PDF")
    with pytest.raises(OriginalMissing):
        originals.keep_layout(sha256, tmp_path / "made.pdf")
    assert [path for path in originals.root.rglob("*") if path.is_file()] == []


def test_a_store_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("a file where the folder should be")
    with pytest.raises(OriginalsUnavailable):
        FolderOriginals(tmp_path / "originals").put_bytes(b"x")


def test_a_process_killed_while_writing_leaves_no_original(originals: FolderOriginals, tmp_path: Path) -> None:
    killed = _SPAWN.Process(target=_die_while_writing, args=(originals, tmp_path / "endless"))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    kept = [path for path in originals.root.rglob("*") if path.is_file() and path.parent.name != "incoming"]
    assert kept == []


def _die_while_writing(originals: FolderOriginals, pipe: Path) -> None:
    """Reads from a pipe whose writer stops half way: then the process is killed."""
    os.mkfifo(pipe)
    if os.fork() == 0:
        with pipe.open("wb") as writing:
            writing.write(b"half")
            writing.flush()
            os.kill(os.getppid(), signal.SIGKILL)
            os._exit(0)
    originals.put(pipe)
