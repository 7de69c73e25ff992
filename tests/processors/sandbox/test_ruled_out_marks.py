"""Where the confidentiality officer found that a mark is none, the file is read; its mark is a finding that blocks."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from processors.pool import ReaderPool
from processors.screening.model import FindingKind, Severity
from tests.processors.sandbox.conftest import Builder

TITLE = "关于开展保密宣传教育的通知"


def marked(make_docx: Builder, make_scan: Builder, folder: Path) -> dict[str, Path]:
    """The same head in every kind of file that looks for a mark: a mark of the head, then a notice."""
    document = make_docx("机密★1年", TITLE)
    with zipfile.ZipFile(folder / "both.zip", "w") as package:
        package.write(document, "通知.docx")
    return {"docx": document, "zip": folder / "both.zip", "scan": make_scan("机密★1年", TITLE)}


@pytest.mark.parametrize("kind", ["docx", "zip", "scan"])
def test_a_ruled_out_mark_is_a_blocking_finding_and_the_file_is_read(
    pool: ReaderPool, make_docx: Builder, make_scan: Builder, tmp_path: Path, kind: str
) -> None:
    path = marked(make_docx, make_scan, tmp_path)[kind]
    assert pool.inspect(path).extraction.classified
    inspection = pool.inspect(path, mark_ruled_out=True)
    assert not inspection.extraction.classified
    assert TITLE in "".join(page.text for page in inspection.extraction.pages)
    marks = [one for one in inspection.findings if one.kind is FindingKind.CLASSIFICATION_MARK]
    assert [one.severity for one in marks] == [Severity.BLOCK]
    assert pool.inspect(path).extraction.classified  # the ruling was about one file, once
