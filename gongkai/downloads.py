"""The files that citizens download: the public form of the original, and a PDF of it where it is none."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bundles.writer import ReleaseFile
from processors.extraction import ReadersUnavailable, Unreadable
from processors.redaction.model import Area, Span
from processors.redaction.reading import RedactedReading
from processors.sniff import MediaType
from records.domain.document import Document
from records.domain.publication import Lack
from records.domain.reading import Reading
from records.domain.redaction import UNDER_AREA

if TYPE_CHECKING:
    from processors.pool import ReaderPool

log = logging.getLogger(__name__)

#: What a public form may be, by its suffix, and the media type the portal serves it with.
_PUBLIC_TYPES: Final = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ofd": "application/ofd",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
#: Public forms of which a PDF is made. Workbooks are for reckoning, and lose their widths when they are cleaned.
_WITH_PDF: Final = frozenset({".docx", ".ofd"})


@dataclass(frozen=True, slots=True)
class Downloads:
    """The downloads of one document, made in `folder`."""

    pool: ReaderPool
    document: Document
    reading: Reading
    original: Path
    folder: Path

    def make(self) -> tuple[tuple[ReleaseFile, ...], tuple[Lack, ...]]:
        """The files, and which of them could not be made clean: the text that was approved is published all the same.

        Raises:
            ReadersUnavailable: no child can be started.
        """
        redacted = _redacted(self.reading)
        try:
            kind = MediaType(self.document.media_type)
            public = self.pool.make_rendition(self.original, kind, self.folder, redacted)
        except Unreadable as fault:
            log.warning("No public rendition of %s (%s): published as text alone", self.document.id, fault.code)
            return (), (Lack("file", fault.code),)
        files = (self._file(public, "正文下载"),)
        if public.suffix not in _WITH_PDF:
            return files, ()
        try:
            # From the public form, never from the original: nothing can be in it that was taken out.
            copy = self.pool.copy_as_pdf(public, self.folder / "pdf", redacted)
        except (Unreadable, ReadersUnavailable, OSError) as fault:
            code = fault.code if isinstance(fault, Unreadable) else type(fault).__name__
            log.warning("No PDF of %s (%s): published with its own format alone", self.document.id, code)
            return files, (Lack("pdf", code),)
        return (*files, self._file(copy, "PDF 版下载")), ()

    def _file(self, path: Path, label: str) -> ReleaseFile:
        return ReleaseFile(path, f"{self.document.id}{path.suffix}", _PUBLIC_TYPES[path.suffix], label)


def _redacted(reading: Reading) -> RedactedReading | None:
    """What has to go from the file as well as from the text."""
    stretches = [(one.kind, Span(one.page, one.start, one.end, one.replacement)) for one in reading.taken_out]
    redacted = RedactedReading(
        reading.pages,
        tuple(span for kind, span in stretches if kind != UNDER_AREA),
        tuple(Area(area.page, area.box) for area in reading.areas),
        tuple(span for kind, span in stretches if kind == UNDER_AREA),
        reading.warnings,
    )
    return redacted or None
