"""`gongkai backup`: records as of one moment, then every file that they name; only what is new is written."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import secrets
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bundles.durable import replace_synced
from gongkai.bureau import load_bureau
from gongkai.clock import SystemClock
from gongkai.recovery.boxes import seal
from gongkai.recovery.contents import BackedUpFile, Source, sources
from gongkai.recovery.folder import BackupFolder, Manifest, StoredObject, backup_name
from gongkai.recovery.key import require_backup_key
from gongkai.secrets import keep_secret
from gongkai.seeing.marks import Mark, leave_mark
from gongkai.settings import Settings
from records.domain.audit import GENESIS
from records.domain.errors import Refused
from records.store.export import export_rows

_CHUNK_BYTES = 1 << 20


class SecretsBesideBackup(Refused):
    """Whoever holds both can write a new audit chain and open the requesters' data."""

    code = "secrets_beside_backup"
    advice = "请为密钥另选一个与备份分开保管的文件夹。"


@dataclass(frozen=True, slots=True)
class Made:
    """`files` are all in the backup, `written` objects were new. `missing` were named and not to be had as named."""

    name: str
    files: int
    written: int
    missing: tuple[str, ...]
    audit_sequence: int


@dataclass
class _Seen:
    """What passed by while the records were exported."""

    revision: str = ""
    sequence: int = 0
    hash: str = GENESIS


class _Changed(Exception):
    """A file is gone, or its bytes are not those that were to be kept."""


@dataclass
class _Writer:
    """Puts objects and remembers them; `known` is what earlier manifests say of the objects that are there."""

    folder: BackupFolder
    public_key: bytes
    naming_key: bytes
    known: dict[str, StoredObject]
    stored: dict[str, StoredObject] = field(default_factory=dict)
    written: int = 0

    def put(self, identity: str, plain: Iterable[bytes]) -> str:
        """Keep what `identity` stands for, and return the object's name, which says nothing about it."""
        name = hmac.new(self.naming_key, identity.encode(), hashlib.sha256).hexdigest()
        if name not in self.stored:
            known = self.known.get(name)
            self.stored[name] = self.folder.put(name, plain, self.public_key, known)
            self.written += known is None
        return name


def make_backup(settings: Settings, root: Path) -> Made:
    """Make one, beside a running installation. Killed at any moment, it leaves earlier backups as they are.

    Raises:
        BackupKeyMissing, BackupFolderUnavailable, StoreUnavailable: as they say; there is no new backup.
    """
    public_key = require_backup_key(settings)
    bureau = load_bureau(settings.bureau_file).id
    folder, made_at = BackupFolder(root), SystemClock().now()
    name = backup_name(made_at)
    with folder.writing():
        # Before anything is read: what is taken off from now on may still be in this backup.
        folder.removals.note_backup(name)
        known = {each.name: each for manifest in folder.manifests() for each in manifest.objects}
        naming_key = keep_secret(settings.secrets, "backup-names").encode()
        writer, seen = _Writer(folder, public_key, naming_key, known), _Seen()
        rows = _watched(export_rows(settings.records_url), bureau, seen)
        records = writer.put(secrets.token_hex(32), _compressed(rows))
        files, missing = _put_files(writer, settings)
        head = {"format": 1, "records": records}
        contents = writer.put(secrets.token_hex(32), _lines(head, files))
        manifest = Manifest(
            made_at=made_at,
            bureau=bureau,
            schema_revision=seen.revision,
            audit_sequence=seen.sequence,
            audit_hash=seen.hash,
            contents=contents,
            objects=tuple(writer.stored.values()),
        )
        folder.finish(name, manifest)
    leave_mark(settings, "backup", Mark(made_at, len(missing)))
    return Made(name, len(files), writer.written, tuple(missing), seen.sequence)


def back_up_secrets(settings: Settings, root: Path, apart: Path) -> Path:
    """Write the secrets, encrypted to the same key, into another folder, and say where.

    Raises:
        SecretsBesideBackup: it is the folder of the backups, or in it.
    """
    if apart.resolve().is_relative_to(root.resolve()):
        raise SecretsBesideBackup("密钥不能与备份放在一起。")
    kept = {
        path.relative_to(settings.secrets).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(settings.secrets.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    written = apart / f"secrets-{backup_name(SystemClock().now())}.box"
    box = io.BytesIO()
    seal([json.dumps(kept).encode()], box, require_backup_key(settings))
    replace_synced(written, box.getvalue())
    return written


def _put_files(writer: _Writer, settings: Settings) -> tuple[list[BackedUpFile], list[str]]:
    files: list[BackedUpFile] = []
    missing: list[str] = []
    for source in sources(settings):
        try:
            name = writer.put(source.sha256, _verified(source))
        except _Changed:
            missing.append(f"{source.part}/{source.place}")
            continue
        files.append(BackedUpFile(part=source.part, place=source.place, sha256=source.sha256, object=name))
    return files, missing


def _verified(source: Source) -> Iterator[bytes]:
    """The file's bytes, if they are what they should be."""
    digest = hashlib.sha256()
    try:
        with source.path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                yield chunk
    except FileNotFoundError:
        raise _Changed from None
    if digest.hexdigest() != source.sha256:
        raise _Changed


def _watched(lines: Iterable[bytes], bureau: str, seen: _Seen) -> Iterator[bytes]:
    """Pass the records on, and note the schema and the end of the audit chain in them."""
    for line in lines:
        if not seen.revision:
            seen.revision = json.loads(line)["revision"]
        elif line.startswith(b'{"table": "audit_entries"'):
            row = json.loads(line)["row"]
            if row["bureau"] == bureau and row["sequence"] > seen.sequence:
                seen.sequence, seen.hash = row["sequence"], row["hash"]
        yield line


def _compressed(plain: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj()
    for piece in plain:
        yield packer.compress(piece)
    yield packer.flush()


def _lines(head: dict[str, object], files: Iterable[BackedUpFile]) -> Iterator[bytes]:
    yield json.dumps(head).encode() + b"\n"
    for file in files:
        yield file.model_dump_json().encode() + b"\n"
