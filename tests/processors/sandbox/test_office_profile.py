"""What LibreOffice does before it looks at a document, with the profile that we give it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from processors.conversion import find_program
from processors.office_profile import write_profile

START_AGAIN = 81


def convert(program: Path, profile: Path, folder: Path) -> int:
    """A line of text made a DOCX; the program's exit code."""
    source = folder / "notice.txt"
    source.write_text("特此通知。", encoding="utf-8")
    return subprocess.run(
        [
            *(str(program), "--headless", f"-env:UserInstallation={profile.as_uri()}"),
            *("--convert-to", "docx", "--outdir", str(folder), str(source)),
        ],
        env={"PATH": os.defpath, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
        check=False,
        capture_output=True,
    ).returncode


def installed() -> Path:
    program = find_program()
    assert program is not None
    return program


def test_one_start_is_enough_and_no_graphics_are_tried(tmp_path: Path) -> None:
    write_profile(tmp_path / "profile", installed())
    assert convert(installed(), tmp_path / "profile", tmp_path) == 0
    assert (tmp_path / "notice.docx").is_file()
    assert list(tmp_path.rglob("GraphicsRenderTests*")) == []


def test_with_the_profile_of_an_unknown_build_it_asks_to_be_started_again_and_then_converts(tmp_path: Path) -> None:
    write_profile(tmp_path / "profile", tmp_path / "soffice.bin")
    codes = [convert(installed(), tmp_path / "profile", tmp_path) for _ in range(2)]
    assert codes == [START_AGAIN, 0]
    assert list(tmp_path.rglob("GraphicsRenderTests*")) == []
