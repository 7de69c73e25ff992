from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.settings import load_settings
from gongkai.stack.launch import StackRefused, check_port_free, is_running
from tests.gongkai.home import Home, run_gongkai


@pytest.mark.parametrize("variable", ["GONGKAI_AIRFLOW_PORT", "GONGKAI_PORTAL_PORT"])
def test_a_port_in_use_is_one_line_that_names_port_and_variable(home: Home, variable: str) -> None:
    with socket.socket() as used, socket.socket() as other:
        used.bind(("127.0.0.1", 0))
        used.listen()
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
        other.close()
        port = used.getsockname()[1]
        ports = {"GONGKAI_AIRFLOW_PORT": str(free), "GONGKAI_PORTAL_PORT": str(free), variable: str(port)}
        done = run_gongkai({**home.variables, **ports}, "up")
    assert done.returncode == 69
    (line,) = [line for line in done.stderr.splitlines() if not line.startswith("·")]
    assert str(port) in line
    assert variable in line
    assert not is_running(home.settings)


def test_a_free_port_is_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    check_port_free(port, "GONGKAI_PORTAL_PORT")


def test_a_port_that_another_program_serves_is_refused() -> None:
    with socket.socket() as used:
        used.bind(("127.0.0.1", 0))
        used.listen()
        with pytest.raises(StackRefused):
            check_port_free(used.getsockname()[1], "GONGKAI_PORTAL_PORT")


def test_up_without_a_directory_puts_an_example_beside_where_it_belongs(tmp_path: Path) -> None:
    done = run_gongkai({"GONGKAI_HOME": str(tmp_path)}, "up")
    assert done.returncode == 69
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["bureau.example.toml"]


def test_up_without_a_seal_key_says_how_to_make_one(home: Home) -> None:
    (home.folder / "seal-public.key").unlink()
    done = home.command("up")
    assert done.returncode == 69
    assert len(done.stderr.splitlines()) == 1
    assert "gongkai seal-key" in done.stderr


def test_down_says_when_nothing_runs(home: Home) -> None:
    done = home.command("down")
    assert (done.returncode, done.stdout) == (69, "没有在运行。\n")


def test_a_state_file_of_a_dead_supervisor_means_that_nothing_runs(tmp_path: Path) -> None:
    settings = load_settings({"GONGKAI_HOME": str(tmp_path)})
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    settings.run.mkdir(exist_ok=True)
    (settings.run / "stack.json").write_text(f'{{"supervisor": {ended.pid}, "groups": {{}}}}', encoding="utf-8")
    assert not is_running(settings)


def test_down_signals_no_stranger_that_has_got_the_number_of_a_dead_supervisor(home: Home) -> None:
    stranger = subprocess.Popen(["sleep", "600"], start_new_session=True)
    try:
        home.settings.run.mkdir(exist_ok=True)
        state = f'{{"supervisor": {stranger.pid}, "groups": {{"portal": {stranger.pid}}}}}'
        (home.settings.run / "stack.json").write_text(state, encoding="utf-8")
        home.command("down")
        assert stranger.poll() is None
    finally:
        if stranger.poll() is None:
            os.kill(stranger.pid, signal.SIGKILL)
        stranger.wait()


@pytest.mark.parametrize("content", ["", "{"])
def test_a_state_file_that_was_cut_off_means_that_nothing_runs(home: Home, content: str) -> None:
    home.settings.run.mkdir(exist_ok=True)
    (home.settings.run / "stack.json").write_text(content, encoding="utf-8")
    assert not is_running(home.settings)
