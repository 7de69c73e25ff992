"""`gongkai backup --check`: is every backup whole, as far as can be seen without the private key?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gongkai.recovery.folder import BackupFolder, BackupUnusable, StoredObject


@dataclass(frozen=True, slots=True)
class Checked:
    """The names of the backups, the files that they share, and a Chinese sentence for each fault."""

    backups: tuple[str, ...]
    files: int
    faults: tuple[str, ...]

    def lines(self) -> list[str]:
        return [*self.faults, f"备份 {len(self.backups)} 份，文件 {self.files} 个，问题 {len(self.faults)} 处。"]


def check_backups(root: Path) -> Checked:
    """Read every encrypted file once and compare it with the manifests.

    Raises:
        BackupUnusable: there is no backup at all.
    """
    folder = BackupFolder(root)
    names = folder.names()
    if not names:
        raise BackupUnusable(f"{root} 中没有备份。")
    known: dict[str, StoredObject] = {}
    faults: list[str] = []
    for name in names:
        try:
            known |= {each.name: each for each in folder.manifest(name).objects}
        except BackupUnusable as fault:
            faults.append(str(fault))
    faults += folder.faults(known.values())
    return Checked(tuple(names), len(known), tuple(faults))
