from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

from processors.extraction import ReadersUnavailable, Unreadable
from processors.pool import ReaderPool
from processors.sandbox.worker import Worker
from processors.sniff import MediaType

Builder = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[3]


def text_child(pool: ReaderPool) -> psutil.Process:
    return psutil.Process(pool._text.workers[0].pid)


def test_one_warm_child_reads_many_files(pool: ReaderPool, make_docx: Builder) -> None:
    first = make_docx("第一份", name="1.docx")
    assert pool.read(first).pages[0].text == "第一份\n"
    child = text_child(pool)
    assert pool.read(make_docx("第二份", name="2.docx")).pages[0].text == "第二份\n"
    assert text_child(pool) == child


def test_a_second_caller_does_not_wait_for_the_first_ones_file(models_dir: Path, make_docx: Builder) -> None:
    path = make_docx("一份")
    with ReaderPool(models_dir, text_children=2) as pool, ThreadPoolExecutor(2) as callers:
        pool.read(path)
        stuck = text_child(pool)
        stuck.suspend()
        readings = [callers.submit(pool.read, path) for _ in range(2)]
        read, waiting = wait(readings, timeout=120, return_when=FIRST_COMPLETED)
        assert (len(read), len(waiting)) == (1, 1)
        stuck.resume()
        assert [reading.result(timeout=120).pages[0].text for reading in readings] == ["一份\n"] * 2
        assert len(pool._text.workers) == 2


def test_callers_beyond_the_number_of_children_wait_for_one(models_dir: Path, make_docx: Builder) -> None:
    paths = [make_docx(f"第{number}份", name=f"{number}.docx") for number in range(12)]
    with ReaderPool(models_dir, text_children=2) as pool, ThreadPoolExecutor(6) as callers:
        texts = [extraction.pages[0].text for extraction in callers.map(pool.read, paths)]
        assert texts == [f"第{number}份\n" for number in range(12)]
        assert len(pool._text.workers) <= 2


def test_a_child_outlives_the_thread_that_asked_for_it_first(
    pool_with: Callable[..., ReaderPool], make_docx: Builder
) -> None:
    pool, path = pool_with(), make_docx("一份")
    caller = threading.Thread(target=pool.read, args=(path,))
    caller.start()
    caller.join()
    child = text_child(pool)
    pool.read(path)
    assert text_child(pool) == child


def test_a_relative_path_is_read(pool: ReaderPool, make_docx: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_docx("相对路径")
    monkeypatch.chdir(path.parent)
    assert pool.read(Path(path.name)).pages[0].text == "相对路径\n"


def test_a_child_is_replaced_after_its_number_of_files(
    pool_with: Callable[..., ReaderPool], make_docx: Builder
) -> None:
    pool, path = pool_with(requests_per_text_child=2), make_docx("一份")
    seen = set()
    for _ in range(4):
        pool.read(path)
        seen.add(text_child(pool).pid)
    assert len(seen) == 2


def test_a_child_that_was_killed_between_two_files_is_replaced_unnoticed(pool: ReaderPool, make_docx: Builder) -> None:
    path = make_docx("一份")
    pool.read(path)
    text_child(pool).kill()
    assert pool.read(path).pages[0].text == "一份\n"


Strike = Callable[[psutil.Process, signal.Signals], None]


@pytest.fixture
def strike_later(monkeypatch: pytest.MonkeyPatch) -> Strike:
    """Stop the child now, and send it a signal once the next request is on its way."""

    def stop(child: psutil.Process, number: signal.Signals) -> None:
        child.send_signal(signal.SIGSTOP)
        send = Worker._send

        def sent(worker: Worker, body: bytes) -> None:
            send(worker, body)
            monkeypatch.setattr(Worker, "_send", send)
            child.send_signal(number)
            if number is not signal.SIGKILL:
                child.send_signal(signal.SIGCONT)

        monkeypatch.setattr(Worker, "_send", sent)

    return stop


def test_a_child_killed_from_outside_while_it_reads_costs_no_file(
    pool: ReaderPool, make_docx: Builder, strike_later: Strike
) -> None:
    path = make_docx("一份")
    pool.read(path)
    strike_later(text_child(pool), signal.SIGKILL)
    assert pool.read(path).pages[0].text == "一份\n"


def test_a_crash_costs_the_file_and_the_next_one_is_read(
    pool: ReaderPool, make_docx: Builder, strike_later: Strike
) -> None:
    path = make_docx("一份")
    pool.read(path)
    strike_later(text_child(pool), signal.SIGSEGV)
    with pytest.raises(Unreadable) as refusal:
        pool.read(path)
    assert refusal.value.code == "crashed"
    assert pool.read(path).pages[0].text == "一份\n"


def test_a_child_that_never_answers_is_killed_in_time(
    pool_with: Callable[..., ReaderPool], make_docx: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool, path = pool_with(), make_docx("一份")
    pool.read(path)
    child = text_child(pool)
    child.suspend()
    with monkeypatch.context() as patch:
        patch.setattr(pool, "_limits", replace(pool._limits, read_timeout_s=1.0))
        with pytest.raises(Unreadable) as refusal:
            pool.read(path)
    assert refusal.value.code == "timed_out"
    assert not child.is_running()
    assert pool.read(path).pages[0].text == "一份\n"


def test_processor_time_is_limited(pool_with: Callable[..., ReaderPool], tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.effect_noise((9000, 9000), 90).save(path, compress_level=1)
    with pytest.raises(Unreadable) as refusal:
        pool_with(request_cpu_s=1).make_rendition(path, MediaType.PNG, tmp_path)
    assert refusal.value.code == "timed_out"


def test_memory_of_a_parser_is_limited(pool_with: Callable[..., ReaderPool], tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("RGB", (9900, 9900)).save(path)
    with pytest.raises(Unreadable) as refusal:
        pool_with(text_address_space_bytes=400 * 1024 * 1024).make_rendition(path, MediaType.PNG, tmp_path)
    assert refusal.value.code == "too_large"


def test_an_ocr_child_above_its_memory_is_killed_and_not_held_against_the_file(
    pool_with: Callable[..., ReaderPool], make_scan: Builder
) -> None:
    with pytest.raises(ReadersUnavailable):
        pool_with(ocr_resident_bytes=100 * 1024 * 1024).read(make_scan("扫描件"))


def test_a_child_has_nothing_of_our_environment(
    pool_with: Callable[..., ReaderPool], make_docx: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_DATABASE_PASSWORD", "hunter2")
    pool = pool_with()
    pool.read(make_docx("一份"))
    assert "GONGKAI_DATABASE_PASSWORD" not in text_child(pool).environ()


def test_children_end_with_a_parent_that_was_killed(make_docx: Builder, models_dir: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from processors.pool import ReaderPool\n"
        "pool = ReaderPool(Path(sys.argv[1])); pool.read(Path(sys.argv[2]))\n"
        "print(pool._text.workers[0].pid, flush=True)\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(models_dir), str(make_docx("一份"))],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs([child], timeout=120)
    assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


def test_nothing_of_a_file_reaches_our_log(
    pool: ReaderPool, make_docx: Builder, caplog: pytest.LogCaptureFixture
) -> None:
    path = make_docx("机密内容甲乙丙")
    path.write_bytes(path.read_bytes()[:-200])
    with caplog.at_level("DEBUG"), pytest.raises(Unreadable) as refusal:
        pool.read(path)
    assert "甲乙丙" not in caplog.text + str(refusal.value)
    assert "notice" not in caplog.text + str(refusal.value)
