"""Chooses how a format is cleaned for publication, and leaves no half-made file behind."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final, assert_never

from processors.extraction import Unreadable
from processors.redaction.model import NOTHING_REDACTED, Redactions
from processors.sandbox.limits import DEFAULT_LIMITS, Limits
from processors.sniff import MediaType, sniff

#: Formats that stay what they are; the others become a PDF.
_SUFFIX: Final = {MediaType.DOCX: "docx", MediaType.OFD: "ofd", MediaType.XLSX: "xlsx", MediaType.ZIP: "zip"}


def public_rendition(
    path: Path,
    media_type: MediaType,
    out_dir: Path,
    limits: Limits = DEFAULT_LIMITS,
    redactions: Redactions = NOTHING_REDACTED,
) -> Path:
    """Write the public form of `path` into `out_dir` as `public.docx`, `.pdf`, `.ofd`, `.xlsx` or `.zip`; return it.

    Parsers of others run here: call it through ReaderPool.make_rendition.

    Raises:
        Unreadable: the file cannot be cleaned with certainty, so nothing of it may be published; `not_redactable` when
            that is because of the redactions.
    """
    if sniff(path) is not media_type:
        raise Unreadable("broken", "文件内容与登记的格式不符，无法生成可公开的版本。")
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir, prefix=".making-") as scratch:
        made = Path(scratch) / f"public.{_SUFFIX.get(media_type, 'pdf')}"
        if redactions:
            from processors.renditions.redacted import redacted_rendition

            made = redacted_rendition(path, media_type, made, limits, redactions)
        else:
            make_clean(path, media_type, made, limits)
        return made.replace(out_dir / made.name)


def make_clean(path: Path, media_type: MediaType, made: Path, limits: Limits) -> None:
    """Write the public form of a file without redactions to `made`.

    Raises:
        Unreadable: as `public_rendition`.
    """
    match media_type:
        case MediaType.PDF:
            from processors.renditions.pdf import clean_pdf

            clean_pdf(path, made)
        case MediaType.DOCX:
            from processors.renditions.docx import clean_docx

            clean_docx(path, made, limits)
        case MediaType.OFD:
            from processors.renditions.ofd import clean_ofd

            clean_ofd(path, made, limits)
        case MediaType.XLSX:
            from processors.renditions.spreadsheet import plain_xlsx

            plain_xlsx(path, made, limits)
        case MediaType.ZIP:
            from processors.renditions.archive import public_zip

            public_zip(path, made, limits, lambda one, kind, folder: public_rendition(one, kind, folder, limits))
        case MediaType.JPEG | MediaType.PNG | MediaType.BMP | MediaType.TIFF | MediaType.HEIC:
            from processors.renditions.image import picture_pdf

            picture_pdf(path, media_type, made, limits)
        case MediaType.DOC | MediaType.RTF | MediaType.ODT:
            raise ValueError("published from its DOCX; see ReaderPool.make_rendition")
        case _ as never:
            assert_never(never)
