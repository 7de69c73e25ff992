"""What the texts of `gongkai bench attributes` are made into before they are read."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """`text` is read as it stands; the others are set as pages of a 公文 first, a scan without a text layer."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    SCAN = "scan"
