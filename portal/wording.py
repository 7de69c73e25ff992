"""How the pages write numbers and kinds of files."""

from __future__ import annotations

_KINDS = {
    "application/pdf": "PDF",
    "application/ofd": "OFD",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/zip": "ZIP",
    "text/plain": "TXT",
    "text/csv; charset=utf-8": "CSV",
    "application/json": "JSON",
}


def file_kind(media_type: str) -> str:
    """The short name of a file's type, as shown beside a download."""
    return _KINDS.get(media_type, "文件")


def file_size(size_bytes: int) -> str:
    """The size as people read it.

    >>> file_size(1536)
    '1.5 KB'
    """
    size = float(size_bytes)
    for unit in ("字节", "KB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "字节" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} MB"
