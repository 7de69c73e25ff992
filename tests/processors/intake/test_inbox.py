from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from processors.intake.inbox import Changed, discover, fetch, find, read_companion, remove
from processors.intake.listing import Entry, Listing

NOW = dt.datetime(2026, 3, 2, 17, 0, tzinfo=dt.UTC)
SETTLE_S = 10.0


def put(folder: Path, name: str, content: bytes = b"x", *, age_s: float = 3600) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = NOW.timestamp() - age_s
    os.utime(path, (moment, moment))
    return path


def look(folder: Path) -> Listing:
    return discover(str(folder), now=NOW, settle_s=SETTLE_S, sleep=lambda _: None)


def codes(listing: Listing) -> dict[str, str]:
    return {waiting.name: waiting.code for waiting in listing.waiting}


def names(listing: Listing) -> list[str]:
    return [entry.name for entry in listing.entries]


def test_a_file_that_has_not_changed_between_two_looks_is_complete(tmp_path: Path) -> None:
    put(tmp_path, "notice.docx")
    slept: list[float] = []
    listing = discover(str(tmp_path), now=NOW, settle_s=SETTLE_S, sleep=slept.append)
    assert names(listing) == ["notice.docx"]
    assert slept == [SETTLE_S]


def test_a_file_that_grows_between_two_looks_waits_even_with_an_old_time(tmp_path: Path) -> None:
    path = put(tmp_path, "notice.docx")
    listing = discover(str(tmp_path), now=NOW, settle_s=SETTLE_S, sleep=lambda _: path.write_bytes(b"more") and None)
    assert names(listing) == []
    assert codes(listing) == {"notice.docx": "growing"}


def test_a_file_that_vanishes_between_two_looks_waits(tmp_path: Path) -> None:
    path = put(tmp_path, "notice.docx")
    listing = discover(str(tmp_path), now=NOW, settle_s=SETTLE_S, sleep=lambda _: path.unlink())
    assert codes(listing) == {"notice.docx": "growing"}


def test_a_file_just_written_waits_and_nobody_sleeps_for_it(tmp_path: Path) -> None:
    put(tmp_path, "notice.docx", age_s=1)

    def no_sleep(_: float) -> None:
        pytest.fail("slept although no file could be settled by a second look")

    assert codes(discover(str(tmp_path), now=NOW, settle_s=SETTLE_S, sleep=no_sleep)) == {"notice.docx": "just_written"}


def test_a_done_marker_completes_a_file_at_once(tmp_path: Path) -> None:
    put(tmp_path, "notice.docx", age_s=1)
    put(tmp_path, "notice.docx.done", b"", age_s=0)
    listing = look(tmp_path)
    assert names(listing) == ["notice.docx"]
    assert not listing.waiting


@pytest.mark.parametrize("sheet", ["notice.docx.json", "notice.json"])
def test_a_sidecar_written_after_its_file_completes_it_and_is_attached(tmp_path: Path, sheet: str) -> None:
    put(tmp_path, "notice.docx", age_s=2)
    put(tmp_path, sheet, b"{}", age_s=1)
    (entry,) = look(tmp_path).entries
    assert entry.sidecar is not None
    assert entry.sidecar.name == sheet
    assert read_companion(entry.sidecar) == b"{}"


def test_a_sidecar_that_came_first_does_not_complete_a_file_that_is_still_being_written(tmp_path: Path) -> None:
    put(tmp_path, "notice.json", b"{}", age_s=60)
    put(tmp_path, "notice.pdf", age_s=1)
    assert codes(look(tmp_path)) == {"notice.pdf": "just_written"}


def test_a_short_sidecar_name_that_fits_two_files_is_not_guessed(tmp_path: Path) -> None:
    put(tmp_path, "notice.docx")
    put(tmp_path, "notice.pdf")
    put(tmp_path, "notice.json", b"{}")
    assert codes(look(tmp_path)) == {"notice.docx": "shared_sheet", "notice.pdf": "shared_sheet"}


def test_full_sidecar_names_part_two_files_of_one_stem(tmp_path: Path) -> None:
    for name in ("notice.docx", "notice.pdf"):
        put(tmp_path, name)
        put(tmp_path, f"{name}.json", b"{}")
    assert [entry.sidecar.name for entry in look(tmp_path).entries if entry.sidecar] == [
        "notice.docx.json",
        "notice.pdf.json",
    ]


def test_dispatch_csv_is_attached_to_the_files_beside_it_and_is_no_document(tmp_path: Path) -> None:
    put(tmp_path, "dispatch.csv", b"file\n")
    put(tmp_path, "notice.docx")
    put(tmp_path, "labour/notice.docx")
    listing = look(tmp_path)
    beside = {entry.name: entry.dispatch_csv and entry.dispatch_csv.name for entry in listing.entries}
    assert beside == {"notice.docx": "dispatch.csv", "labour/notice.docx": None}
    assert [csv.name for csv in listing.dispatch_csvs] == ["dispatch.csv"]


def test_what_is_left_alone_is_named_with_its_reason(tmp_path: Path) -> None:
    for name in ("~$notice.docx", "a.PART", "b.tmp", ".DS_Store", ".git/config", "lonely.json", "lonely.docx.done"):
        put(tmp_path, name)
    os.mkfifo(tmp_path / "pipe.pdf")
    assert codes(look(tmp_path)) == {
        "~$notice.docx": "temporary",
        "a.PART": "temporary",
        "b.tmp": "temporary",
        ".DS_Store": "hidden",
        ".git": "hidden",
        "lonely.json": "without_file",
        "lonely.docx.done": "without_file",
        "pipe.pdf": "not_a_file",
    }


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, "notice.docx")
    put(tmp_path, "outside/secret.docx")
    (inbox / "stolen.docx").symlink_to(tmp_path / "outside" / "secret.docx")
    (inbox / "folder").symlink_to(tmp_path / "outside")
    (inbox / "dead.docx").symlink_to(tmp_path / "nowhere")
    (inbox / "same.docx").symlink_to(inbox / "notice.docx")
    listing = look(inbox)
    assert codes(listing) == dict.fromkeys(("stolen.docx", "folder", "dead.docx", "same.docx"), "link")
    assert names(listing) == ["notice.docx"]


def test_a_sidecar_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, "notice.docx")
    put(tmp_path, "private.json", b"{}")
    (inbox / "notice.docx.json").symlink_to(tmp_path / "private.json")
    listing = look(inbox)
    assert [entry.sidecar for entry in listing.entries] == [None]
    assert codes(listing) == {"notice.docx.json": "link"}


@pytest.mark.parametrize(
    "name",
    [
        "with some spaces .docx",
        "📢通知.docx",
        "line\nbreak.docx",
        "长" * 60 + "a" * 15 + ".docx",
        "a::b%20#?.docx",
        "~home.pdf",
    ],
)
def test_awkward_names_are_found_fetched_and_removed(tmp_path: Path, name: str) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, name, b"content")
    (entry,) = look(inbox).entries
    assert entry.name == name
    assert fetch(entry, tmp_path / "copy") == hashlib.sha256(b"content").hexdigest()
    assert (tmp_path / "copy").read_bytes() == b"content"
    remove(entry)
    assert list(inbox.iterdir()) == []


def test_a_name_that_is_no_unicode_waits_under_an_escaped_name(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd5\xfd.docx")).write_bytes(b"x")
    assert codes(look(tmp_path)) == {"\\udcd5\\udcfd.docx": "bad_name"}


def test_a_file_that_grew_after_the_listing_is_not_taken(tmp_path: Path) -> None:
    path = put(tmp_path, "inbox/notice.docx")
    (entry,) = look(path.parent).entries
    path.write_bytes(b"much more")
    with pytest.raises(Changed):
        fetch(entry, tmp_path / "copy")
    path.unlink()
    with pytest.raises(Changed):
        fetch(entry, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_file_swapped_for_a_link_after_the_listing_is_not_followed(tmp_path: Path) -> None:
    path = put(tmp_path, "inbox/notice.docx")
    (entry,) = look(path.parent).entries
    put(tmp_path, "secret")
    path.unlink()
    path.symlink_to(tmp_path / "secret")
    with pytest.raises(Changed):
        fetch(entry, tmp_path / "copy")


def test_removing_takes_marker_and_sidecar_and_may_be_repeated(tmp_path: Path) -> None:
    for name in ("notice.docx", "notice.docx.json", "notice.docx.done", "other.docx"):
        put(tmp_path, name)
    entry = look(tmp_path).entries[0]
    remove(entry)
    remove(entry)
    assert [path.name for path in tmp_path.iterdir()] == ["other.docx"]


def test_a_file_from_a_wrong_clock_in_the_future_does_not_wait_for_ever(tmp_path: Path) -> None:
    put(tmp_path, "notice.docx", age_s=-7 * 86400)
    assert names(look(tmp_path)) == ["notice.docx"]


def test_a_missing_inbox_is_an_error_and_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        look(tmp_path / "nowhere")


def test_an_inbox_in_another_store_is_read_alike(tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    store.makedirs("/inbox/labour", exist_ok=True)
    store.pipe("/inbox/labour/notice.docx", b"content")
    store.pipe("/inbox/labour/notice.docx.json", b"{}")
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)  # noqa: TID251 - the store stamps with the real clock
    (entry,) = discover("memory://inbox", now=later, settle_s=SETTLE_S, sleep=lambda _: None).entries
    assert entry.name == "labour/notice.docx"
    assert entry.sidecar is not None
    assert fetch(entry, tmp_path / "copy") == hashlib.sha256(b"content").hexdigest()
    remove(entry)
    assert store.find("/inbox") == []


def full_inbox(folder: Path) -> dict[str, Entry]:
    """Files of every kind of completeness, and what a first look says of them."""
    put(folder, "plain.docx")
    put(folder, "marked.pdf")
    put(folder, "marked.pdf.done")
    put(folder, "own.docx")
    put(folder, "own.docx.json", age_s=60)
    put(folder, "short.docx")
    put(folder, "short.json", age_s=60)
    put(folder, "without suffix")
    put(folder, "v1.2.final.docx")
    put(folder, "labour/notice.docx")
    put(folder, "labour/dispatch.csv")
    return {entry.name: entry for entry in look(folder).entries}


def test_a_second_look_for_some_files_finds_what_the_first_found_of_them(tmp_path: Path) -> None:
    first = full_inbox(tmp_path)
    assert len(first) == 7
    assert find(str(tmp_path), first, now=NOW) == first
    for name, entry in first.items():
        assert find(str(tmp_path), [name], now=NOW) == {name: entry}


def test_a_second_look_asks_nothing_of_the_files_that_are_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_inbox(tmp_path)
    asked: list[str] = []
    info = LocalFileSystem.info

    def noted(system: LocalFileSystem, path: str, **options: object) -> object:
        asked.append(Path(os.fspath(path)).name)
        return info(system, path, **options)

    monkeypatch.setattr(LocalFileSystem, "info", noted)
    find(str(tmp_path), ["short.docx", "labour/notice.docx"], now=NOW)
    assert set(asked) - {tmp_path.name} == {"short.docx", "short.json", "notice.docx", "dispatch.csv"}


def test_a_file_that_is_gone_is_not_found_again_and_a_changed_one_is_as_it_is_now(tmp_path: Path) -> None:
    first = full_inbox(tmp_path)
    (tmp_path / "plain.docx").unlink()
    put(tmp_path, "own.docx", b"longer now")
    found = find(str(tmp_path), ["plain.docx", "own.docx", "gone/too.docx"], now=NOW)
    assert list(found) == ["own.docx"]
    assert found["own.docx"].size_bytes != first["own.docx"].size_bytes


@pytest.mark.parametrize("later", ["short.pdf", "short"])
def test_a_short_sheet_that_fits_two_files_by_now_is_not_guessed_either(tmp_path: Path, later: str) -> None:
    full_inbox(tmp_path)
    put(tmp_path, later)
    assert find(str(tmp_path), ["short.docx"], now=NOW) == {}


def test_a_folder_that_was_replaced_by_a_link_is_not_entered(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    full_inbox(inbox)
    (inbox / "labour").rename(tmp_path / "elsewhere")
    (inbox / "labour").symlink_to(tmp_path / "elsewhere")
    assert find(str(inbox), ["labour/notice.docx"], now=NOW) == {}


class ListsTimes(MemoryFileSystem):
    """Tells the times of objects in its listing, as S3 does, and counts who asks for one of them."""

    protocol = "lists-times"
    store: ClassVar[dict[str, Any]] = {}
    asked: ClassVar[list[str]] = []

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return "/" + path.removeprefix("lists-times://").strip("/")

    def ls(self, path: str, detail: bool = True, **options: Any) -> list[Any]:
        listed = super().ls(path, detail=detail, **options)
        return [self._timed(facts) for facts in listed] if detail else listed

    def find(self, path: str, **options: Any) -> dict[str, Any]:
        return {name: self._timed(facts) for name, facts in super().find(path, **options).items()}

    def modified(self, path: str) -> dt.datetime:
        self.asked.append(path)
        return NOW

    def _timed(self, facts: dict[str, Any]) -> dict[str, Any]:
        return {**facts, "LastModified": NOW.replace(microsecond=250_000) - dt.timedelta(hours=1)}


def test_a_store_that_lists_times_is_not_asked_for_each_of_them() -> None:
    fsspec.register_implementation("lists-times", ListsTimes, clobber=True)
    ListsTimes().pipe({"/inbox/notice.docx": b"content", "/inbox/notice.docx.done": b""})
    (entry,) = discover("lists-times://inbox", now=NOW, settle_s=SETTLE_S, sleep=lambda _: None).entries
    assert find("lists-times://inbox", ["notice.docx"], now=NOW) == {"notice.docx": entry}
    assert entry.modified_at == NOW - dt.timedelta(hours=1)
    assert ListsTimes.asked == []


def test_a_second_look_into_another_store_or_into_none(tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    for name in ("notice.docx", "notice.docx.done", "notice.docx.json", "notices.docx", "dispatch.csv", "other.docx"):
        store.pipe(f"/second/labour/{name}", b"content")
    found = find("memory://second", ["labour/notice.docx"], now=NOW)
    store.rm("/second", recursive=True)
    entry = found.pop("labour/notice.docx")
    assert not found
    assert (entry.marker, entry.sidecar and entry.sidecar.name) == (
        "labour/notice.docx.done",
        "labour/notice.docx.json",
    )
    assert entry.dispatch_csv is not None
    with pytest.raises(FileNotFoundError):
        find(str(tmp_path / "nowhere"), ["notice.docx"], now=NOW)
