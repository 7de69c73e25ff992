"""kill -9 in the middle of a run: the next one goes on, and no file is lost or taken twice."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from gongkai.inbox_intake import InboxIntake
from gongkai.verifying import verify_all
from records.domain.lifecycle import State
from records.store.engine import create_engine
from tests.gongkai.home import Home

FATES = {
    "01-失业保险金申领发放通知.docx": "document",
    "02-人大代表建议答复函.docx": "document",
    "03-职业技能培训补贴标准.pdf": "document",
    "04-培训补贴政策解读.docx": "document",
    "07-电子劳动合同通知.ofd": "document",
    "12-失业保险通知（重复报送）.docx": "duplicate",
    "13-招聘会通知（传输中断）.docx": "quarantined",
    "14-电子劳动合同通知（加密）.pdf": "quarantined",
}


def originals_kept(home: Home) -> int:
    return sum(path.is_file() for path in (home.folder / "originals").rglob("*"))


def kill_after(home: Home, originals: int) -> None:
    """Run `gongkai ingest` and kill it at some moment after it has kept so many originals."""
    process = home.start(["-m", "gongkai", "ingest"])
    while process.poll() is None and originals_kept(home) < originals:
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.06))
    process.send_signal(signal.SIGKILL)
    process.wait()


def fates_on_record(home: Home) -> dict[str, list[str]]:
    """Every arrival that any run ever noted, by file."""
    engine = create_engine(home.settings.records_url)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT source_path, fate FROM arrivals")).all()
    engine.dispose()
    found: dict[str, list[str]] = {}
    for path, fate in rows:
        found.setdefault(path, []).append(fate)
    return found


@pytest.mark.parametrize("originals", [1, 2, 4, 5, 7])
def test_after_a_kill_the_next_run_gives_each_file_exactly_one_fate(home: Home, papers: Path, originals: int) -> None:
    for name in FATES:
        home.hand_in(papers / name)
    kill_after(home, originals)
    home.ingest()
    assert fates_on_record(home) == {name: [fate] for name, fate in FATES.items()}
    assert list(home.inbox.iterdir()) == []
    with home.open() as app:
        rows = app.overview.documents()
    assert Counter(row.state is State.QUARANTINED for row in rows) == {False: 5, True: 2}
    assert len({row.file_name for row in rows}) == len(rows)
    assert verify_all(home.settings)["problems"] == []
    assert home.ingest().seen == 0


def test_after_a_kill_the_same_batch_can_be_done_again(home: Home, papers: Path) -> None:
    """Airflow tries a killed task again with the same ids: what was registered and not read is read then."""
    for name in FATES:
        home.hand_in(papers / name)
    with home.open() as app:
        ids = InboxIntake(app).discover("night")
        task = home.start(["-c", f"from gongkai.tasks import read_batch; read_batch('night', {ids!r})"])
        while task.poll() is None and not app.intake.unread():
            time.sleep(0.001)
        task.send_signal(signal.SIGKILL)
        task.wait()
        assert app.intake.unread()
        counts = InboxIntake(app).take_all("night", ids)
        assert app.intake.unread() == []
    assert counts == {"document": 5, "duplicate": 1, "quarantined": 2}
    assert list(home.inbox.iterdir()) == []


def test_a_copy_that_was_cut_off_while_handing_in_is_never_taken(home: Home, papers: Path) -> None:
    """The mark comes last, so a file whose copying was killed waits until it is handed in again."""
    name = next(iter(FATES))
    (home.inbox / name).write_bytes((papers / name).read_bytes()[:4000])
    assert [arrival.fate.value for arrival in home.ingest().arrivals] == ["waiting"]
    shutil.copyfile(papers / name, home.inbox / name)
    (home.inbox / f"{name}.done").touch()
    assert [arrival.fate.value for arrival in home.ingest().arrivals] == ["document"]
