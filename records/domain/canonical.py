"""One byte form for one value: what content hashes and the audit chain are computed over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | bool | None


def canonical(value: Json) -> bytes:
    """JSON in UTF-8, keys sorted, no blanks. Floats are not allowed: their spelling differs between machines."""
    text = json.dumps(_without_floats(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def sha256_of(value: Json) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _without_floats(value: object) -> object:
    match value:
        case None | str() | bool() | int():
            return value
        case Mapping():
            return {str(key): _without_floats(item) for key, item in value.items()}
        case list() | tuple():
            return [_without_floats(item) for item in value]
        case _:
            raise TypeError(f"no canonical form for {type(value).__name__}")
