"""A public form → a PDF of the same pages, for those who can't open its format, looked through afterwards."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from processors.drawing.ofd import draw_ofd
from processors.extraction import Unreadable
from processors.readers import pdf
from processors.redaction.model import Redactions
from processors.renditions.pdf import clean_pdf
from processors.renditions.redacted_package import refuse_words_in
from processors.sandbox.limits import Limits
from processors.sniff import MediaType, sniff

_NAME: Final = "public.pdf"
_BROKEN: Final = "文件内容与登记的格式不符，无法生成 PDF。"


def pdf_copy(path: Path, media_type: MediaType, out_dir: Path, limits: Limits, redactions: Redactions) -> Path:
    """Write a PDF without metadata into `out_dir` as `public.pdf`; return it.

    `path` is a public OFD, or the PDF as which a public DOCX was printed; `redactions` are what was taken out of it.

    Raises:
        Unreadable: as `draw_ofd` and `clean_pdf`; `not_redactable` when redacted words are read from the PDF.
    """
    if sniff(path) is not media_type:
        raise Unreadable("broken", _BROKEN)
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir, prefix=".making-") as scratch:
        source, made = path, Path(scratch) / _NAME
        if media_type is MediaType.OFD:
            source = Path(scratch) / "drawn.pdf"
            source.write_bytes(draw_ofd(path, limits))
        clean_pdf(source, made)
        refuse_words_in(pdf.read(made, limits).pages, redactions)
        return made.replace(out_dir / _NAME)
