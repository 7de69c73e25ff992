"""The whole stack on this machine: real Airflow, real portal, a home of its own, started once for the folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongkai.settings import ROOT, Settings
from tests.stack.stack_kit import Stack
from tests.stack.started import started_stack


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with started_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes a DOCX notice with a subject of its own."""
    folder = tmp_path_factory.mktemp("notices")

    def make(subject: str) -> Path:
        from docx import Document

        document = Document()
        for line in (
            "示例区人力资源和社会保障局文件",
            f"示人社发〔2026〕{100 + len(list(folder.iterdir()))}号",
            f"示例区人力资源和社会保障局关于{subject}的通知",
            "局属各单位：",
            f"现就{subject}有关事项通知如下。",
            "一、各单位要按照职责分工抓好落实。",
            "示例区人力资源和社会保障局",
            "2026年5月6日",
            "（此件主动公开）",
        ):
            document.add_paragraph(line)
        path = folder / f"{subject}.docx"
        document.save(str(path))
        return path

    return make


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `python -m gongkai …` with the given home."""

    def run(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "GONGKAI_HOME": str(settings.home),
            "GONGKAI_AIRFLOW_PORT": str(settings.airflow_port),
            "GONGKAI_PORTAL_PORT": str(settings.portal_port),
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.run(
            [sys.executable, "-m", "gongkai", *arguments], env=environment, capture_output=True, text=True, check=False
        )

    return run
