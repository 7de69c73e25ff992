"""Formats that offices hand in although nobody here reads them: how they begin, and what to do instead."""

from __future__ import annotations

from typing import Final

_ARCHIVE: Final = "这是 RAR、7z 或 GZ 压缩包，请改用 ZIP 打包后再投递。"
_PICTURE: Final = "这是 GIF 或 WebP 图片，请另存为 PNG 或 JPEG 后再投递。"
_WEB: Final = "这是网页或 XML 格式（扩展名可能是 .doc），请用 Word 或 WPS 打开，另存为 DOCX 后再投递。"
_PLAIN: Final = "这是纯文本文件，请放入 DOCX 或 PDF 后再投递。"
_READER: Final = "这是方正、书生等专用阅读器的版式文件，请转为 OFD 或 PDF 后再投递。"
_OTHER: Final = "不支持这种文件格式，请转为 DOCX、PDF、OFD 或扫描图片后再投递。"
_BEGINNINGS: Final = (
    ((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"), _ARCHIVE),
    ((b"GIF8",), _PICTURE),
    ((b"Founder CEB", b"SEP", b"CAJ", b"HN\x01\x00"), _READER),
)
#: Letters by which a text is a web page, a web archive or Word's XML of 2003.
_WEB_SIGNS: Final = (b"<!doctype html", b"<html", b"<?xml", b"mime-version:", b"<head", b"<body")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
#: Bytes that stand in no text: control characters but tab, line and page feed, and escape.
_CONTROLS: Final = bytes({*range(32)} - {9, 10, 12, 13, 27})


def advice(head: bytes) -> str:
    """One sentence about a file that begins so: what it is and what to do."""
    for beginnings, sentence in _BEGINNINGS:
        if head.startswith(beginnings):
            return sentence
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _PICTURE
    if any(sign in head.lower() for sign in _WEB_SIGNS):
        return _WEB
    return _PLAIN if _is_text(head) else _OTHER


def _is_text(head: bytes) -> bool:
    if head.startswith(_UTF16):
        return True
    return bool(head.strip()) and len(head.translate(None, _CONTROLS)) == len(head) and _decodes(head)


def _decodes(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            # A character may be cut off at the end of what was read.
            head[: max(1, len(head) - 3)].decode(encoding)
        except UnicodeDecodeError as fault:
            if fault.start < len(head) - 8:
                continue
        return True
    return False
