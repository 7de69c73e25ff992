"""Homes to break, as the tests of the command line have them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.gongkai.conftest import closed_ports, home, papers, prepared

__all__ = ["closed_ports", "home", "papers", "prepared"]


@pytest.fixture(scope="session")
def notices(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], list[Path]]:
    """So many small finished notices, each of its own."""
    folder = tmp_path_factory.mktemp("notices")

    def make(count: int) -> list[Path]:
        return [_notice(folder / f"夜间示例{number:02}.docx", number) for number in range(count)]

    return make


def _notice(path: Path, number: int) -> Path:
    if not path.exists():
        paper = docx.Document()
        for line in (
            "示例区人力资源和社会保障局文件",
            f"示人社发〔2026〕{300 + number}号",
            f"示例区人力资源和社会保障局关于夜间示例{number:02}事项的通知",
            "局属各单位：",
            f"现就夜间示例{number:02}有关事项通知如下。",
            "示例区人力资源和社会保障局",
            "2026年5月6日",
            "（此件主动公开）",
        ):
            paper.add_paragraph(line)
        paper.save(str(path))
    return path
