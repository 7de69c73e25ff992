"""Encrypted files of any size that only the holder of a private key opens: a sealed key, then a secret stream.

magic · key of this file, sealed (80 bytes) · header of the stream (24 bytes) · chunks of 64 KiB, each with 17 bytes of
its own. The last chunk is marked, so that a file that was cut off does not open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES,
    crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_keygen,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
    crypto_secretstream_xchacha20poly1305_TAG_FINAL,
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from records.domain.errors import BadInput

MAGIC = b"gongkai-backup-1\n"
CHUNK_BYTES = 1 << 16
_SEALED_KEY_BYTES = 80


class BoxNotOpened(BadInput):
    """A file of the backup does not open: another key, or its bytes are not those that were written."""

    code = "backup_not_opened"
    advice = "请核对私钥，并用 gongkai backup --check 核对备份。"


def seal(plain: Iterable[bytes], target: BinaryIO, public_key: bytes) -> None:
    """Encrypt to `public_key` (32 bytes) and write to `target`."""
    key = crypto_secretstream_xchacha20poly1305_keygen()
    state = crypto_secretstream_xchacha20poly1305_state()
    header = crypto_secretstream_xchacha20poly1305_init_push(state, key)
    target.write(MAGIC + SealedBox(PublicKey(public_key)).encrypt(key) + header)
    for chunk, is_last in _chunks(plain):
        tag = (
            crypto_secretstream_xchacha20poly1305_TAG_FINAL
            if is_last
            else crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        )
        target.write(crypto_secretstream_xchacha20poly1305_push(state, chunk, None, tag))


def unseal(source: BinaryIO, private_key: bytes) -> Iterator[bytes]:
    """The plain bytes, chunk by chunk; they are complete only when the iterator ends.

    Raises:
        BoxNotOpened: what was yielded before is no more to be trusted than the rest.
    """
    if source.read(len(MAGIC)) != MAGIC:
        raise BoxNotOpened("不是本系统的备份文件。")
    state = crypto_secretstream_xchacha20poly1305_state()
    try:
        key = SealedBox(PrivateKey(private_key)).decrypt(source.read(_SEALED_KEY_BYTES))
        header = source.read(crypto_secretstream_xchacha20poly1305_HEADERBYTES)
        crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
        is_last = False
        while chunk := source.read(CHUNK_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES):
            plain, tag = crypto_secretstream_xchacha20poly1305_pull(state, chunk)
            is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL
            yield plain
    except (CryptoError, ValueError, TypeError, RuntimeError):
        raise BoxNotOpened("备份文件打不开：私钥不对，或者文件被改动过。") from None
    if not is_last:
        raise BoxNotOpened("备份文件不完整。")


def _chunks(plain: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes cut to size; the last piece, empty if need be, is marked."""
    waiting = bytearray()
    for piece in plain:
        waiting += piece
        while len(waiting) > CHUNK_BYTES:
            yield bytes(waiting[:CHUNK_BYTES]), False
            del waiting[:CHUNK_BYTES]
    yield bytes(waiting), True
