"""Sealed files: encrypted to the confidentiality officer's public key, so that nobody here can open them again."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey, PublicKey, SealedBox

from records.domain.document import DocumentId
from records.domain.errors import NotFound, OriginalsUnavailable
from records.store.durable import sync_file, sync_folder, untouched_since

#: The box holds the length of the file name (big endian), the name in UTF-8, then the file's bytes.
_LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class KeyPair:
    """32 bytes each. The private key leaves this system at once and is kept by the officer."""

    private: bytes
    public: bytes


@dataclass(frozen=True, slots=True)
class SealedFile:
    file_name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FolderVault:
    """A folder of boxes, `<document id>.sealed`; `public_key` is the officer's, 32 bytes."""

    root: Path
    public_key: bytes

    def put(self, document_id: DocumentId, file_name: str, data: bytes) -> None:
        """Seal a file; sealing it again replaces the box with one of the same content.

        Raises:
            OriginalsUnavailable: the disk is full or gone.
        """
        name = file_name.encode("utf-8", "surrogateescape")
        sealed = SealedBox(PublicKey(self.public_key)).encrypt(len(name).to_bytes(_LENGTH_BYTES, "big") + name + data)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            incoming = self.root / f".{secrets.token_hex(16)}"
            with incoming.open("wb") as file:
                file.write(sealed)
                sync_file(file)
            incoming.replace(self._path(document_id))
            sync_folder(self.root)
        except OSError as error:
            raise OriginalsUnavailable("封存库暂时无法写入，请检查磁盘。") from error

    def has(self, document_id: DocumentId) -> bool:
        return self._path(document_id).is_file()

    def read(self, document_id: DocumentId) -> bytes:
        try:
            return self._path(document_id).read_bytes()
        except FileNotFoundError:
            raise NotFound(f"公文 {document_id} 的密封件已经取走。") from None

    def remove(self, document_id: DocumentId) -> None:
        self._path(document_id).unlink(missing_ok=True)

    def _path(self, document_id: DocumentId) -> Path:
        return self.root / f"{document_id}.sealed"


def new_key_pair() -> KeyPair:
    """Keys for a bureau that has none yet."""
    private = PrivateKey.generate()
    return KeyPair(bytes(private), bytes(private.public_key))


def open_box(sealed: bytes, private_key: bytes) -> SealedFile:
    """What the confidentiality officer reads with their private key.

    Raises:
        nacl.exceptions.CryptoError: the box was sealed to another key, or changed.
    """
    content = SealedBox(PrivateKey(private_key)).decrypt(sealed)
    start = _LENGTH_BYTES + int.from_bytes(content[:_LENGTH_BYTES], "big")
    return SealedFile(content[_LENGTH_BYTES:start].decode("utf-8", "surrogateescape"), content[start:])


def unfinished_boxes(root: Path, moment: dt.datetime) -> list[Path]:
    """What a killed process left in a vault before this time."""
    return untouched_since(root.glob(".*"), moment)
