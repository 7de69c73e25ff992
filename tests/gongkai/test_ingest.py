from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from gongkai.taking import OcrMissing
from processors.intake.dispatch_sheet import load_dispatch_csv as rows_of
from processors.ocr.models import DETECTOR
from records.domain.ledger import Fate, RunLedger
from records.domain.lifecycle import State
from records.domain.outbox import OutboxKind
from tests.gongkai.home import Home, document_of

NOTICE = "01-失业保险金申领发放通知.docx"
POLICY = "03-职业技能培训补贴标准.pdf"
OFD = "07-电子劳动合同通知.ofd"
LIST_OF_PEOPLE = "10-公益性岗位拟聘用名单通知.docx"
CLASSIFIED = "11-试卷保管工作通知.pdf"
DUPLICATE = "12-失业保险通知（重复报送）.docx"
TRUNCATED = "13-招聘会通知（传输中断）.docx"
PHOTO = "15-服务大厅办理时间通告（照片）.jpg"
ENCRYPTED = "14-电子劳动合同通知（加密）.pdf"


def fates(ledger: RunLedger) -> dict[str, str]:
    return {arrival.name: arrival.code or arrival.fate.value for arrival in ledger.arrivals}


@pytest.fixture
def mixed(papers: Path) -> list[Path]:
    return [papers / name for name in (NOTICE, OFD, CLASSIFIED, DUPLICATE, TRUNCATED, ENCRYPTED)]


def test_the_ledger_adds_up_and_names_each_file_once(home: Home, mixed: list[Path]) -> None:
    (home.inbox / "still-writing.docx").write_bytes(b"PK")
    ledger = home.ingest(*mixed)
    assert ledger.adds_up
    assert ledger.seen == len(mixed) + 1
    assert Counter(arrival.fate for arrival in ledger.arrivals) == {
        Fate.DOCUMENT: 3,
        Fate.DUPLICATE: 1,
        Fate.QUARANTINED: 2,
        Fate.WAITING: 1,
    }
    told = fates(ledger)
    assert told[NOTICE] == told[OFD] == "document"
    assert told[DUPLICATE] == "duplicate"
    assert (told[TRUNCATED], told[ENCRYPTED], told["still-writing.docx"]) == ("broken", "encrypted", "waiting")


def test_the_command_prints_the_total_and_one_line_per_file(home: Home, papers: Path) -> None:
    done = home.command("ingest", papers / NOTICE, papers / DUPLICATE, papers / ENCRYPTED)
    assert done.returncode == 0
    total, *lines = done.stdout.splitlines()
    assert total == "本次共 3 个文件：公文 1，重复 1，隔离 1，等待 0。"
    assert sorted(line.partition("：")[0] for line in lines) == sorted([NOTICE, DUPLICATE, ENCRYPTED])


def test_the_command_gives_the_counts_as_json(home: Home, papers: Path) -> None:
    done = home.command("ingest", papers / OFD, "--json")
    assert json.loads(done.stdout) == {"seen": 1, "waiting": 0, "document": 1, "duplicate": 0, "quarantined": 0}


def test_what_was_taken_has_left_the_inbox_and_is_kept_unchanged(home: Home, mixed: list[Path]) -> None:
    home.ingest(*mixed)
    assert list(home.inbox.iterdir()) == []
    with home.open() as app:
        for row in app.overview.documents():
            if row.state is not State.SEALED:
                document = app.desk.dossier(row.id).document
                kept = app.originals.local_path(document.original_sha256)
                assert kept.read_bytes() == (mixed[0].parent / (document.file_name or "")).read_bytes()


def test_a_sealed_file_is_named_by_its_id_alone(home: Home, papers: Path) -> None:
    ledger = home.ingest(papers / CLASSIFIED)
    (arrival,) = ledger.arrivals
    assert arrival.fate is Fate.DOCUMENT
    assert not any(CLASSIFIED in line for line in ledger.lines())
    with home.open() as app:
        (row,) = app.overview.documents()
        assert (row.state, row.title, row.file_name) == (State.SEALED, None, None)
    content = (papers / CLASSIFIED).read_bytes()
    assert all(path.read_bytes() != content for path in home.folder.rglob("*") if path.is_file())


def test_a_second_run_takes_nothing_twice(home: Home, mixed: list[Path]) -> None:
    first = home.ingest(*mixed)
    assert home.ingest().seen == 0
    with home.open() as app:
        assert sum(app.overview.counts().values()) == first.count(Fate.DOCUMENT) + first.count(Fate.QUARANTINED)


def test_the_same_bytes_under_a_new_name_next_day_are_a_duplicate(home: Home, papers: Path) -> None:
    document_id = document_of(home.ingest(papers / NOTICE), NOTICE)
    ledger = home.ingest(papers / DUPLICATE)
    assert ledger.count(Fate.DUPLICATE) == 1
    assert document_of(ledger, DUPLICATE) == document_id


def test_a_document_is_in_review_and_airflow_is_told_when_it_is_up(home: Home, papers: Path) -> None:
    home.hand_in(papers / NOTICE)
    (home.inbox / f"{NOTICE}.json").write_text('{"拟稿科室": "社会保险科"}', encoding="utf-8")
    document_id = document_of(home.ingest(), NOTICE)
    with home.open() as app:
        assert app.overview.counts()[State.IN_REVIEW] == 1
        delivered = app.deliver_outbox()
        assert (delivered.delivered, delivered.left) == (0, 1)
        (row,) = app.overview.undelivered()
        assert (row.message.kind, row.message.document_id) == (OutboxKind.OPEN_REVIEW, document_id)


def test_a_dispatch_sheet_settles_unit_and_person(home: Home, papers: Path) -> None:
    (home.inbox / "dispatch.csv").write_text(
        f"文件名,拟稿科室,拟稿人\n{POLICY},就业促进科,示例经办员乙\n", encoding="utf-8-sig"
    )
    document_id = document_of(home.ingest(papers / POLICY), POLICY)
    with home.open() as app:
        document = app.desk.dossier(document_id).document
    assert (document.unit, document.handed_in_by) == ("employment", "clerk-b")


def test_a_list_that_many_files_share_is_read_once_for_all_of_them(
    home: Home, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A night's list has thousands of rows: read for each file, it would cost their square."""
    read: list[bytes] = []
    monkeypatch.setattr("gongkai.taking.load_dispatch_csv", lambda content: read.append(content) or rows_of(content))
    names = (NOTICE, POLICY, OFD)
    rows = "".join(f"{name},社会保险科,示例经办员甲\n" for name in names)
    (home.inbox / "dispatch.csv").write_text(f"文件名,拟稿科室,拟稿人\n{rows}", encoding="utf-8")
    ledger = home.ingest(*(papers / name for name in names))
    with home.open() as app:
        assert {app.desk.dossier(document_of(ledger, name)).document.unit for name in names} == {"insurance"}
    assert len(read) == 1


def test_a_sidecar_may_be_handed_in_with_its_file(home: Home, papers: Path, tmp_path: Path) -> None:
    sidecar = tmp_path / f"{NOTICE}.json"
    sidecar.write_text('{"拟稿科室": "insurance"}', encoding="utf-8")
    ledger = home.ingest(papers / NOTICE, sidecar)
    assert fates(ledger) == {NOTICE: "document"}
    assert list(home.inbox.iterdir()) == []
    with home.open() as app:
        assert app.desk.dossier(document_of(ledger, NOTICE)).document.unit == "insurance"


def test_a_file_with_a_wrong_sheet_may_come_again_unchanged_with_the_right_one(home: Home, papers: Path) -> None:
    """Copied with its time of change, it is the same arrival; it must not be cleared away as one that was taken."""
    paper, sidecar = home.inbox / NOTICE, home.inbox / f"{NOTICE}.json"
    for sheet, fate in (
        ('{"拟稿科室": 7}', "bad_sheet"),
        ('{"拟稿科室": ""}', "bad_sheet"),
        ('{"拟稿科室": "insurance"}', "document"),
    ):
        sidecar.write_text(sheet, encoding="utf-8")
        shutil.copyfile(papers / NOTICE, paper)
        os.utime(paper, (1_700_000_000, 1_700_000_000))
        (home.inbox / f"{NOTICE}.done").touch()
        assert fates(home.ingest()) == {NOTICE: fate}
        assert list(home.inbox.iterdir()) == []


def test_a_file_that_waits_is_taken_by_a_later_run_when_it_is_whole(home: Home, papers: Path) -> None:
    half = home.inbox / NOTICE
    half.write_bytes((papers / NOTICE).read_bytes()[:1000])
    assert fates(home.ingest()) == {NOTICE: "waiting"}
    assert half.exists()
    shutil.copyfile(papers / NOTICE, half)
    (home.inbox / f"{NOTICE}.done").touch()
    assert fates(home.ingest()) == {NOTICE: "document"}


def test_a_path_that_is_no_file_is_refused_before_anything_is_copied(home: Home, papers: Path) -> None:
    done = home.command("ingest", papers / NOTICE, home.folder / "nothing.docx")
    assert done.returncode == 65
    assert len(done.stderr.splitlines()) == 1
    assert list(home.inbox.iterdir()) == []


def test_two_files_of_one_name_do_not_replace_each_other(home: Home, papers: Path, tmp_path: Path) -> None:
    other = tmp_path / NOTICE
    shutil.copyfile(papers / LIST_OF_PEOPLE, other)
    done = home.command("ingest", papers / NOTICE, other)
    assert done.returncode == 65
    assert NOTICE in done.stderr
    assert list(home.inbox.iterdir()) == []


def test_a_missing_inbox_is_one_clear_line(home: Home, papers: Path) -> None:
    home.inbox.rmdir()
    for arguments in ([], [papers / NOTICE]):
        done = home.command("ingest", *arguments)
        assert done.returncode == 69
        assert len(done.stderr.splitlines()) == 1
        assert str(home.inbox) in done.stderr


def test_no_file_leaves_the_inbox_while_the_originals_cannot_be_written(home: Home, papers: Path) -> None:
    home.hand_in(papers / NOTICE)
    originals = home.settings.originals
    if originals.exists():
        shutil.rmtree(originals)
    originals.write_text("a file where the folder should be", encoding="utf-8")
    done = home.command("ingest")
    assert (done.returncode, len(done.stderr.splitlines())) == (69, 1)
    assert (home.inbox / NOTICE).exists()
    originals.unlink()
    assert fates(home.ingest()) == {NOTICE: "document"}


def test_missing_ocr_models_are_no_fault_of_the_scan(home: Home, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.hand_in(papers / PHOTO)
    home.settings.models.unlink()  # a link to those that all tests share
    with monkeypatch.context() as patch:
        patch.setattr("processors.ocr.models._WEIGHTS", {DETECTOR: "absent.onnx"})
        with pytest.raises(OcrMissing, match="模型缺失"):
            home.ingest()
    with home.open() as app:
        assert [document.state for document in app.intake.unread()] == [State.RECEIVED]
    home.ingest()
    with home.open() as app:
        assert app.intake.unread() == []


def test_of_the_same_bytes_several_times_in_one_night_the_first_is_the_document(home: Home, papers: Path) -> None:
    for copy in range(1, 7):
        home.hand_in(papers / NOTICE, name=f"{copy}.docx")
    told = fates(home.ingest())
    assert told == {"1.docx": "document"} | {f"{copy}.docx": "duplicate" for copy in range(2, 7)}
