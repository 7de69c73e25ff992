"""A file that nobody reads is told what it is and what to do instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.extraction import Unreadable
from processors.sniff import sniff


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"Rar!\x1a\x07\x01\x00", "改用 ZIP"),
        (b"GIF89a", "PNG 或 JPEG"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "PNG 或 JPEG"),
        ("<html><body>关于示例的通知</body></html>".encode(), "另存为 DOCX"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "另存为 DOCX"),
        ("关于示例的通知\r\n".encode("gb18030") * 90, "纯文本"),
        ("关于示例的通知".encode("utf-16"), "纯文本"),
        (b"Founder CEB 3.0", "OFD 或 PDF"),
        (b"\x7fELF\x02\x01\x01", "不支持这种文件格式"),
    ],
)
def test_a_format_that_nobody_reads_is_told_what_it_is_and_what_to_do(
    tmp_path: Path, content: bytes, advice: str
) -> None:
    (tmp_path / "notice.doc").write_bytes(content)
    with pytest.raises(Unreadable) as refusal:
        sniff(tmp_path / "notice.doc")
    assert refusal.value.code == "unsupported"
    assert advice in refusal.value.message
    assert refusal.value.message.endswith("。")
