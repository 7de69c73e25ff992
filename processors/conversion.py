"""DOC, WPS, RTF, ODT → DOCX, and DOCX, XLSX → PDF: a LibreOffice that sees one file alone and lives for it alone."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from processors.extraction import Unreadable
from processors.office_profile import write_profile
from processors.print_fonts import fontconfig
from processors.sandbox.limits import Limits
from processors.sniff import MediaType

log = logging.getLogger(__name__)

CONVERTER: Final = "libreoffice"

_ROOT: Final = Path(__file__).resolve().parents[1]
_SUFFIX: Final = {MediaType.DOC: "doc", MediaType.RTF: "rtf", MediaType.ODT: "odt"}
#: What LibreOffice calls the formats that it writes for us.
_AS_DOCX: Final = "docx:MS Word 2007 XML"
#: How what can be printed is called here, and what LibreOffice calls its print.
_PRINTED: Final = {
    MediaType.DOCX: ("docx", "pdf:writer_pdf_Export"),
    MediaType.XLSX: ("xlsx", "pdf:calc_pdf_Export"),
}
#: The library without which LibreOffice can't open a workbook: Debian installs Writer and Calc apart.
_CALC: Final = "libsclo.so"
_FONTS: Final = "fonts.conf"
_PROFILE: Final = "profile"
#: What soffice.bin says when it has set up a profile and wants to be started again (desktop/source/app/app.cxx).
_START_AGAIN: Final = 81

_NOT_INSTALLED: Final = (
    "这是 DOC、WPS、RTF 或 ODT 格式，本机没有安装 LibreOffice，无法读取："
    "请管理员安装 libreoffice-writer，或另存为 DOCX、PDF 后再投递。"
)
_BROKEN: Final = "LibreOffice 无法打开该文件，文件可能损坏或有密码，请另存为 DOCX 或 PDF 后再投递。"
_TIMED_OUT: Final = "转换该文件超过时限，已停止处理，请另存为 DOCX 或 PDF 后再投递。"
_CRASHED: Final = "转换该文件时程序异常退出，文件可能损坏或有害，请另存为 DOCX 或 PDF 后再投递。"


@contextmanager
def converted(path: Path, media_type: MediaType, limits: Limits) -> Iterator[Path]:
    """The file at `path` as a DOCX, for as long as the context lasts.

    Tracked changes, comments and hidden text are still in it: the DOCX reader and rendition deal with them.

    Raises:
        Unreadable: `unsupported` without LibreOffice, else `broken`, `timed_out` or `crashed`.
        OSError: the file cannot be copied.
    """
    with _produced(path, _SUFFIX[media_type], _AS_DOCX, limits) as made:
        yield made


@contextmanager
def printed(path: Path, media_type: MediaType, limits: Limits) -> Iterator[Path]:
    """A DOCX or XLSX as a PDF of the sheets that a printer would give, for as long as the context lasts.

    Raises:
        Unreadable, OSError: as `converted`.
    """
    with _produced(path, *_PRINTED[media_type], limits) as made:
        yield made


def can_print(media_type: MediaType) -> bool:
    """Whether this machine has what `printed` needs for a DOCX or XLSX."""
    program = find_program()
    return program is not None and (media_type is not MediaType.XLSX or program.with_name(_CALC).is_file())


@contextmanager
def _produced(path: Path, suffix: str, target: str, limits: Limits) -> Iterator[Path]:
    program = find_program()
    if program is None:
        raise Unreadable("unsupported", _NOT_INSTALLED)
    with tempfile.TemporaryDirectory(prefix="gongkai-conversion-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        source = scratch / f"source.{suffix}"
        shutil.copyfile(path, source)
        write_profile(scratch / _PROFILE, program)
        (scratch / _FONTS).write_text(fontconfig(), encoding="utf-8")
        _convert(program, source, target, scratch, limits)
        made = scratch / "out" / f"source.{target.partition(':')[0]}"
        # The program is not trusted: it may have written a link in the file's place.
        if made.is_symlink() or not made.is_file():
            raise Unreadable("broken", _BROKEN)
        yield made


def find_program() -> Path | None:
    """LibreOffice's own executable; None when it is not installed.

    Not the script `soffice`: it starts the program as a grandchild, which would outlive us when we are killed.
    """
    for name in ("soffice", "libreoffice"):
        script = shutil.which(name)
        program = Path(script).resolve().with_name("soffice.bin") if script else None
        if program is not None and program.is_file():
            return program
    return None


def _convert(program: Path, source: Path, target: str, scratch: Path, limits: Limits) -> None:
    command = [
        str(program),
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
        f"-env:UserInstallation={(scratch / _PROFILE).as_uri()}",
        *("--convert-to", target, "--outdir", str(scratch / "out")),
        str(source),
    ]
    deadline = time.monotonic() + limits.conversion_timeout_s
    code = _run(command, scratch, limits, deadline)
    if code == _START_AGAIN:
        code = _run(command, scratch, limits, deadline)
    if code < 0:
        log.info("conversion ended by signal %d", -code)
        raise Unreadable("crashed", _CRASHED)


def _run(command: list[str], scratch: Path, limits: Limits, deadline: float) -> int:
    """Run the program in a process group of its own, of which nothing is left afterwards; its exit code."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "processors.sandbox.confined"),
            *(str(os.getpid()), json.dumps(dataclasses.asdict(limits))),
            *command,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=scratch,
        env=_environment(scratch),
        start_new_session=True,
    )
    try:
        return process.wait(timeout=max(deadline - time.monotonic(), 0.0))
    except subprocess.TimeoutExpired:
        raise Unreadable("timed_out", _TIMED_OUT) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(scratch: Path) -> dict[str, str]:
    """The program's whole environment: nothing of ours."""
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "SAL_USE_VCLPLUGIN": "svp",
        "FONTCONFIG_FILE": str(scratch / _FONTS),
    }
