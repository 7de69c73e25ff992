"""A backup of a running installation, restored on both databases, opened with care: the rehearsal."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bundles.format import Tombstone
from bundles.reader import Published
from gongkai.recovery.checking import check_backups
from gongkai.recovery.folder import BackupFolder
from gongkai.recovery.key import make_backup_key
from gongkai.recovery.making import back_up_secrets, make_backup
from gongkai.recovery.opening import Opened, open_restored
from gongkai.recovery.restoring import Restored, held_backup, restore
from gongkai.verifying import verify_all
from records.domain.document import DocumentId, PersonId
from records.domain.lifecycle import State
from tests.gongkai.home import Home
from tests.gongkai.published_home import PublishedHome
from tests.records.postgres_cluster import PostgresCluster, running_cluster

DUTY = PersonId("office-head")


@dataclass
class Safe:
    """Where backups go, where the secrets go, and the private key on paper."""

    folder: Path
    apart: Path
    private_key: bytes

    def back_up(self, home: Home) -> Path:
        make_backup(home.settings, self.folder)
        return back_up_secrets(home.settings, self.folder, self.apart)

    def restore(self, home: Home, name: str | None = None) -> Restored:
        box = sorted(self.apart.glob("*.box"))[-1]
        return restore(home.settings, self.folder, private_key=self.private_key, secrets_box=box, name=name)

    def open(self, home: Home, removed: Path | None = None) -> Opened:
        return open_restored(home.settings, self.folder, removed)


@pytest.fixture
def safe(published: PublishedHome, tmp_path: Path) -> Safe:
    for name in ("backups", "apart"):
        (tmp_path / name).mkdir()
    key = make_backup_key(published.home.settings)
    return Safe(tmp_path / "backups", tmp_path / "apart", bytes.fromhex(key))


@pytest.fixture
def empty(published: PublishedHome, prepared: Path, tmp_path: Path) -> Home:
    """A machine with nothing but the program and its OCR models."""
    return replace(published.home, folder=tmp_path / "other")


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresCluster]:
    with running_cluster() as cluster:
        yield cluster


def public_bytes(home: Home) -> dict[str, bytes]:
    """Every file that citizens may reach, without the dump and what only programs of ours read."""
    bureau = home.settings.bundles / "shili-hrss"
    return {
        path.relative_to(bureau).as_posix(): path.read_bytes()
        for path in sorted(bureau.rglob("*"))
        if path.is_file() and "open-data" not in path.parts and path.suffix not in {".lock", ".log"}
    }


def problems_of(home: Home) -> list[str]:
    return [problem["code"] for problem in verify_all(home.settings)["problems"]]


def test_an_installation_comes_back_byte_for_byte_from_sqlite_over_postgresql_to_sqlite(
    published: PublishedHome, safe: Safe, empty: Home, postgres: PostgresCluster, tmp_path: Path
) -> None:
    before, shown = verify_all(published.home.settings), public_bytes(published.home)
    first, last = replace(empty, records_url=postgres.empty()), replace(empty, folder=tmp_path / "last")
    for source, target in ((published.home, first), (first, last)):
        safe.back_up(source)
        restored = safe.restore(target)
        assert restored.problems == ()
        assert public_bytes(target).keys() & {f"{published.public}/current.json"} == set(), "not before it is opened"

        opened = safe.open(target)

        assert (opened.shown, opened.kept_off) == (1, ())
        assert problems_of(target) == []
        assert public_bytes(target) == shown
        with target.open() as app:
            assert app.engine.ids(app.bureau.id) == {published.public}
            assert app.desk.dossier(published.waiting).document.state is State.IN_REVIEW
    after = verify_all(last.settings)
    assert (after["documents"], after["decisions"]) == (before["documents"], before["decisions"])


def test_a_second_backup_writes_only_what_is_new(published: PublishedHome, safe: Safe) -> None:
    first = make_backup(published.home.settings, safe.folder)
    second = make_backup(published.home.settings, safe.folder)
    assert second.files == first.files > 5
    assert second.written == 2, "the records and the contents"
    assert check_backups(safe.folder).faults == ()


def test_nothing_in_the_folder_can_be_read_and_no_name_says_what_is_in_it(published: PublishedHome, safe: Safe) -> None:
    with published.home.open() as app:
        document = app.desk.dossier(published.public).document
    safe.back_up(published.home)
    for path in [*safe.folder.rglob("*"), *safe.apart.rglob("*")]:
        if path.is_file():
            assert document.original_sha256 not in path.as_posix()
            data = path.read_bytes()
            for secret in ("失业保险金", document.original_sha256, published.public):
                assert secret.encode() not in data, path


def test_what_was_taken_off_after_the_backup_stays_off(published: PublishedHome, safe: Safe, empty: Home) -> None:
    home = replace(published.home, backup_folder=safe.folder)
    safe.back_up(home)
    with home.open() as app:
        app.publishing.withdraw(published.public, by=DUTY, reason="该公文已撤下。")
        app.deliver_outbox()

    assert safe.restore(empty).problems == ()
    opened = safe.open(empty)

    assert opened.kept_off == (published.public,)
    assert opened.shown == 0
    with empty.open() as app:
        assert isinstance(app.bundles.current(app.bureau.id, published.public), Tombstone)
        assert published.public not in app.engine.ids(app.bureau.id)
    assert problems_of(empty) == []


def test_what_only_people_know_to_be_taken_off_is_named_at_the_opening(
    published: PublishedHome, safe: Safe, empty: Home, tmp_path: Path
) -> None:
    safe.back_up(published.home)
    safe.restore(empty)
    removed = tmp_path / "removed.txt"
    removed.write_text(f"{published.public}\n", encoding="utf-8")
    assert safe.open(empty, removed).kept_off == (published.public,)


def test_what_was_sealed_after_the_backup_is_sealed_again(published: PublishedHome, safe: Safe, empty: Home) -> None:
    home = replace(published.home, backup_folder=safe.folder)
    safe.back_up(home)
    with home.open() as app:
        app.intake.sealing.seal(published.public)
        app.deliver_outbox()

    safe.restore(empty)
    opened = safe.open(empty)

    assert opened.kept_off == (published.public,)
    with empty.open() as app:
        document = app.desk.dossier(published.public).document
        assert document.state is State.SEALED
        assert not app.originals.has(document.original_sha256)


def test_the_file_of_a_sealed_document_is_in_no_backup(published: PublishedHome, safe: Safe, empty: Home) -> None:
    with published.home.open() as app:
        original = app.desk.dossier(published.waiting).document.original_sha256
        app.intake.sealing.seal(published.waiting)
        app.deliver_outbox()
    safe.back_up(published.home)
    assert safe.restore(empty).problems == ()
    with empty.open() as app:
        assert not app.originals.has(original)
    assert not list(empty.settings.sealed.glob("*.sealed"))


def test_until_it_is_opened_nothing_is_published(published: PublishedHome, safe: Safe, empty: Home) -> None:
    safe.back_up(published.home)
    safe.restore(empty)
    done = empty.command("reconcile")
    assert done.returncode == 69
    assert "公开网站尚未开放" in done.stdout
    with empty.open() as app:
        assert app.bundles.current(app.bureau.id, published.public) is None
        assert list(app.bundles.published(app.bureau.id)) == []


def test_a_home_that_holds_something_is_refused_and_not_touched(published: PublishedHome, safe: Safe) -> None:
    safe.back_up(published.home)
    before = verify_all(published.home.settings)
    done = restore_command(published.home, safe)
    assert done.returncode == 65
    assert "已有内容" in done.stderr
    assert verify_all(published.home.settings) == before


def restore_command(home: Home, safe: Safe) -> subprocess.CompletedProcess[str]:
    key = safe.apart / "private.key"
    key.write_text(safe.private_key.hex(), encoding="ascii")
    box = sorted(safe.apart.glob("*.box"))[-1]
    return home.command("restore", safe.folder, "--key", key, "--secrets", box)


@pytest.mark.parametrize("delay_s", [0.5, 1.5, 2.5, 4.0])
def test_a_killed_backup_and_a_killed_restore_are_simply_repeated(
    published: PublishedHome, safe: Safe, empty: Home, delay_s: float
) -> None:
    backing_up = published.home.start(["-m", "gongkai", "backup", str(safe.folder)])
    kill_after(backing_up, delay_s)
    safe.back_up(published.home)
    assert check_backups(safe.folder).faults == ()

    key, box = safe.apart / "private.key", sorted(safe.apart.glob("*.box"))[-1]
    key.write_text(safe.private_key.hex(), encoding="ascii")
    arguments = ["-m", "gongkai", "restore", str(safe.folder), "--key", str(key), "--secrets", str(box)]
    kill_after(empty.start(arguments), delay_s)
    if held_backup(empty.settings) is None:
        assert safe.restore(empty).problems == ()
    assert safe.open(empty).shown == 1
    assert problems_of(empty) == []


def kill_after(process: subprocess.Popen[bytes], delay_s: float) -> None:
    time.sleep(delay_s)
    process.send_signal(signal.SIGKILL)
    process.wait()


def change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def test_a_changed_or_missing_object_is_named_and_never_restored(
    published: PublishedHome, safe: Safe, empty: Home
) -> None:
    safe.back_up(published.home)
    contents = BackupFolder(safe.folder).manifest().contents
    change_a_byte(safe.folder / "objects" / contents[:2] / contents)

    checked = published.home.command("backup", safe.folder, "--check")
    assert checked.returncode == 65
    assert "被改动过" in checked.stdout

    refused = restore_command(empty, safe)
    assert refused.returncode == 65
    assert "打不开" in refused.stderr
    assert not empty.settings.hold.exists()


def test_another_key_opens_nothing(published: PublishedHome, safe: Safe, empty: Home) -> None:
    safe.back_up(published.home)
    assert restore_command(empty, replace(safe, private_key=bytes(32))).returncode == 65
    assert not empty.settings.hold.exists()


def test_only_the_newest_are_kept_and_what_they_name_with_them(
    published: PublishedHome, safe: Safe, empty: Home
) -> None:
    names = [make_backup(published.home.settings, safe.folder).name for _ in range(3)]
    before = len(list((safe.folder / "objects").glob("??/*")))
    done = published.home.command("backup", safe.folder, "--keep", 2, "--secrets", safe.apart)
    assert done.returncode == 0, done.stderr
    assert BackupFolder(safe.folder).names()[0] == names[2]
    assert len(list((safe.folder / "objects").glob("??/*"))) < before
    assert check_backups(safe.folder).faults == ()
    assert safe.restore(empty, names[2]).problems == ()


def test_secrets_are_refused_beside_the_backup_and_a_missing_key_is_told(
    published: PublishedHome, safe: Safe, empty: Home
) -> None:
    beside = published.home.command("backup", safe.folder, "--secrets", safe.folder)
    assert beside.returncode == 65
    assert "分开保管" in beside.stderr
    (published.home.folder / "backup-public.key").unlink()
    without = published.home.command("backup", safe.folder)
    assert without.returncode == 69
    assert "gongkai backup-key" in without.stderr


def test_an_original_that_is_gone_is_named_and_the_rest_is_kept(published: PublishedHome, safe: Safe) -> None:
    original = next(path for path in published.home.settings.originals.glob("??/??/*") if path.suffix == "")
    original.unlink()
    done = published.home.command("backup", safe.folder)
    assert done.returncode == 70
    assert f"originals/{original.relative_to(published.home.settings.originals)}" in done.stdout
    assert check_backups(safe.folder).faults == ()


def test_a_backup_while_the_public_side_is_spoiled_restores_what_records_say(
    published: PublishedHome, safe: Safe, empty: Home
) -> None:
    shutil.rmtree(published.page / "v1" / "files")
    safe.back_up(published.home)
    safe.restore(empty)
    assert safe.open(empty).shown == 1
    with empty.open() as app:
        current = app.bundles.current(app.bureau.id, DocumentId(published.public))
        assert isinstance(current, Published)
        assert app.bundles.is_whole(current.meta)
