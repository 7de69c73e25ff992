"""The folders of one child: the file in hand, readable; a place to work and one for what it makes, writable.

A child sees no other folder where the kernel can close them (landlock.py): not the originals, the records or the inbox.
So the file is copied in before it is asked, and what it made is moved out after it has answered.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from processors.sandbox.messages import CopyAsPdf, MakePicture, MakeRendition, Request, SplitArchive

# A match: .docx. No match: .d/x, a name without a suffix
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Staging:
    """Below `root`, which is the child's own and gone with it."""

    root: Path

    @property
    def given(self) -> Path:
        """Holds the file in hand."""
        return self.root / "given"

    @property
    def made(self) -> Path:
        """Where a child writes what was asked for."""
        return self.root / "made"

    @property
    def work(self) -> Path:
        """Its working directory, home and TMPDIR."""
        return self.root / "work"

    def prepare(self) -> None:
        """Make the folders."""
        for folder in (self.given, self.made, self.work):
            folder.mkdir()

    def take_in(self, request: Request) -> Request:
        """Copy the file in, and return the request as the child is to see it.

        Raises:
            OSError: the file cannot be read, or there is no room for its copy.
        """
        suffix = Path(request.path).suffix
        copy = self.given / f"file{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        shutil.copyfile(request.path, copy)
        match request:
            case MakeRendition() | CopyAsPdf() | SplitArchive() | MakePicture():
                return replace(request, path=str(copy), out_dir=str(self.made))
            case _:
                return replace(request, path=str(copy))

    def bring_out(self, request: Request) -> None:
        """Move what was made into the folder that `request` names; links and folders are not what was asked for."""
        match request:
            case MakeRendition() | CopyAsPdf() | SplitArchive() | MakePicture():
                out_dir = Path(request.out_dir)
                out_dir.mkdir(parents=True, exist_ok=True)
                for path in self.made.iterdir():
                    if path.is_file() and not path.is_symlink():
                        shutil.move(path, out_dir / path.name)
            case _:
                return

    def clear(self) -> None:
        """Leave nothing of this file to the next one; what cannot be removed goes with the child."""
        for folder in (self.given, self.made, self.work):
            for path in folder.iterdir():
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)
