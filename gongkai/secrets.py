"""Secrets that the installation makes for itself: one file each, mode 600, made once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def keep_secret(folder: Path, name: str, make: str | None = None) -> str:
    """Return the secret of this name, making it at the first call (`make`, or 32 random bytes, URL-safe).

    The file is created exclusively, so that two processes that start at once agree on one value.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    temporary = folder / f".{name}.{os.getpid()}"
    if not path.exists():
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(make or secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text(encoding="utf-8")
