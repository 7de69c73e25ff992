"""The folder of backups: encrypted objects under names that say nothing, and a manifest for each backup.

<folder>/objects/ab/abcd…        an encrypted file; its name is a keyed digest of what is in it
<folder>/backups/<time>.json     what one backup consists of: objects with the hash of their encrypted bytes
<folder>/removed.jsonl           what was taken off or sealed, by id and time, since the first backup

An object is written once, under a temporary name, synced, and renamed: what is there is complete.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from bundles.durable import replace_synced, sole_writer, sync_folder
from gongkai.recovery.boxes import seal, unseal
from gongkai.recovery.removals import REMOVALS_NAME, RemovalLog
from records.domain.errors import BadInput, Unavailable

FORMAT = 1
_NAME = r"^[0-9a-f]{64}$"


class BackupUnusable(BadInput):
    """There is no such backup, or its manifest cannot be read."""

    code = "backup_unusable"
    advice = "请核对备份文件夹，并用 gongkai backup --check 核对备份。"


class BackupFolderUnavailable(Unavailable):
    """The folder of backups cannot be written to or read."""

    code = "backup_folder_unavailable"
    advice = "请检查备份文件夹是否挂载、有没有权限和空间，再执行一次。"


class StoredObject(BaseModel):
    """`sha256` and `size_bytes` are those of the encrypted file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(pattern=_NAME)
    sha256: str = Field(pattern=_NAME)
    size_bytes: int = Field(ge=0)


class Manifest(BaseModel):
    """One backup, as anybody may see it. `contents` is the object that says what the others are."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int = FORMAT
    made_at: AwareDatetime
    bureau: str
    schema_revision: str
    audit_sequence: int = Field(ge=0)
    audit_hash: str = Field(pattern=_NAME)
    contents: str = Field(pattern=_NAME)
    objects: tuple[StoredObject, ...]


def backup_name(made_at: dt.datetime) -> str:
    """Its time in UTC, such as `20261130T043000.000000Z`."""
    return made_at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S.%fZ")


@dataclass(frozen=True, slots=True)
class BackupFolder:
    root: Path

    @property
    def removals(self) -> RemovalLog:
        return RemovalLog(self.root / REMOVALS_NAME)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let one backup at a time write; the kernel lets go when its process dies.

        Raises:
            BackupFolderUnavailable: the folder is not there (it is never made: it may be one that is not mounted).
        """
        with _io(self.root):
            (self._objects).mkdir(exist_ok=True)
            self._manifests.mkdir(exist_ok=True)
            with sole_writer(self.root / ".lock"):
                for unfinished in self._objects.glob(".*"):
                    unfinished.unlink()
                yield

    def put(self, name: str, plain: Iterable[bytes], public_key: bytes, known: StoredObject | None) -> StoredObject:
        """Keep these bytes, encrypted, unless they are here: `known` is what an earlier manifest says of the object."""
        path = self._path(name)
        if path.is_file():
            size_bytes = path.stat().st_size
            if known is None:
                return StoredObject(name=name, sha256=_sha256(path), size_bytes=size_bytes)
            if known.size_bytes == size_bytes:
                return known
        unfinished = self._objects / f".{secrets.token_hex(16)}"
        with unfinished.open("xb") as file:
            seal(plain, file, public_key)
        sha256 = _sha256(unfinished, sync=True)
        path.parent.mkdir(exist_ok=True)
        unfinished.replace(path)
        sync_folder(path.parent)
        return StoredObject(name=name, sha256=sha256, size_bytes=path.stat().st_size)

    def finish(self, name: str, manifest: Manifest) -> None:
        """Make it a backup; without this the objects belong to none."""
        sync_folder(self._objects)
        replace_synced(self._manifests / f"{name}.json", manifest.model_dump_json(indent=1).encode())

    def manifests(self) -> Iterator[Manifest]:
        """Those that can be read, oldest first."""
        for name in self.names():
            with suppress(BackupUnusable):
                yield self.manifest(name)

    def names(self) -> list[str]:
        """The finished backups, oldest first."""
        return sorted(path.stem for path in self._manifests.glob("[0-9]*.json"))

    def manifest(self, name: str | None = None) -> Manifest:
        """Of this backup, or of the newest.

        Raises:
            BackupUnusable: there is none, or it cannot be read.
        """
        names = self.names()
        if not names or (name is not None and name not in names):
            raise BackupUnusable(f"{self.root} 中没有备份{name or ''}。")
        try:
            return Manifest.model_validate_json((self._manifests / f"{name or names[-1]}.json").read_bytes())
        except (OSError, ValidationError):
            raise BackupUnusable(f"备份 {name or names[-1]} 的清单无法读取。") from None

    def read(self, name: str, private_key: bytes) -> Iterator[bytes]:
        """The plain bytes of an object.

        Raises:
            BackupUnusable: it is not here.
            BoxNotOpened: the key is another one, or the bytes changed.
        """
        try:
            with self._path(name).open("rb") as file:
                yield from unseal(file, private_key)
        except FileNotFoundError:
            raise BackupUnusable(f"备份缺少文件 {name:.12}。") from None

    def faults(self, objects: Iterable[StoredObject]) -> Iterator[str]:
        """A Chinese sentence for each object that is missing or changed; needs no key."""
        for each in objects:
            path = self._path(each.name)
            if not path.is_file():
                yield f"缺少文件 {each.name:.12}。"
            elif path.stat().st_size != each.size_bytes or _sha256(path) != each.sha256:
                yield f"文件 {each.name:.12} 被改动过。"

    def keep(self, newest: int) -> tuple[int, int]:
        """Delete all but the newest backups and what belongs to none; how many backups and objects went."""
        # Under the lock: a backup that is being made has objects that no manifest names yet.
        with self.writing():
            dropped = self.names()[:-newest]
            for name in dropped:
                (self._manifests / f"{name}.json").unlink()
            sync_folder(self._manifests)
            named = {each.name for name in self.names() for each in self.manifest(name).objects}
            orphans = [path for path in self._objects.glob("??/*") if path.name not in named]
            for path in orphans:
                path.unlink()
        return len(dropped), len(orphans)

    @property
    def _objects(self) -> Path:
        return self.root / "objects"

    @property
    def _manifests(self) -> Path:
        return self.root / "backups"

    def _path(self, name: str) -> Path:
        return self._objects / name[:2] / name


def _sha256(path: Path, *, sync: bool = False) -> str:
    with path.open("rb") as file:
        if sync:
            os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _io(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupFolderUnavailable(f"备份文件夹 {root} 不能读写（{error.strerror}）。") from error
