"""The drop box: what the outside puts in, only the inside reads; whatever else lies there is no submission."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bundles.dropbox import LARGEST_BOX_BYTES, DropBox, DropBoxClosed, DropBoxReader, new_key_pair
from bundles.submissions import ErrorReport, InformationRequest

TEXT = "第二段应为“三年”，不是“二年”。"
PRIVATE, PUBLIC = new_key_pair()


def report(number: int = 1) -> ErrorReport:
    return ErrorReport(
        id=f"01JZX{number:021d}",
        bureau="shili-hrss",
        document_id="01JZX000000000000000000020",
        version=1,
        fault="text",
        text=TEXT,
        at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
    )


@pytest.fixture
def box(tmp_path: Path) -> DropBox:
    (tmp_path / "dropbox").mkdir()
    (tmp_path / "dropbox.key").write_text(f"{PUBLIC}\n", encoding="ascii")
    return DropBox(tmp_path / "dropbox", tmp_path / "dropbox.key")


@pytest.fixture
def reader(box: DropBox) -> DropBoxReader:
    return DropBoxReader(box.folder, bytes.fromhex(PRIVATE))


def test_what_was_put_in_comes_out_in_order(box: DropBox, reader: DropBoxReader) -> None:
    for number in (2, 1):
        box.put(report(number))

    assert [taken.submission for taken in reader.boxes(9)] == [report(1), report(2)]
    assert [taken.submission for taken in reader.boxes(1)] == [report(1)]


def test_a_request_of_the_longest_texts_goes_in_and_comes_out(box: DropBox, reader: DropBoxReader) -> None:
    longest = {"name": 100, "identity_number": 50, "contact": 50, "phone": 40, "email": 100, "address": 200}
    request = InformationRequest.model_validate(
        {name: "𠀀" * length for name, length in (longest | {"description": 2000}).items()}
        | {"id": "01JZX000000000000000000003", "bureau": "shili-hrss", "at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}
        | {"status_key": "0" * 64, "applicant": "business", "identity_kind": "social_credit_code", "delivery": "email"}
    )
    box.put(request)
    assert [taken.submission for taken in reader.boxes(9)] == [request]


def test_the_box_shows_nothing_of_what_is_in_it(box: DropBox) -> None:
    box.put(report())

    (path,) = box.folder.iterdir()
    assert TEXT.encode() not in path.read_bytes()
    assert b"01JZX000000000000000000020" not in path.read_bytes()


@pytest.mark.parametrize(
    "content", [b"", b"x" * 100, b"x" * (LARGEST_BOX_BYTES * 2)], ids=["empty", "no box", "too large"]
)
def test_a_file_that_is_no_submission_is_told_apart(box: DropBox, reader: DropBoxReader, content: bytes) -> None:
    (box.folder / "01JZX000000000000000000009.box").write_bytes(content)
    (box.folder / "readme.txt").write_bytes(content)

    (taken,) = reader.boxes(9)
    assert taken.submission is None


def test_a_box_under_another_name_or_for_another_key_is_none(box: DropBox, reader: DropBoxReader) -> None:
    box.put(report(1))
    (box.folder / f"{report(1).id}.box").rename(box.folder / f"{report(2).id}.box")
    assert [taken.submission for taken in reader.boxes(9)] == [None]

    other = DropBoxReader(box.folder, bytes.fromhex(new_key_pair()[0]))
    assert [taken.submission for taken in other.boxes(9)] == [None]


def test_an_id_is_used_once(box: DropBox) -> None:
    box.put(report())
    with pytest.raises(DropBoxClosed):
        box.put(report())


def test_without_key_or_folder_the_box_is_closed(box: DropBox, tmp_path: Path) -> None:
    with pytest.raises(DropBoxClosed):
        DropBox(tmp_path / "none", box.key_file).put(report())
    box.key_file.write_text("no key", encoding="ascii")
    with pytest.raises(DropBoxClosed):
        box.put(report())
