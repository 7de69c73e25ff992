"""A ZIP with DOC, RTF or ODT files in it → the same with DOCX files, so that one child can read all of it."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from processors.conversion import converted
from processors.extraction import Unreadable
from processors.sandbox.limits import Limits
from processors.sniff import MediaType

_OLD: Final = {".doc": MediaType.DOC, ".rtf": MediaType.RTF, ".odt": MediaType.ODT}


@contextmanager
def modernised(split: Callable[[Path], tuple[str, ...]], limits: Limits) -> Iterator[Path]:
    """The archive with its old formats converted, for as long as the context lasts.

    `split` lets a child write the archive's files into a folder and gives their names there, the document first. Here
    they are only copied: no parser of others runs.

    Raises:
        Unreadable: as `split` and `converted`; `crashed` when the child did not write what it said.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-archive-") as folder:
        scratch = Path(folder)
        names = split(scratch)
        whole = scratch / "whole.zip"
        with zipfile.ZipFile(whole, "w") as package:
            for number, name in enumerate(names):
                # The reader takes the one file at the top for the document and sorts the others by name.
                target = f"附件/{number:03}" if number else "正文"
                _add(package, scratch / name, target, limits)
        yield whole


def _add(package: zipfile.ZipFile, member: Path, target: str, limits: Limits) -> None:
    # The child is not trusted: it may not have written the file, or a link in its place.
    if member.is_symlink() or not member.is_file():
        raise Unreadable("crashed", "读取压缩包时解析程序异常退出，文件可能损坏或有害，请核对来源后重新打包。")
    old = _OLD.get(member.suffix)
    if old is None:
        _copy(package, member, target)
        return
    with converted(member, old, limits) as docx:
        _copy(package, docx, target)


def _copy(package: zipfile.ZipFile, source: Path, target: str) -> None:
    with source.open("rb") as content, package.open(target, "w") as entry:
        shutil.copyfileobj(content, entry)
