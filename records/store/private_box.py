"""Personal data at rest: encrypted with a key that the installation keeps apart from the database."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from records.domain.canonical import Json, canonical
from records.domain.errors import Broken

KEY_BYTES = SecretBox.KEY_SIZE


class PrivateBoxUnreadable(Broken):
    """Encrypted personal data does not open: another key, or somebody changed it."""

    code = "private_box_unreadable"


@dataclass(frozen=True, slots=True)
class SecretPrivateBox:
    """See `records.domain.requests.ports.PrivateBox`. `key` is 32 bytes."""

    key: bytes = field(repr=False)

    def seal(self, subject_id: str, content: Json) -> bytes:
        return SecretBox(self.key).encrypt(canonical([subject_id, content]))

    def open(self, subject_id: str, sealed: bytes) -> object:
        """What was sealed.

        Raises:
            PrivateBoxUnreadable: the key is another one, the bytes were changed, or they belong to another subject.
        """
        try:
            named, content = json.loads(SecretBox(self.key).decrypt(sealed))
        except (CryptoError, ValueError):
            raise PrivateBoxUnreadable("加密保存的个人信息打不开：密钥不对，或者数据被改动。") from None
        if named != subject_id:
            raise PrivateBoxUnreadable("加密保存的个人信息属于另一件：数据被改动。")
        return content

    def fingerprint(self, content: Json) -> str:
        # One key for both uses, kept apart: the box's cipher never sees this derived one.
        derived = hashlib.blake2b(key=self.key, person=b"gongkai-requests", digest_size=32).digest()
        return hmac.new(derived, canonical(content), hashlib.sha256).hexdigest()
