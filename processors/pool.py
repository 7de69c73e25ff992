"""Reads files of others in warm, limited child processes; whatever a file does, it costs that file alone."""

from __future__ import annotations

import logging
import os
import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from processors.archive_conversion import modernised
from processors.contents import Contents, contents_of
from processors.conversion import CONVERTER, converted, printed
from processors.extraction import Extraction, InArchive, PageText, Source, Unreadable
from processors.inspection import Inspection, inspection_of
from processors.intake.dispatch_sheet import DispatchSheet
from processors.layouts import lay_out
from processors.ocr.models import ENGINE, prepare_models
from processors.readers.draft import Draft
from processors.readers.running_scans import without_running_scans
from processors.redacted_renditions import make_checked
from processors.redaction.model import NOTHING_REDACTED, Box, Redactions
from processors.redaction.reading import RedactedReading
from processors.sandbox.crew import Crew
from processors.sandbox.limits import DEFAULT_LIMITS, Limits
from processors.sandbox.messages import (
    ArchiveSplit,
    CopyAsPdf,
    CountPages,
    FileRead,
    LookUnder,
    MakePicture,
    MakeRendition,
    NeedsConversion,
    OcrPage,
    PageRead,
    PagesCounted,
    PictureMade,
    ReadFile,
    ReadTable,
    Refused,
    RenditionMade,
    Reply,
    Request,
    SeenUnder,
    SplitArchive,
    TableRead,
)
from processors.sandbox.worker import Worker
from processors.screening.word_list import to_wire
from processors.screening.words import Words
from processors.sniff import CONVERTED, MediaType
from processors.table_row import TableRow

log = logging.getLogger(__name__)

_CRASHED: Final = "读取该文件时解析程序异常退出，文件可能损坏或有害，请核对来源后重新导出。"
#: A file of which more pages than this cannot be recognised is given up: each of them may take a minute and a half.
_MAX_LOST_PAGES: Final = 3


class ReaderPool:
    """As many children for text as there are processors and one for OCR, each started when first needed.

    Use it as a context manager. Calls may come from several threads: texts are read side by side, pages for OCR one
    after the other, because one of them fills both processors and a gigabyte.
    """

    def __init__(self, models_dir: Path, limits: Limits = DEFAULT_LIMITS, text_children: int | None = None) -> None:
        """`models_dir` is where `prepare_models` writes; it is filled when a page first needs OCR.

        `text_children` is at most how many, by default one for each processor that this process may use.
        """
        self._limits = limits
        self.text_children = text_children or len(os.sched_getaffinity(0))
        self._text = Crew(self.text_children, lambda: Worker(limits, models=None), self._is_spent)
        self._converting = threading.Lock()  # LibreOffice takes 300 MB and more
        self._ocr = Crew(1, lambda: Worker(limits, models=prepare_models(models_dir.absolute())), self._ocr_is_spent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children; nobody may be reading. The pool may be used again afterwards."""
        self._text.close()
        self._ocr.close()

    @property
    def callers(self) -> int:
        """How many threads keep the children for text busy: one more than these, for what becomes of their answers."""
        return self.text_children + 1

    def children(self) -> tuple[int, ...]:
        """Process ids of the children there are, those for text first."""
        return tuple(worker.pid for crew in (self._text, self._ocr) for worker in crew.workers)

    def inspect(
        self,
        path: Path,
        sheet: DispatchSheet | None = None,
        *,
        mark_ruled_out: bool = False,
        words: Words | None = None,
    ) -> Inspection:
        """Read a file and all that its text contains, weighed against its dispatch sheet.

        With `mark_ruled_out` a classification mark is a finding like others: the officer has found that it is none.
        `words` are those that the bureau keeps; they go with each request, since children outlive their lists.

        Raises: as `read`.
        """
        extraction, contents = self._read(path, mark_ruled_out=mark_ruled_out, words=to_wire(words))
        return inspection_of(extraction, contents or contents_of(extraction.pages, words), sheet)

    def read(self, path: Path) -> Extraction:
        """Read a file to the end, or to the first classification mark: then `classified` is set and `pages` is empty.

        Raises:
            Unreadable: this file cannot be read; the pool goes on.
            ReadersUnavailable: no child can be started.
            ModelsMissing: a page needs OCR and the weights are not installed.
            OSError: the file cannot be opened at all.
        """
        return self._read(path)[0]

    def read_table(self, path: Path) -> tuple[TableRow, ...]:
        """The rows of a CSV or an XLSX; raises as `processors.readers.table.read_table`, and ReadersUnavailable."""
        self._check_size(path)
        reply = self._ask_text(ReadTable(str(path.absolute())), self._limits.read_timeout_s)
        if not isinstance(reply, TableRead):
            raise Unreadable("crashed", _CRASHED)
        return reply.rows

    def make_rendition(
        self, path: Path, media_type: str, out_dir: Path, reading: RedactedReading | None = None
    ) -> Path:
        """Write what may be published of the file into `out_dir` and return its path there.

        What is redacted in `reading` is in no layer of it; scanned pages are read again to be sure.

        Raises:
            Unreadable: it cannot be made; nothing is left in `out_dir`.
            ReadersUnavailable: no child can be started.
            ModelsMissing: a redacted page was scanned and the weights are not installed.
            ValueError: redactions that overlap or are not in their page's text.
        """
        self._check_size(path)
        kind = MediaType(media_type)
        if not reading:
            return self._make(path, kind, out_dir, NOTHING_REDACTED)
        return make_checked(lambda taken: self._make(path, kind, out_dir, taken), self._read_made, reading)

    def copy_as_pdf(self, made: Path, out_dir: Path, reading: RedactedReading | None = None) -> Path:
        """Write a PDF of a public form, a DOCX or an OFD, into `out_dir`, and return its path there.

        A DOCX is printed by LibreOffice, an OFD is drawn. What is redacted in `reading` is looked for in the PDF.

        Raises:
            Unreadable: `unsupported` without LibreOffice, `not_redactable` when something redacted is read from the
                PDF; else it cannot be made. Nothing is left in `out_dir`.
            ReadersUnavailable: no child can be started.
        """
        self._check_size(made)
        redactions = reading.redactions(whole_lines=False) if reading else NOTHING_REDACTED
        if made.suffix == ".ofd":
            return self._copied(made, MediaType.OFD, out_dir, redactions)
        with self._converting, printed(made, MediaType.DOCX, self._limits) as sheets:
            return self._copied(sheets, MediaType.PDF, out_dir, redactions)

    def page_picture(
        self,
        path: Path,
        media_type: str,
        number: int,
        out_dir: Path,
        lines: tuple[Box, ...] = (),
        inside: InArchive | None = None,
    ) -> Path:
        """Write page `number` (1-based) into `out_dir` as a JPEG at most 1100 points wide, and return its path there.

        `lines` are the boxes of what OCR read on the page: the picture is upright as they are. A DOCX has only the
        pages that are scans; others are in its layout. A page of a ZIP needs `inside`, which its reading has.

        Raises:
            Unreadable: `no_picture`, with what to do, where the format has none or no such page; else as `read`.
            ReadersUnavailable: no child can be started.
        """
        self._check_size(path)
        request = MakePicture(str(path.absolute()), media_type, number, str(out_dir.resolve()), lines, inside)
        reply = self._ask_text(request, self._limits.read_timeout_s)
        return _written(out_dir, reply.name if isinstance(reply, PictureMade) else None)

    def lay_out(self, path: Path, media_type: str, out_dir: Path) -> Path:
        """Print a DOCX or what is made one, or an XLSX: write the PDF into `out_dir`, and return its path there.

        Of a document the cleaned form is printed, with nothing hidden in it; a workbook is printed as it is, once the
        reader has taken it in.

        Raises:
            Unreadable: `no_picture` without LibreOffice, and for other formats; else as `read` and `make_rendition`.
            ReadersUnavailable: no child can be started.
        """
        self._check_size(path)

        def prepare(source: Path, kind: MediaType, folder: Path) -> Path:
            if kind is not MediaType.XLSX:
                return self._make(source, kind, folder, NOTHING_REDACTED)
            self._ask_to_read(source)
            return source

        return lay_out(path, MediaType(media_type), prepare, self._converting, self._limits, out_dir)

    def count_pages(self, path: Path) -> int:
        """How many pages a PDF has.

        Raises:
            Unreadable: it has none, or more than are shown; else as `read`.
            ReadersUnavailable: no child can be started.
        """
        self._check_size(path)
        reply = self._ask_text(CountPages(str(path.absolute())), self._limits.read_timeout_s)
        # Not believed beyond the limit that the child was told: the desk makes a place for each page.
        if not isinstance(reply, PagesCounted) or reply.count > self._limits.max_pages:
            raise Unreadable("crashed", _CRASHED)
        return reply.count

    def layer_under(
        self, path: Path, media_type: str, number: int, area: Box
    ) -> tuple[str, tuple[tuple[int, int], ...], Box]:
        """The text layer of page `number` (1-based) of a PDF or an OFD, and its stretches (start, end) under an area.

        The box is the area, grown so that it covers every letter under it whole.

        Raises:
            Unreadable: the file has no such page, or cannot be read.
            ReadersUnavailable: no child can be started.
        """
        self._check_size(path)
        reply = self._ask_text(LookUnder(str(path.absolute()), media_type, number, area), self._limits.read_timeout_s)
        if not isinstance(reply, SeenUnder):
            raise Unreadable("crashed", _CRASHED)
        return reply.layer, reply.stretches, reply.box

    def _make(self, path: Path, kind: MediaType, out_dir: Path, redactions: Redactions) -> Path:
        if kind in CONVERTED:
            reply = self._make_converted(path, kind, out_dir, redactions)
        else:
            reply = self._ask_to_make(path, kind, out_dir, redactions)
            if isinstance(reply, NeedsConversion):
                with self._converting, self._modern(path, reply.media_type) as modern:
                    reply = self._ask_to_make(modern, kind, out_dir, redactions)
        return _written(out_dir, reply.name if isinstance(reply, RenditionMade) else None)

    def _copied(self, path: Path, kind: MediaType, out_dir: Path, redactions: Redactions) -> Path:
        request = CopyAsPdf(str(path.absolute()), kind.value, str(out_dir.resolve()), redactions)
        reply = self._ask_text(request, self._limits.rendition_timeout_s)
        return _written(out_dir, reply.name if isinstance(reply, RenditionMade) else None)

    def _read_made(self, path: Path, number: int) -> str:
        page = self._read_page(OcrPage(str(path.absolute()), MediaType.PDF, number, is_first=False))
        return "" if page is None else page.text

    def _read(self, path: Path, *, mark_ruled_out: bool = False, words: str = "") -> tuple[Extraction, Contents | None]:
        """The file, and its contents if the child could say them: not when OCR read a page."""
        self._check_size(path)
        reply = self._ask_to_read(path, mark_ruled_out=mark_ruled_out, words=words)
        if isinstance(reply, FileRead):
            return self._with_ocr(path, reply.draft, mark_ruled_out=mark_ruled_out), reply.contents
        with self._converting, self._modern(path, reply.media_type) as modern:
            extraction, contents = self._read_converted(modern, mark_ruled_out=mark_ruled_out, words=words)
        extraction = replace(
            extraction,
            media_type=reply.media_type,
            pages=tuple(_without_converted(page) for page in extraction.pages),
            reader=f"{CONVERTER}+{extraction.reader}",
        )
        return extraction, contents

    def _modern(self, path: Path, media_type: MediaType) -> AbstractContextManager[Path]:
        """The file, or the files of a ZIP that are old, as DOCX for as long as the context lasts."""
        if media_type is MediaType.ZIP:
            return modernised(lambda folder: self._split(path, folder), self._limits)
        return converted(path, media_type, self._limits)

    def _split(self, path: Path, folder: Path) -> tuple[str, ...]:
        request = SplitArchive(str(path.absolute()), str(folder.resolve()))
        reply = self._ask_text(request, self._limits.read_timeout_s)
        if not isinstance(reply, ArchiveSplit):
            raise Unreadable("crashed", _CRASHED)
        return reply.names

    def _ask_to_read(self, path: Path, *, mark_ruled_out: bool = False, words: str = "") -> FileRead | NeedsConversion:
        request = ReadFile(str(path.absolute()), mark_ruled_out, words)
        reply = self._ask_text(request, self._limits.read_timeout_s)
        if not isinstance(reply, FileRead | NeedsConversion):
            raise Unreadable("crashed", _CRASHED)
        return reply

    def _read_converted(self, docx: Path, *, mark_ruled_out: bool, words: str) -> tuple[Extraction, Contents | None]:
        self._check_size(docx)
        reply = self._ask_to_read(docx, mark_ruled_out=mark_ruled_out, words=words)
        if not isinstance(reply, FileRead):
            raise Unreadable("crashed", _CRASHED)
        return self._with_ocr(docx, reply.draft, mark_ruled_out=mark_ruled_out), reply.contents

    def _ask_to_make(self, path: Path, kind: MediaType, out_dir: Path, redactions: Redactions) -> Reply:
        request = MakeRendition(str(path.absolute()), kind.value, str(out_dir.resolve()), redactions)
        return self._ask_text(request, self._limits.rendition_timeout_s)

    def _make_converted(self, path: Path, kind: MediaType, out_dir: Path, redactions: Redactions) -> Reply:
        """The rendition of the DOCX that the file becomes: the original itself is never published."""
        reply = self._ask_to_read(path)
        if not isinstance(reply, NeedsConversion) or reply.media_type is not kind:
            raise Unreadable("broken", "文件内容与登记的格式不符，无法生成可公开的版本。")
        with self._converting, converted(path, kind, self._limits) as docx:
            self._check_size(docx)
            return self._ask_to_make(docx, MediaType.DOCX, out_dir, redactions)

    def _check_size(self, path: Path) -> None:
        size = path.stat().st_size
        if size == 0:
            raise Unreadable("empty", "文件是空的（0 字节），请重新上传。")
        if size > self._limits.max_file_bytes:
            megabytes = self._limits.max_file_bytes // (1024 * 1024)
            raise Unreadable("too_large", f"文件超过 {megabytes} MB，请拆分或压缩图片后再投递。")

    def _with_ocr(self, path: Path, draft: Draft, *, mark_ruled_out: bool) -> Extraction:
        facts = Extraction(draft.media_type, draft.reader, (), draft.warnings, draft.classified, draft.hidden)
        if draft.classified:
            return facts
        read: dict[int, PageText] = {}
        lost: list[str] = []
        for number in draft.to_ocr:
            try:
                may_be_marked = number in {1, *draft.heads} and not mark_ruled_out
                page = self._read_page(OcrPage(str(path.absolute()), draft.media_type, number, may_be_marked))
            except Unreadable:
                # The first page says whether the file is classified; others are missed, and a person is told.
                if number == 1 or len(lost) == _MAX_LOST_PAGES:
                    raise
                lost.append(f"page_unreadable:{number}")
                page = PageText(number, "", Source.OCR)
            if page is None:
                return replace(facts, classified=True, hidden=())
            read[number] = replace(page, inside=draft.pages[number - 1].inside)
        facts = replace(facts, warnings=(*facts.warnings, *lost))
        pages = without_running_scans([read.get(page.number, page) for page in draft.pages])
        if sum(len(page.text) for page in pages) > self._limits.max_text_chars:
            raise Unreadable("too_large", "文件中的文字异常多，已停止处理，请核对文件来源。")
        return replace(facts, pages=pages, reader=f"{draft.reader}+{ENGINE}" if read else draft.reader)

    def _read_page(self, request: OcrPage) -> PageText | None:
        reply = _accepted(self._ocr.ask(request, self._limits.ocr_page_timeout_s))
        if not isinstance(reply, PageRead) or (reply.page is not None and reply.page.number != request.number):
            raise Unreadable("crashed", _CRASHED)
        return reply.page

    def _ask_text(self, request: Request, timeout_s: float) -> Reply:
        return _accepted(self._text.ask(request, timeout_s))

    def _is_spent(self, worker: Worker) -> bool:
        return worker.answered >= self._limits.requests_per_text_child

    def _ocr_is_spent(self, worker: Worker) -> bool:
        limits = self._limits
        return worker.answered >= limits.requests_per_ocr_child or worker.resident_bytes() > limits.ocr_recycle_bytes


def _written(folder: Path, name: str | None) -> Path:
    """What a child says that it wrote. It is not trusted: it may not have, or have made a link in its place."""
    made = folder / name if name is not None else None
    if made is None or made.is_symlink() or not made.is_file():
        raise Unreadable("crashed", _CRASHED)
    return made


def _without_converted(page: PageText) -> PageText:
    """A page of a DOCX in a ZIP with old formats may be one that isn't in the ZIP as it came."""
    is_doubtful = page.inside is not None and page.inside.media_type == MediaType.DOCX
    return replace(page, inside=None) if is_doubtful else page


def _accepted(reply: Reply) -> Reply:
    if isinstance(reply, Refused):
        if reply.fault:
            log.info("file refused: code=%s fault=%s", reply.code, reply.fault)
        raise Unreadable(reply.code, reply.message)
    return reply
