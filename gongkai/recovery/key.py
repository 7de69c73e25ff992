"""The key pair of the backups: the public half encrypts here, the private half is kept away from here."""

from __future__ import annotations

from pathlib import Path

from nacl.public import PrivateKey

from gongkai.settings import Settings
from records.domain.errors import BadInput, Refused, Unavailable

KEY_BYTES = 32
_FILE = "backup-public.key"


class BackupKeyMissing(Unavailable):
    """Without a public key nothing can be encrypted, and nothing leaves this system in the clear."""

    code = "backup_key_missing"
    advice = "请执行 gongkai backup-key 生成密钥。"


class BackupKeyExists(Refused):
    """Backups made so far open with the first key alone."""

    code = "backup_key_exists"
    advice = "已有的备份只能用原来的私钥打开；确要更换的，先移走公钥文件，并保留原来的私钥。"


class BackupKeyUnusable(BadInput):
    """A file that should hold the private key holds something else."""

    code = "backup_key_unusable"
    advice = "应为 gongkai backup-key 显示的那一行。"


def make_backup_key(settings: Settings) -> str:
    """Make a key pair, keep the public half, return the private one in hexadecimal.

    Raises:
        BackupKeyExists: there is one already.
    """
    path = settings.home / _FILE
    if path.exists():
        raise BackupKeyExists(f"已有备份公钥 {path}，不重复生成。")
    private = PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(bytes(private.public_key).hex() + "\n", encoding="ascii")
    return bytes(private).hex()


def require_backup_key(settings: Settings) -> bytes:
    """The public key, 32 bytes.

    Raises:
        BackupKeyMissing: no file, or it is no key.
    """
    path = settings.home / _FILE
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise BackupKeyMissing(f"缺少备份公钥 {path}。")
    return key


def read_private_key(text: str) -> bytes:
    """The private key as `gongkai backup-key` printed it.

    Raises:
        BackupKeyUnusable: it is none.
    """
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BackupKeyUnusable("这不是备份私钥。")
    return key


def private_key_in(path: Path) -> bytes:
    """The private key in a file. Raises like `read_private_key`."""
    try:
        return read_private_key(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        raise BackupKeyUnusable(f"{path} 无法读取。") from None
