"""The drop box: the only way in from outside. One sealed file a submission, which the portal can write and not read.

<dropbox>/<ULID>.box, sealed with the inside's public key (<bureau>/dropbox.key among the bundles, in hexadecimal).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from pydantic import TypeAdapter, ValidationError

from bundles.format import is_document_id
from bundles.submissions import AnySubmission, Submission

KEY_NAME = "dropbox.key"
#: The longest submission, of four-byte characters, written as JSON, with all that stands around it.
LARGEST_BOX_BYTES = 24 * 1024
_SUFFIX = ".box"
_SUBMISSION: TypeAdapter[AnySubmission] = TypeAdapter(Submission)


class DropBoxClosed(Exception):
    """Nothing can be put in: there is no key, no room, or no folder. The message names no content."""


@dataclass(frozen=True, slots=True)
class DropBox:
    """The outside: puts in, and can neither list nor open."""

    folder: Path
    key_file: Path

    def put(self, submission: AnySubmission) -> None:
        """Seal a submission and keep it, synced.

        Raises:
            DropBoxClosed: as it says; nothing was kept.
        """
        try:
            key = PublicKey(bytes.fromhex(self.key_file.read_text(encoding="ascii").strip()))
            sealed = SealedBox(key).encrypt(submission.model_dump_json().encode())
            # Under its name at once: a folder that may not be read allows no rename. The id is new, and nobody else's.
            descriptor = os.open(self.folder / f"{submission.id}{_SUFFIX}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            with os.fdopen(descriptor, "wb") as box:
                box.write(sealed)
                box.flush()
                os.fsync(box.fileno())
        except (OSError, ValueError) as error:
            raise DropBoxClosed(type(error).__name__) from None


@dataclass(frozen=True, slots=True)
class Taken:
    """One box of the folder; `submission` is None if it holds nothing that can be used."""

    path: Path
    submission: AnySubmission | None


@dataclass(frozen=True, slots=True)
class DropBoxReader:
    """The inside: opens what came, and removes it once it is on record."""

    folder: Path
    private_key: bytes

    def boxes(self, limit: int) -> Iterator[Taken]:
        """The oldest boxes first. A box that is still being written opens the next time."""
        names = sorted(entry.name for entry in os.scandir(self.folder)) if self.folder.is_dir() else []
        for name in names[:limit]:
            if name.endswith(_SUFFIX) and is_document_id(name.removesuffix(_SUFFIX)):
                yield Taken(self.folder / name, self._open(self.folder / name))

    def _open(self, path: Path) -> AnySubmission | None:
        try:
            with path.open("rb") as box:
                sealed = box.read(LARGEST_BOX_BYTES + 1)
            if len(sealed) > LARGEST_BOX_BYTES:
                return None
            submission = _SUBMISSION.validate_json(SealedBox(PrivateKey(self.private_key)).decrypt(sealed))
        except (OSError, CryptoError, ValidationError):
            return None
        return submission if path.name == f"{submission.id}{_SUFFIX}" else None


def new_key_pair() -> tuple[str, str]:
    """Private and public key in hexadecimal."""
    private = PrivateKey.generate()
    return bytes(private).hex(), bytes(private.public_key).hex()


def public_key_of(private_key: bytes) -> str:
    """The public half in hexadecimal."""
    return bytes(PrivateKey(private_key).public_key).hex()
