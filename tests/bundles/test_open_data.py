"""The open-data dump: complete, the same in both forms, and free at once of what was taken down."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from dataclasses import replace

import pytest

from bundles.open_data import CSV, JSON_LINES, OpenData
from bundles.reader import BundleReader
from bundles.writer import BundleWriter, Release

BUREAU = "shili-hrss"
NIGHT = dt.datetime(2026, 5, 1, 19, 30, tzinfo=dt.UTC)
REASON = "经重新审查，该公文不再公开。"


def numbered(number: int) -> str:
    return f"01JZX{number:021d}"


@pytest.fixture
def dump(reader: BundleReader) -> OpenData:
    return OpenData(reader, BUREAU)


@pytest.fixture
def releases(writer: BundleWriter, release: Release) -> list[Release]:
    """Three documents that are public, and one that is only listed."""
    made = [replace(release, id=numbered(number)) for number in (1, 2, 3)]
    for each in (*made, replace(release, id=numbered(4), listed_only=True)):
        writer.write(each)
    return made


def json_lines(dump: OpenData) -> list[dict]:
    return [json.loads(line) for line in (dump.folder / JSON_LINES).read_text(encoding="utf-8").splitlines()]


def table(dump: OpenData) -> list[dict]:
    with (dump.folder / CSV).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def ids(dump: OpenData) -> tuple[set[str], set[str]]:
    return {line["id"] for line in json_lines(dump)}, {row["id"] for row in table(dump)}


def test_the_dump_holds_every_page_in_both_forms_and_no_row_without_a_page(dump: OpenData, releases) -> None:
    manifest = dump.make(NIGHT)

    everything = {each.id for each in releases}
    assert ids(dump) == (everything, everything)
    assert (manifest.documents, manifest.made_at) == (3, NIGHT)
    first = json_lines(dump)[0]
    assert first["text"] == "第一版正文。"
    assert first["downloads"][0]["path"].endswith("/files/%E9%80%9A%E7%9F%A5.pdf")
    assert table(dump)[0]["document_number"] == "示人社发〔2026〕1号"


def test_the_manifest_names_size_and_hash_of_what_lies_there(dump: OpenData, releases) -> None:
    dump.make(NIGHT)
    dump.refresh([numbered(9)])

    for file in (dump.manifest() or pytest.fail("no manifest")).files:
        data = (dump.folder / file.name).read_bytes()
        assert (file.size_bytes, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_what_is_taken_down_leaves_the_dump_without_waiting_for_the_night(
    dump: OpenData, writer: BundleWriter, releases
) -> None:
    dump.make(NIGHT)
    writer.tombstone(BUREAU, numbered(2), reason=REASON, at=NIGHT)

    dump.refresh([numbered(2)])

    left = {numbered(1), numbered(3)}
    assert ids(dump) == (left, left)
    assert (dump.manifest() or pytest.fail("no manifest")).documents == 2
    assert sorted(path.name for path in dump.folder.iterdir()) == [CSV, JSON_LINES, "manifest.json"]


def test_a_corrected_document_has_its_new_text_in_the_dump(dump: OpenData, writer: BundleWriter, releases) -> None:
    dump.make(NIGHT)
    writer.write(replace(releases[0], version=2, content_hash="b" * 64, body_html="<p>第二版正文。</p>\n"))

    dump.refresh([releases[0].id])

    assert [line["text"] for line in json_lines(dump) if line["id"] == releases[0].id] == ["第二版正文。"]
    assert len(table(dump)) == 3


def test_what_is_taken_down_while_the_dump_is_made_is_not_in_it(
    dump: OpenData, reader: BundleReader, writer: BundleWriter, releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = BundleReader.published

    def taken_down_meanwhile(self: BundleReader, bureau: str):
        yield from read(self, bureau)
        writer.tombstone(BUREAU, numbered(1), reason=REASON, at=NIGHT)

    monkeypatch.setattr(BundleReader, "published", taken_down_meanwhile)

    dump.make(NIGHT)

    left = {numbered(2), numbered(3)}
    assert ids(dump) == (left, left)


def test_without_a_dump_there_is_nothing_to_refresh(dump: OpenData, releases) -> None:
    dump.refresh([numbered(1)])

    assert not dump.folder.exists()


def test_a_title_that_a_spreadsheet_would_run_is_read_as_text(
    dump: OpenData, writer: BundleWriter, release: Release
) -> None:
    attributes = release.attributes.model_copy(update={"title": '=HYPERLINK("http://evil.example")\n第二行'})
    writer.write(replace(release, attributes=attributes))

    dump.make(NIGHT)

    assert table(dump)[0]["title"] == '\'=HYPERLINK("http://evil.example") 第二行'
