"""No library tells its maker what is done here: ONNX Runtime would, from its first import on."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: They say so before their modules import it.
SILENT = ("processors/ocr", "search/meaning")
OURS = ("bundles", "dags", "gongkai", "metering", "plugins", "portal", "processors", "records", "samples", "search")


def run(program: str, home: Path) -> str:
    """What a program prints in a home of its own. On machines that say `CI` the library is silent by itself."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"CI", "ORT_DISABLE_TELEMETRY"}}
    environment = {**inherited, "HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


@pytest.mark.parametrize("module", ["processors.ocr.waiting_threads", "search.meaning.bge"])
def test_onnx_runtime_keeps_no_reports_and_starts_nothing_that_would_send_them(module: str, tmp_path: Path) -> None:
    count = "print(len(os.listdir('/proc/self/task')) - before)"
    program = f"import os, numpy; before = len(os.listdir('/proc/self/task')); import {module}; {count}"
    assert run(program, tmp_path) == "0"
    assert list(tmp_path.rglob("*")) == []


def test_only_modules_below_what_silences_it_import_onnx_runtime() -> None:
    importing = {
        path.relative_to(ROOT).as_posix()
        for folder in OURS
        for path in (ROOT / folder).rglob("*.py")
        if "onnxruntime" in imported(path)
    }
    assert importing
    assert {path for path in importing if not path.startswith(SILENT)} == set()


def imported(path: Path) -> set[str]:
    """The outermost packages that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found
