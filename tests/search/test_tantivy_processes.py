"""Several processes on one embedded index, one of them killed, one of them without the right to write."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from search.engine import IndexDocument, SearchQuery, SearchUnavailable
from search.engines.tantivy import TantivyEngine
from search.engines.tantivy_folder import IndexFolder
from tests.search.corpus import BUREAU, documents

ROOT = Path(__file__).parents[2]
NOBODY = 65534

PUT_WITHOUT_END = """
import sys
from pathlib import Path
from search.engines.tantivy import TantivyEngine
from search.engines.tantivy_folder import IndexFolder
from tests.search.corpus import documents
engine = TantivyEngine(Path(sys.argv[1]))
while True:
    engine.put(documents())
    print("put", flush=True)
"""
PUT_TEN = """
import sys
from pathlib import Path
from search.engine import IndexDocument
from search.engines.tantivy import TantivyEngine
engine = TantivyEngine(Path(sys.argv[1]))
for number in range(10):
    engine.put([IndexDocument(f"{sys.argv[2]}-{number}", "shili-hrss", "标题", "正文", "/")])
"""
READ_ONLY = """
import encodings.utf_32_le  # while the library of Python, which may be readable by root alone, can be read
import os, sys
from pathlib import Path
from search.engine import SearchQuery
from search.engines.tantivy import TantivyEngine
engine = TantivyEngine(Path(sys.argv[1]), read_only=True)
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for line in sys.stdin:
    print(engine.search(SearchQuery("shili-hrss", line.strip())).total, flush=True)
"""


def start(program: str, *arguments: str, **pipes: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, *arguments], cwd=ROOT, text=True, **pipes)


def test_a_writer_killed_at_any_moment_leaves_an_index_that_opens_and_is_whole(tmp_path: Path) -> None:
    TantivyEngine(tmp_path).put(documents())
    for delay_ms in (0, 20, 50, 90, 140):
        with start(PUT_WITHOUT_END, str(tmp_path), stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "put\n"
            time.sleep(delay_ms / 1000)
            writer.send_signal(signal.SIGKILL)
        engine = TantivyEngine(tmp_path, lock_wait_s=5)
        assert engine.search(SearchQuery(BUREAU)).total == len(documents())
        engine.put(documents()[:1])  # the lock is free again
        assert engine.ids(BUREAU) == {each.id for each in documents()}


def test_a_rebuild_killed_on_the_way_leaves_the_old_index_and_no_trace_after_the_next(tmp_path: Path) -> None:
    program = PUT_WITHOUT_END.replace("engine.put(documents())", "engine.rebuild(documents() * 50)")
    TantivyEngine(tmp_path).put(documents()[:7])
    with start(program, str(tmp_path)) as rebuilding:
        while not (tmp_path / "changed").exists():
            time.sleep(0.005)
        rebuilding.send_signal(signal.SIGKILL)
    engine = TantivyEngine(tmp_path)
    assert len(engine.ids(BUREAU)) == 7
    engine.put(documents()[:8])
    assert engine.rebuild(documents()) == len(documents())
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1
    assert not (tmp_path / "changed").exists()


def test_processes_that_put_at_the_same_time_take_turns(tmp_path: Path) -> None:
    writers = [start(PUT_TEN, str(tmp_path), name) for name in ("first", "second", "third")]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert len(TantivyEngine(tmp_path).ids(BUREAU)) == 30


def test_a_second_rebuild_at_the_same_time_is_refused(tmp_path: Path) -> None:
    first, second = TantivyEngine(tmp_path), TantivyEngine(tmp_path)

    def meanwhile() -> list[IndexDocument]:
        with pytest.raises(SearchUnavailable, match="rebuild"):
            second.rebuild(documents())
        return documents()[:2]

    assert first.rebuild(document for once in [meanwhile] for document in once()) == 2


def test_a_writer_waits_for_its_turn_only_so_long(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path, lock_wait_s=0.05)
    with (tmp_path / ".write.lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(SearchUnavailable, match="another process"):
            engine.put(documents()[:1])
    engine.put(documents()[:1])


def test_threads_that_search_see_every_put_and_rebuild(tmp_path: Path) -> None:
    writer, reader = TantivyEngine(tmp_path), TantivyEngine(tmp_path, read_only=True)
    failures: list[BaseException] = []
    done = threading.Event()

    def search_on() -> None:
        while not done.is_set():
            try:
                assert reader.search(SearchQuery(BUREAU, "示例区")).total in (0, len(documents()))
            except BaseException as error:
                failures.append(error)
                raise

    threads = [threading.Thread(target=search_on) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        writer.put(documents())
        assert reader.search(SearchQuery(BUREAU)).total == len(documents())
        assert writer.rebuild(documents()) == len(documents())
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_generation_whose_files_are_deleted_while_it_is_opened_is_not_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    writer = TantivyEngine(index)
    writer.put(documents())
    reader = TantivyEngine(index, read_only=True)
    old = index / (index / "current").read_text()
    live = IndexFolder.live

    def live_and_swapped_at_once(folder: IndexFolder) -> str:
        monkeypatch.undo()
        generation = live(folder)
        copy = shutil.copytree(old, tmp_path / "copy")
        writer.rebuild(documents())
        shutil.copytree(copy, old)
        for positions in old.glob("*.pos"):
            positions.unlink()
        return generation

    monkeypatch.setattr(IndexFolder, "live", live_and_swapped_at_once)
    assert reader.search(SearchQuery(BUREAU, "示例区")).total == len(documents())
    assert old.exists()


def open_to_all(path: Path) -> None:
    """Let any user pass through the folders above, which pytest keeps to its own."""
    for folder in path.parents:
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)


def test_a_user_without_the_right_to_write_reads_what_others_put_and_rebuild(tmp_path: Path) -> None:
    index = tmp_path / "index"
    writer = TantivyEngine(index)
    open_to_all(index / "any")
    with start(READ_ONLY, str(index), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def ask(text: str) -> int:
            print(text, file=reader.stdin, flush=True)
            return int(reader.stdout.readline())

        assert ask("工伤") == 0
        writer.put(documents())
        assert ask("示例区") == len(documents())
        writer.rebuild(documents()[:5])
        assert ask("示例区") == 5


def test_an_engine_opened_for_reading_writes_nothing(tmp_path: Path) -> None:
    TantivyEngine(tmp_path).put(documents())
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    engine = TantivyEngine(tmp_path, read_only=True)
    for write in (engine.put, engine.rebuild):
        with pytest.raises(PermissionError):
            write(documents())
    with pytest.raises(PermissionError):
        engine.remove(["a"])
    assert engine.search(SearchQuery(BUREAU, "工伤")).total > 0
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_reader_says_that_there_is_no_index_yet_and_finds_one_made_later(tmp_path: Path) -> None:
    reader = TantivyEngine(tmp_path / "index", read_only=True)
    with pytest.raises(SearchUnavailable, match="no index yet"):
        reader.search(SearchQuery(BUREAU))
    TantivyEngine(tmp_path / "index")
    assert reader.search(SearchQuery(BUREAU)).total == 0


def test_an_index_of_another_version_is_refused_until_it_is_rebuilt(tmp_path: Path) -> None:
    TantivyEngine(tmp_path).put(documents())
    live = (tmp_path / "current").read_text()
    (tmp_path / live).rename(tmp_path / f"s0-{live}")
    (tmp_path / "current").write_text(f"s0-{live}")
    engine = TantivyEngine(tmp_path)
    with pytest.raises(SearchUnavailable, match="另一版本"):
        engine.search(SearchQuery(BUREAU))
    with pytest.raises(SearchUnavailable, match="另一版本"):
        engine.put(documents())
    assert engine.rebuild(documents()) == engine.search(SearchQuery(BUREAU)).total == len(documents())


def test_a_damaged_index_is_unavailable_and_a_rebuild_mends_it(tmp_path: Path) -> None:
    TantivyEngine(tmp_path)
    (tmp_path / (tmp_path / "current").read_text() / "meta.json").write_text("{")
    with pytest.raises(SearchUnavailable):
        TantivyEngine(tmp_path).search(SearchQuery(BUREAU))
    with pytest.raises(SearchUnavailable):
        TantivyEngine(tmp_path).put(documents())
    assert TantivyEngine(tmp_path).rebuild(documents()) == len(documents())
