"""Reports that were made are kept as they were: a folder each, which appears as a whole and is never changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bundles.durable import sync_folder, write_synced
from records.domain.errors import Unavailable


class ReportNotKept(Unavailable):
    """The folder of the reports takes nothing."""

    code = "report_not_kept"
    advice = "请检查磁盘和文件夹权限，再执行一次。"


@dataclass(frozen=True, slots=True)
class KeptReports:
    """All reports of one kind; `folder` is made when the first is kept."""

    folder: Path

    def names(self) -> list[str]:
        """The latest first."""
        if not self.folder.is_dir():
            return []
        return sorted((each.name for each in self.folder.iterdir() if not each.name.startswith(".")), reverse=True)

    def has(self, name: str) -> bool:
        return (self.folder / name).is_dir()

    def read(self, name: str, file: str) -> bytes | None:
        """A file of a kept report, None if there is none."""
        is_kept = name in self.names() and file in (each.name for each in (self.folder / name).iterdir())
        return (self.folder / name / file).read_bytes() if is_kept else None

    def keep(self, name: str, files: Mapping[str, bytes]) -> bool:
        """Put them away under this name; False, and nothing done, if a report of this name is kept already.

        Raises:
            ReportNotKept: the disk is full, or nothing may be written there; then no part of it is kept.
        """
        if self.has(name):
            return False
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside = Path(tempfile.mkdtemp(prefix=".", dir=self.folder))
            try:
                for file, data in files.items():
                    write_synced(beside / file, data)
                sync_folder(beside)
                beside.rename(self.folder / name)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
            sync_folder(self.folder)
        except OSError as error:
            if self.has(name):
                return False  # somebody else kept it meanwhile
            raise ReportNotKept(f"报告没有存入 {self.folder}（{error.strerror}）。") from error
        return True
