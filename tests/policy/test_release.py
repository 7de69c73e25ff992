"""A release: all that git keeps and nothing else, with checksums; and an install that asks no network."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

#: Against hanging; two cores that do other things take many minutes for 200 packages.
LIMIT_S = 3000


@pytest.fixture(scope="module")
def archive(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("release")
    done = subprocess.run(
        [root / "script" / "release", out, "--draft"], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture
def unpacked(archive: Path, tmp_path: Path) -> Path:
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    return folder


def test_the_version_is_in_one_place_and_is_semantic(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    assert len(re.findall(r'^version = "(\d+\.\d+\.\d+)"$', text, re.MULTILINE)) == 1


def test_it_holds_what_git_keeps_and_its_checksums(root: Path, unpacked: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "-z", "HEAD"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    held = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    assert held == {*filter(None, listed.split("\0")), "SHA256SUMS"}
    sums = dict(reversed(line.split("  ./", 1)) for line in (unpacked / "SHA256SUMS").read_text().splitlines())
    assert sums.keys() == held - {"SHA256SUMS"}
    for name in ("pyproject.toml", "requirements.lock", "script/install"):
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == sums[name]


def test_the_archive_has_its_own_checksum(archive: Path) -> None:
    said = archive.with_name(f"{archive.name}.sha256").read_text().split()[0]
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == said


def test_a_version_without_its_section_in_the_changelog_is_not_released(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for name in ("pyproject.toml", "CHANGELOG.md"):
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(root / name, copy / name)
    (copy / "script").mkdir()
    shutil.copy(root / "script" / "release", copy / "script")
    text = (copy / "pyproject.toml").read_text(encoding="utf-8")
    (copy / "pyproject.toml").write_text(re.sub(r'(?m)^version = ".*"$', 'version = "97.0.0"', text), encoding="utf-8")
    done = subprocess.run([copy / "script" / "release", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 69
    assert "## [97.0.0] - YYYY-MM-DD" in done.stderr


def install(folder: Path, wheels: Path) -> subprocess.CompletedProcess[str]:
    """Install without a network, where the kernel lets us take it away."""
    away = ["unshare", "--net"] if subprocess.run(["unshare", "--net", "true"], check=False).returncode == 0 else []
    command = [*away, folder / "script" / "install", "--offline", wheels]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_S)


def test_a_release_that_was_changed_is_not_installed(unpacked: Path) -> None:
    with (unpacked / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    (unpacked / "wheels").mkdir()
    done = install(unpacked, unpacked / "wheels")
    assert done.returncode == 69
    assert "requirements.lock" in done.stderr
    assert not (unpacked / ".venv").exists()


def test_without_its_packages_it_says_so_and_asks_nobody_else(unpacked: Path) -> None:
    (unpacked / "wheels").mkdir()
    done = install(unpacked, unpacked / "wheels")
    assert done.returncode == 69
    assert "lacks packages of requirements-uv.lock" in done.stderr
    assert not re.search(r"https?://", done.stderr)
    assert not list((unpacked / ".venv").glob("synced-*"))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_release_with_its_packages_is_installed_and_works_without_a_network(root: Path, tmp_path: Path) -> None:
    """`script/test --long` has made it while there was a network."""
    (archive,) = (root / "var" / "release").glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    done = install(folder, folder / "wheels")
    assert done.returncode == 0, done.stderr
    environment = os.environ | {"GONGKAI_HOME": str(tmp_path / "home")}
    key = subprocess.run(
        ["unshare", "--net", folder / "script" / "gongkai", "seal-key"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )
    assert key.returncode == 0, key.stderr
    assert (tmp_path / "home" / "seal-public.key").exists()
    assert "installing" not in key.stderr
