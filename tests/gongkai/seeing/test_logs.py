"""Logs: one JSON object a line if wanted, and of whatever goes through, nothing personal in any of them."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from gongkai.bench.free_port import free_port
from gongkai.settings import ROOT, SettingsInvalid, load_settings
from gongkai.stack.airflow_environment import portal_environment
from metering.log_lines import JsonLines
from samples.catalogue import SAMPLES
from samples.make import DEFAULT_SEED
from samples.numbers import placeholders
from tests.gongkai.home import Home, approve_at_all_levels, environment
from tests.gongkai.seeing.identifiers import identifiers_in, personal_names


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_is_an_object_and_an_exception_is_its_type_and_place() -> None:
    try:
        int("示例甲")
    except ValueError:
        record = logging.LogRecord("gongkai.x", logging.ERROR, __file__, 1, "%s failed", ("01ARZ",), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert (line["level"], line["logger"], line["message"], line["error"]) == (
        "ERROR",
        "gongkai.x",
        "01ARZ failed",
        "ValueError",
    )
    assert "示例甲" not in json.dumps(line, ensure_ascii=False)
    assert line["where"][0].startswith("test_a_line_is_an_object")


def test_a_warning_of_whoever_has_no_handler_is_an_object_too() -> None:
    program = "import logging, metering.log_lines as m; m.write_json_lines(); logging.getLogger('search').warning('x')"
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stderr
    assert json.loads(said)["message"] == "x"


def test_another_format_is_a_fault_of_the_settings() -> None:
    with pytest.raises(SettingsInvalid, match="GONGKAI_LOG_FORMAT=xml"):
        load_settings({"GONGKAI_LOG_FORMAT": "xml"})


def run_logged(home: Home, log: Path, *arguments: str) -> None:
    variables = environment({**home.variables, "GONGKAI_LOG_FORMAT": "json"})
    with log.open("ab") as output:
        subprocess.run(
            [sys.executable, "-m", "gongkai", "--verbose", *arguments],
            env=variables,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=output,
            timeout=300,
            check=False,
        )


def test_the_samples_go_through_and_no_log_names_anybody(home: Home, papers: Path, tmp_path: Path) -> None:
    """The whole way, with verbose logs: taken, read, reviewed, published, searched, asked for on the portal."""
    logs = home.settings.logs
    logs.mkdir(exist_ok=True)
    inside, outside = logs / "gongkai.log", logs / "portal.log"
    for paper in papers.iterdir():
        home.hand_in(paper)
    run_logged(home, inside, "ingest")
    with home.open() as app:
        for item in app.desk.open_documents().in_review():
            if not item.blocking_findings:
                approve_at_all_levels(app, item.document.id)
        app.publishing.publish_cleared(100)
        published = [row.id for row in app.overview.documents() if row.index_number]
        number = placeholders(DEFAULT_SEED)["resident_id_1"]
    for arguments in (("ingest",), ("rescreen",), ("search", number)):
        run_logged(home, inside, *arguments)
    ask_portal(home, outside, ["/", *(f"/d/{each}" for each in published), f"/search?q={number}"])
    for log in (inside, outside):
        assert lines_of(log), log.name
    personal = {*placeholders(DEFAULT_SEED).values(), *personal_names()}
    assert len(personal) > 6
    assert identifiers_in(logs, personal) == {}


def ask_portal(home: Home, log: Path, paths: list[str]) -> None:
    """Start the portal as `gongkai up` does, with an access log on top, ask it and end it."""
    settings, port = home.settings, free_port()
    variables = {**portal_environment(settings, "shili-hrss", "示例局"), "GONGKAI_PORTAL_LOG_FORMAT": "json"}
    with log.open("wb") as output:
        portal = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "portal.main:create", "--factory", "--port", str(port)],
            env=variables,
            cwd=ROOT,
            stdout=output,
            stderr=output,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_it_answers(address)
        for path in paths:
            httpx.get(address + path, trust_env=False, timeout=60)
    finally:
        portal.terminate()
        portal.wait(60)


def wait_until_it_answers(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/healthz", trust_env=False, timeout=60)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the portal does not answer")


def test_the_scan_finds_what_it_is_for(tmp_path: Path) -> None:
    number = placeholders(DEFAULT_SEED)["resident_id_1"]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "task.log").write_text(json.dumps({"event": f"read {number}"}), encoding="utf-8")
    assert identifiers_in(tmp_path, {number}) == {"deep/task.log": {number}}
    assert len(SAMPLES) == 15
