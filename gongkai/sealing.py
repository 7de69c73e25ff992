"""The confidentiality officer's key pair: the public half seals, the private half never stays on this system."""

from __future__ import annotations

from pathlib import Path, PurePath

from nacl.exceptions import CryptoError

from gongkai.settings import Settings
from records.domain.errors import Refused, Unavailable
from records.store.seals import new_key_pair, open_box

PUBLIC_KEY_BYTES = 32


class SealKeyMissing(Unavailable):
    """Without the officer's public key a classified file could not be sealed, so nothing may be taken in."""

    code = "seal_key_missing"
    advice = "请保密员执行 gongkai seal-key 生成密钥。"


class SealKeyExists(Refused):
    """A second key would leave files that only the first one opens."""

    code = "seal_key_exists"
    advice = "已封存的文件只能用原来的私钥打开。"


def seal_key_file(settings: Settings) -> Path:
    """Where the public key lies, in hexadecimal."""
    return settings.configuration / "seal-public.key"


def make_seal_key(settings: Settings) -> str:
    """Make a key pair, keep the public half, return the private one in hexadecimal.

    Raises:
        SealKeyExists: there is one already; files sealed with it need its private half.
    """
    path = seal_key_file(settings)
    if path.exists():
        raise SealKeyExists(f"已有封存公钥 {path}，不重复生成。")
    keys = new_key_pair()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(keys.public.hex() + "\n", encoding="ascii")
    return keys.private.hex()


class NotOpened(Refused):
    """The box stays closed: it was sealed to another key, it was changed, or the key is none."""

    code = "box_not_opened"
    advice = "请核对私钥和密封件；什么都没有写。"


def open_sealed(box: Path, private_key: str, folder: Path) -> Path:
    """Open a box with the officer's private key (hexadecimal) and write the file, under its own name, into `folder`.

    Meant for a machine that may hold secrets, not for the one that sealed.

    Raises:
        NotOpened: the key or the box is not the right one, or there is a file of this name already.
        OSError: the box cannot be read, or nothing can be written to the folder.
    """
    try:
        opened = open_box(box.read_bytes(), bytes.fromhex(private_key.strip()))
    except (ValueError, CryptoError):
        raise NotOpened("私钥打不开这个密封件。") from None
    # The name came from outside once: nothing of it but its last part leads anywhere.
    target = folder / (PurePath(opened.file_name).name or box.stem)
    try:
        with target.open("xb") as file:
            file.write(opened.data)
    except FileExistsError:
        raise NotOpened(f"{folder} 里已经有同名文件，没有覆盖。") from None
    return target


def require_seal_key(settings: Settings) -> bytes:
    """The officer's public key, 32 bytes.

    Raises:
        SealKeyMissing: no file, or it is no key.
    """
    path = seal_key_file(settings)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != PUBLIC_KEY_BYTES:
        raise SealKeyMissing(f"缺少保密员的封存公钥 {path}。")
    return key
