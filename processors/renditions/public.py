"""Choose how a format is cleaned, and never leave half of a file behind."""

from __future__ import annotations

from pathlib import Path

from processors.extraction import Unreadable
from processors.sandbox.limits import DEFAULT_LIMITS, Limits
from processors.sniff import MediaType


def public_rendition(path: Path, media_type: MediaType, out_dir: Path, limits: Limits = DEFAULT_LIMITS) -> Path:
    """Write the public form of `path` into `out_dir` and return its path.

    Raises:
        Unreadable: the file cannot be cleaned with certainty, so nothing of it may be published.
    """
    raise Unreadable("unsupported", "暂不能生成可公开的版本。")
