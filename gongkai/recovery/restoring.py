"""`gongkai restore`: a backup into an empty home. Its public side stays closed until people open it."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bundles.durable import replace_synced, sync_folder
from gongkai.app import open_app
from gongkai.recovery.boxes import BoxNotOpened, unseal
from gongkai.recovery.contents import BackedUpFile, target
from gongkai.recovery.folder import BackupFolder, BackupUnusable, Manifest
from gongkai.running import prepare
from gongkai.settings import Settings
from records.domain.audit import AuditHead
from records.domain.errors import Broken, Refused
from records.services.verify import Problem
from records.store.export import RecordsNotEmpty, audit_head, import_rows


class HomeNotEmpty(Refused):
    """There is an installation already; a restore would mix two of them."""

    code = "home_not_empty"
    advice = "请恢复到空的 GONGKAI_HOME。"


class SecretsMissing(Refused):
    """Without its keys the audit chain cannot be checked, and the requesters' data stay closed for ever."""

    code = "secrets_missing"
    advice = "请用 --secrets 指出 gongkai backup --secrets 写的密钥文件。"


class FileNotAsBackedUp(Broken):
    """An object of the backup opens, and holds other bytes than the contents say."""

    code = "backup_file_changed"
    advice = "请换一份备份，或者用 gongkai backup --check 核对。"


@dataclass(frozen=True, slots=True)
class Restored:
    """`problems` are those of `gongkai verify`, of records and originals; `head` is the one that the backup names."""

    name: str
    files: int
    head: AuditHead
    problems: tuple[Problem, ...]


def restore(
    settings: Settings, root: Path, *, private_key: bytes, secrets_box: Path | None, name: str | None
) -> Restored:
    """Restore a backup, the newest unless named. Killed, it is called again and goes on.

    Raises:
        HomeNotEmpty, RecordsNotEmpty, SecretsMissing: nothing was changed.
        BackupUnusable, BoxNotOpened, FileNotAsBackedUp: the backup is not whole, or the key is not its own.
    """
    folder = BackupFolder(root)
    manifest = folder.manifest(name)
    name = name or folder.names()[-1]
    records, files = _contents(folder, manifest, private_key)
    secrets = _open_secrets(secrets_box, private_key)
    _require_empty(settings, name)
    _hold(settings, name, "restoring")
    _write_secrets(settings, secrets)
    for file in files:
        _restore_file(folder, file, target(settings, file), private_key)
    head = AuditHead(manifest.bureau, manifest.audit_sequence, manifest.audit_hash)
    if audit_head(settings.records_url, manifest.bureau) != head:
        import_rows(settings.records_url, _split(_unpacked(folder.read(records, private_key))))
    prepare(settings, progress=lambda _line: None)
    with open_app(settings) as app:
        report = app.verification.verify(head)
    _hold(settings, name, "restored")
    return Restored(name, len(files), head, report.problems)


def held_backup(settings: Settings) -> str | None:
    """The backup that waits to be opened; None if none does."""
    state = _read_hold(settings)
    return state["backup"] if state and state["state"] == "restored" else None


def _contents(folder: BackupFolder, manifest: Manifest, private_key: bytes) -> tuple[str, list[BackedUpFile]]:
    """The object of the records, and all files."""
    lines = _split(folder.read(manifest.contents, private_key))
    try:
        head = json.loads(next(lines))
        return str(head["records"]), [BackedUpFile.model_validate_json(line) for line in lines]
    except (StopIteration, ValueError, KeyError, ValidationError):
        raise BackupUnusable("备份的内容清单无法读取。") from None


def _open_secrets(box: Path | None, private_key: bytes) -> dict[str, str]:
    if box is None:
        raise SecretsMissing("没有密钥，恢复后无法核验审计链，申请人信息也打不开。")
    try:
        with box.open("rb") as file:
            found: dict[str, str] = json.loads(b"".join(unseal(file, private_key)))
    except (OSError, ValueError):
        raise BoxNotOpened(f"密钥文件 {box} 无法读取。") from None
    return found


def _require_empty(settings: Settings, name: str) -> None:
    state = _read_hold(settings)
    if state is not None and state == {"backup": name, "state": "restoring"}:
        return
    if settings.home.is_dir() and any(path.is_file() for path in settings.home.rglob("*")):
        raise HomeNotEmpty(f"{settings.home} 中已有内容。")
    if audit_head(settings.records_url, None) is not None:
        raise RecordsNotEmpty("记录库中已有内容。")


def _hold(settings: Settings, name: str, state: str) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    replace_synced(settings.hold, json.dumps({"backup": name, "state": state}).encode())


def _read_hold(settings: Settings) -> dict[str, str] | None:
    try:
        found: dict[str, str] = json.loads(settings.hold.read_bytes())
    except FileNotFoundError:
        return None
    return found


def _write_secrets(settings: Settings, secrets: dict[str, str]) -> None:
    settings.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in secrets.items():
        path = settings.secrets / name
        if not path.resolve().is_relative_to(settings.secrets.resolve()):
            raise BoxNotOpened("密钥文件中有不该有的名称。")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())


def _restore_file(folder: BackupFolder, file: BackedUpFile, path: Path, private_key: bytes) -> None:
    """Write it, verified, under a temporary name first; what is there with the right bytes stays."""
    if path.exists() and _sha256(path) == file.sha256:
        return
    if path.exists() and file.part == "configuration":
        return  # the operator has put another one there, and knows why
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished, digest = path.with_name(f".{path.name}.restoring"), hashlib.sha256()
    with unfinished.open("wb") as target_file:
        for piece in folder.read(file.object, private_key):
            digest.update(piece)
            target_file.write(piece)
        target_file.flush()
        os.fsync(target_file.fileno())
    if digest.hexdigest() != file.sha256:
        unfinished.unlink()
        raise FileNotAsBackedUp(f"备份中的 {file.part}/{file.place} 与清单不符。")
    if file.part == "originals":
        unfinished.chmod(0o440)
    unfinished.replace(path)
    sync_folder(path.parent)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpacked(packed: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for piece in packed:
        yield unpacker.decompress(piece)
    yield unpacker.flush()


def _split(plain: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a stream."""
    rest = b""
    for piece in plain:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
    if rest:
        yield rest
