"""ZIP → a new archive of the public forms of its files, under names of ours."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from processors.readers.archive import check_formats, unpacked
from processors.sandbox.limits import Limits
from processors.sniff import MediaType

_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)


def public_zip(path: Path, target: Path, limits: Limits, make_one: Callable[[Path, MediaType, Path], Path]) -> None:
    """Write 正文 and 附件1, 附件2 … to `target`, each as `make_one(path, media_type, folder)` cleans it.

    Raises:
        Unreadable: as the archive reader and `make_one`; one file that cannot be cleaned keeps all of them back.
        HoldsOldFormats: some have to be made DOCX first.
    """
    with unpacked(path, limits) as members, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        check_formats(members, limits)
        for number, member in enumerate(members):
            made = make_one(member.path, member.media_type, target.parent / f"{number}")
            name = f"附件{number}" if number else "正文"
            entry = zipfile.ZipInfo(f"{name}{made.suffix}", date_time=_FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, made.read_bytes())
