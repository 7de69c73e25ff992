from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from gongkai.bench.night_documents import hand_in
from processors.pool import ReaderPool
from processors.screening.model import Severity


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, int]]:
    folder = tmp_path_factory.mktemp("inbox")
    return folder, hand_in(folder, 20)


def test_every_tenth_document_is_a_scan_and_no_two_are_alike(inbox: tuple[Path, Mapping[str, int]]) -> None:
    folder, kinds = inbox
    assert kinds == {"docx": 8, "pdf": 6, "ofd": 4, "scan": 2}
    files = [path for path in folder.iterdir() if path.suffix in {".docx", ".pdf", ".ofd"}]
    assert len({path.read_bytes() for path in files}) == len(files) == 20
    assert all(path.with_name(f"{path.name}.done").exists() for path in files)


def test_nothing_in_them_keeps_reviewers_from_approving(inbox: tuple[Path, Mapping[str, int]], tmp_path: Path) -> None:
    folder, _ = inbox
    sheet = (folder / "dispatch.csv").read_text(encoding="utf-8")
    with ReaderPool(tmp_path) as pool:
        for path in [folder / "00001.docx", folder / "00002.pdf", folder / "00004.ofd"]:
            inspection = pool.inspect(path)
            assert path.name in sheet
            assert inspection.attributes.title
            assert not [each for each in inspection.findings if each.severity is Severity.BLOCK]
