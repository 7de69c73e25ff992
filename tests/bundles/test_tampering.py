"""Whatever is not what was published is not public, and saying so reveals nothing of it."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bundles.reader import BundleReader, Published
from bundles.verification import BundleRefused, FileHashes
from bundles.writer import BundleWriter, Release


@pytest.fixture
def folder(writer: BundleWriter, root: Path, release: Release) -> Path:
    """The folder of a published document."""
    writer.write(release)
    return root / release.bureau / release.id


def change(path: Path) -> None:
    """Change one byte and put the times back, as a careful forger would."""
    times = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize("name", ["v1/meta.json", "v1/body.html", "v1/page.html", "current.json"])
@pytest.mark.parametrize("read_before", [True, False])
def test_a_changed_byte_takes_the_document_off_the_public_side(
    reader: BundleReader, folder: Path, release: Release, name: str, read_before: bool
) -> None:
    if read_before:
        assert isinstance(reader.current(release.bureau, release.id), Published)

    change(folder / name)

    assert not isinstance(reader.current(release.bureau, release.id), Published)
    assert list(reader.published(release.bureau)) == []


def test_a_changed_download_is_refused(reader: BundleReader, folder: Path, release: Release) -> None:
    found = reader.current(release.bureau, release.id)
    assert isinstance(found, Published)
    assert reader.file(found.meta, "通知.pdf") is not None

    change(folder / "v1/files/通知.pdf")

    with pytest.raises(BundleRefused):
        reader.file(found.meta, "通知.pdf")


def test_a_link_in_the_place_of_a_download_is_refused(
    reader: BundleReader, folder: Path, release: Release, tmp_path: Path
) -> None:
    target = folder / "v1/files/通知.pdf"
    moved = tmp_path / "elsewhere.pdf"
    target.rename(moved)
    target.symlink_to(moved)
    found = reader.current(release.bureau, release.id)
    assert isinstance(found, Published)

    with pytest.raises(BundleRefused):
        reader.file(found.meta, "通知.pdf")


def test_a_missing_page_takes_the_document_off_the_public_side(
    reader: BundleReader, folder: Path, release: Release
) -> None:
    (folder / "v1/page.html").unlink()

    assert reader.current(release.bureau, release.id) is None


def test_a_folder_in_the_place_of_the_pointer_is_refused(reader: BundleReader, folder: Path, release: Release) -> None:
    (folder / "current.json").unlink()
    (folder / "current.json").mkdir()

    assert reader.current(release.bureau, release.id) is None


def test_a_document_moved_to_another_address_is_refused(reader: BundleReader, folder: Path, release: Release) -> None:
    other_id = "01JZX000000000000000000002"
    folder.rename(folder.with_name(other_id))

    assert reader.current(release.bureau, other_id) is None
    assert list(reader.published(release.bureau)) == []


def test_a_refusal_is_logged_without_text_of_the_document(
    reader: BundleReader, folder: Path, release: Release, caplog: pytest.LogCaptureFixture
) -> None:
    change(folder / "v1/body.html")

    with caplog.at_level(logging.WARNING):
        reader.current(release.bureau, release.id)

    assert release.id in caplog.text
    assert "技能培训" not in caplog.text
    assert "正文" not in caplog.text


@pytest.mark.parametrize(
    ("bureau", "document_id"),
    [
        ("..", "01JZX000000000000000000001"),
        ("shili-hrss/../shili-hrss", "01JZX000000000000000000001"),
        ("shili-hrss", "../shili-hrss/01JZX000000000000000000001"),
        ("shili-hrss", "."),
        ("shili-hrss", ""),
        ("", "01JZX000000000000000000001"),
        ("shili-hrss", "01JZX000000000000000000001\n"),
    ],
)
def test_what_is_no_plain_id_is_never_looked_up(
    reader: BundleReader, folder: Path, bureau: str, document_id: str
) -> None:
    assert folder.exists()
    assert reader.current(bureau, document_id) is None


def test_a_file_that_meta_does_not_name_is_not_served(reader: BundleReader, folder: Path, release: Release) -> None:
    (folder / "v1/files/planted.pdf").write_bytes(b"planted")
    found = reader.current(release.bureau, release.id)
    assert isinstance(found, Published)

    for name in ("planted.pdf", "../meta.json", "meta.json", "../body.html", ""):
        assert reader.file(found.meta, name) is None


def test_an_unfinished_version_or_one_that_current_does_not_name_is_not_public(
    reader: BundleReader, folder: Path, release: Release
) -> None:
    (folder / "current.json").unlink()

    assert reader.current(release.bureau, release.id) is None
    assert reader.version(release.bureau, release.id, 1) is None


def test_what_is_published_comes_newest_first_and_bureaus_are_kept_apart(
    writer: BundleWriter, reader: BundleReader, release: Release
) -> None:
    ids = [f"01JZX00000000000000000000{n}" for n in range(1, 4)]
    for day, document_id in zip((3, 1, 2), ids, strict=True):
        writer.write(replace(release, id=document_id, published_at=release.published_at.replace(day=day)))
    writer.write(replace(release, bureau="shili-finance"))

    assert [meta.id for meta in reader.published("shili-hrss")] == [ids[0], ids[2], ids[1]]
    assert [meta.id for meta in reader.published("shili-finance")] == [release.id]
    assert list(reader.published("shili-none")) == []


def test_few_hashes_are_remembered_and_a_forgotten_one_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bundles.verification.MOST_HASHES", 3)
    files = [tmp_path / str(number) for number in range(5)]
    hashes = FileHashes()
    for file in files:
        file.write_bytes(file.name.encode())
    first = [hashes.sha256(file) for file in files]

    files[0].write_bytes(b"changed")
    files[4].write_bytes(b"changed")

    assert len(hashes) == 3
    assert [hashes.sha256(file) == known for file, known in zip(files, first, strict=True)] == [
        False,
        True,
        True,
        True,
        False,
    ]
