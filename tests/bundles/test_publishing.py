"""What a writer promises: whole versions, once, replaced and taken down without remains."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bundles.format import BundleInvalid, BundleMeta, Correction, Pointer, Tombstone, to_json
from bundles.reader import BundleReader, Published
from bundles.writer import BundleWriter, Release, ReleaseFile, StaleRelease, VersionConflict

PUBLISHED_AT = dt.datetime(2026, 3, 1, 17, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def all_bytes(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())


def snapshot(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in root.rglob("*")
        if path.is_file()
    }


def current(reader: BundleReader, release: Release) -> BundleMeta:
    found = reader.current(release.bureau, release.id)
    assert isinstance(found, Published)
    return found.meta


def test_a_published_version_can_be_read_back_with_body_article_and_file(
    writer: BundleWriter, reader: BundleReader, release: Release
) -> None:
    meta = writer.write(release)

    assert current(reader, release) == meta
    assert reader.body_text(meta) == "第一版正文。"
    assert "示人社发〔2026〕1号" in reader.article(meta)
    file, path = reader.file(meta, "通知.pdf") or pytest.fail("the file is missing")
    assert path.read_bytes() == b"%PDF-1.4 public rendition of version 1"
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [each.path for each in meta.files] == ["body.html", "page.html", "files/通知.pdf"]


def test_the_article_is_the_document_alone_with_its_red_head_and_title(
    writer: BundleWriter, reader: BundleReader, release: Release
) -> None:
    article = reader.article(writer.write(release))

    for shown in ("示例区人力资源和社会保障局", "示人社发〔2026〕1号", "关于开展技能培训的通知", "第一版正文。"):
        assert shown in article
    assert "SLQ-RS/2026-00001" not in article


def test_a_correction_is_kept_in_the_metadata(writer: BundleWriter, reader: BundleReader, release: Release) -> None:
    corrected_at = PUBLISHED_AT + dt.timedelta(days=3)
    notes = (Correction(version=1, at=corrected_at),)
    meta = writer.write(replace(release, version=2, content_hash="b" * 64, corrections=notes))

    assert current(reader, release).correction_of(1) == notes[0]
    assert meta.correction_of(2) is None


def test_metadata_from_before_there_were_corrections_is_read(
    writer: BundleWriter, reader: BundleReader, release: Release, root: Path
) -> None:
    meta_file = root / release.bureau / release.id / "v1" / "meta.json"
    writer.write(release)
    older = json.loads(meta_file.read_bytes())
    del older["corrections"]
    meta_file.write_text(json.dumps(older), encoding="utf-8")
    pointer = Pointer(version=1, meta_sha256=hashlib.sha256(meta_file.read_bytes()).hexdigest())
    (meta_file.parents[1] / "current.json").write_bytes(to_json(pointer))

    assert current(reader, release).corrections == ()


def test_publishing_the_same_again_changes_nothing_on_the_disk(
    writer: BundleWriter, root: Path, release: Release
) -> None:
    first = writer.write(release)
    before = snapshot(root)

    again = writer.write(replace(release, published_at=LATER))

    assert again == first
    assert snapshot(root) == before


def test_the_same_version_with_other_content_is_refused(writer: BundleWriter, release: Release) -> None:
    writer.write(release)

    with pytest.raises(VersionConflict):
        writer.write(replace(release, content_hash="b" * 64))


def test_a_new_version_replaces_the_old_one_and_its_bytes_are_gone(
    writer: BundleWriter, reader: BundleReader, root: Path, release: Release
) -> None:
    old = writer.write(release)
    new = writer.write(replace(release, version=2, content_hash="b" * 64, body_html="<p>更正后。</p>", files=()))

    assert current(reader, release) == new
    assert reader.version(release.bureau, release.id, 1) is None
    assert reader.version(release.bureau, release.id, 2) == Published(new)
    assert "第一版正文".encode() not in all_bytes(root)
    assert not (root / release.bureau / release.id / f"v{old.version}").exists()


def test_an_older_version_arriving_late_does_not_replace_a_newer_one(
    writer: BundleWriter, reader: BundleReader, release: Release
) -> None:
    new = writer.write(replace(release, version=2))

    with pytest.raises(StaleRelease):
        writer.write(release)
    assert current(reader, release) == new


def test_a_tombstone_leaves_date_and_reason_and_no_byte_of_the_content(
    writer: BundleWriter, reader: BundleReader, root: Path, release: Release
) -> None:
    writer.write(release)
    writer.tombstone(release.bureau, release.id, reason="经重新审查，该公文不再公开。", at=LATER)

    found = reader.current(release.bureau, release.id)
    assert found == Tombstone(kind="withdrawn", at=LATER, reason="经重新审查，该公文不再公开。")
    assert [path.name for path in (root / release.bureau / release.id).iterdir()] == ["current.json"]
    remains = all_bytes(root)
    for content in ("技能培训", "第一版正文", "示人社发", "public rendition", release.content_hash):
        assert content.encode() not in remains
    assert list(reader.published(release.bureau)) == []


def test_a_tombstone_may_be_repeated_and_may_come_before_any_version(
    writer: BundleWriter, reader: BundleReader, release: Release
) -> None:
    first = writer.tombstone(release.bureau, release.id, reason="公文正在重新审查。", at=LATER, kind="suspended")
    again = writer.tombstone(release.bureau, release.id, reason="公文正在重新审查。", at=LATER, kind="suspended")

    assert first == again == reader.current(release.bureau, release.id)


def test_a_release_older_than_the_tombstone_does_not_bring_the_document_back(
    writer: BundleWriter, reader: BundleReader, root: Path, release: Release
) -> None:
    writer.tombstone(release.bureau, release.id, reason="公文已撤下。", at=LATER)

    with pytest.raises(StaleRelease):
        writer.write(release)
    assert isinstance(reader.current(release.bureau, release.id), Tombstone)
    assert "第一版正文".encode() not in all_bytes(root)


def test_a_document_may_be_published_again_after_its_suspension(
    writer: BundleWriter, reader: BundleReader, release: Release
) -> None:
    writer.write(release)
    writer.tombstone(release.bureau, release.id, reason="公文正在重新审查。", at=LATER, kind="suspended")

    meta = writer.write(replace(release, version=2, published_at=LATER + dt.timedelta(days=9)))

    assert current(reader, release) == meta


def test_a_restored_page_keeps_its_day_of_publication_and_wins_over_an_older_tombstone(
    writer: BundleWriter, reader: BundleReader, release: Release
) -> None:
    first = writer.write(release)
    writer.tombstone(release.bureau, release.id, reason="公文正在重新审查。", at=LATER, kind="suspended")

    restored = writer.write(replace(release, as_of=LATER + dt.timedelta(minutes=1)))

    assert restored == first
    assert current(reader, release) == first


def test_what_a_killed_writer_left_is_cleared_away(
    writer: BundleWriter, reader: BundleReader, root: Path, release: Release
) -> None:
    folder = root / release.bureau / release.id
    (folder / ".v1.unfinished" / "files").mkdir(parents=True)
    (folder / ".v1.unfinished" / "files" / "half.pdf").write_bytes(b"half")
    (folder / ".current.json.new").write_bytes(b"half")

    meta = writer.write(release)

    assert current(reader, release) == meta
    assert sorted(path.name for path in folder.iterdir()) == ["current.json", "v1"]


def test_a_damaged_version_is_written_anew(
    writer: BundleWriter, reader: BundleReader, root: Path, release: Release
) -> None:
    meta = writer.write(release)
    (root / release.bureau / release.id / "v1" / "body.html").write_bytes(b"<p>damaged</p>")

    writer.write(release)

    assert reader.body_text(current(reader, release)) == "第一版正文。"
    assert current(reader, release).content_hash == meta.content_hash


def test_a_document_that_is_only_listed_has_its_title_row_and_nothing_else_on_the_disk(
    writer: BundleWriter, reader: BundleReader, root: Path, release: Release
) -> None:
    meta = writer.write(replace(release, listed_only=True))

    assert current(reader, release) == meta
    assert meta.files == ()
    assert [path.name for path in (root / release.bureau / release.id / "v1").iterdir()] == ["meta.json"]


@pytest.mark.parametrize("bureau", ["", "..", "a/b", "Shili", "/etc", "shili hrss", "shili\n"])
def test_a_bureau_that_is_no_plain_folder_name_is_refused(writer: BundleWriter, release: Release, bureau: str) -> None:
    with pytest.raises(BundleInvalid):
        writer.write(replace(release, bureau=bureau))
    with pytest.raises(BundleInvalid):
        writer.tombstone(bureau, release.id, reason="公文已撤下。", at=LATER)


@pytest.mark.parametrize("document_id", ["", "..", "../../etc/passwd", "01JZX", "01jzx000000000000000000001", "v1"])
def test_a_document_id_that_is_no_ulid_is_refused(writer: BundleWriter, release: Release, document_id: str) -> None:
    with pytest.raises(BundleInvalid):
        writer.write(replace(release, id=document_id))
    with pytest.raises(BundleInvalid):
        writer.tombstone(release.bureau, document_id, reason="公文已撤下。", at=LATER)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", ".htaccess", "a\nb", "a\x00b", "文" * 90, "x" * 121]
)
def test_a_file_name_that_is_no_plain_one_is_refused(
    writer: BundleWriter, root: Path, release: Release, name: str
) -> None:
    file = replace(release.files[0], name=name)

    with pytest.raises(BundleInvalid):
        writer.write(replace(release, files=(file,)))
    assert not root.exists()


def test_two_files_of_the_same_name_are_refused(writer: BundleWriter, release: Release) -> None:
    with pytest.raises(BundleInvalid):
        writer.write(replace(release, files=(*release.files, *release.files)))


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<p onclick="x()">点</p>',
        '<p style="color:red">红</p>',
        "<img src=x>",
        "<a href='https://example.org'>链接</a>",
        "<!-- 注释 -->",
        "<!DOCTYPE html>",
        "<p",
        "<P>大写</P>",
        "<p class=note>无引号</p>",
        "1 < 2",
        "<?php ?>",
        "<![CDATA[x]]>",
    ],
)
def test_a_body_with_anything_but_plain_elements_is_refused(writer: BundleWriter, release: Release, body: str) -> None:
    with pytest.raises(BundleInvalid):
        writer.write(replace(release, body_html=body))


def test_a_time_without_zone_is_refused(writer: BundleWriter, release: Release) -> None:
    with pytest.raises(BundleInvalid, match="published_at"):
        writer.write(replace(release, published_at=release.published_at.replace(tzinfo=None)))


def test_a_file_that_cannot_be_copied_leaves_the_old_version_public(
    writer: BundleWriter, reader: BundleReader, release: Release, tmp_path: Path
) -> None:
    old = writer.write(release)
    absent = ReleaseFile(tmp_path / "absent.pdf", "附件.pdf", "application/pdf")

    with pytest.raises(FileNotFoundError):
        writer.write(replace(release, version=2, content_hash="b" * 64, files=(absent,)))
    assert current(reader, release) == old
