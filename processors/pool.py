"""Reads files of others in warm, limited child processes; whatever a file does, it costs that file alone."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from processors.extraction import Extraction, PageText, Unreadable
from processors.ocr.models import ENGINE, prepare_models
from processors.readers.draft import Draft
from processors.sandbox.limits import DEFAULT_LIMITS, Limits
from processors.sandbox.messages import (
    FileRead,
    MakeRendition,
    OcrPage,
    PageRead,
    ReadFile,
    Refused,
    RenditionMade,
    Reply,
    Request,
)
from processors.sandbox.worker import Interrupted, Worker
from processors.sniff import MediaType

log = logging.getLogger(__name__)

_CRASHED: Final = "读取该文件时解析程序异常退出，文件可能损坏或有害，请核对来源后重新导出。"


class ReaderPool:
    """One child for text and one for OCR, each started when first needed and replaced when spent or faulty.

    Use it as a context manager and from one long-lived thread per pool: Linux ends the children together with the
    thread that started them, in which case the next call starts new ones. Calls from several threads wait for each
    other.
    """

    def __init__(self, models_dir: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        """`models_dir` is where `prepare_models` writes; it is filled when a page first needs OCR."""
        self._models_dir = models_dir
        self._limits = limits
        self._text: Worker | None = None
        self._ocr: Worker | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children. The pool may be used again afterwards."""
        for worker in (self._text, self._ocr):
            if worker is not None:
                worker.close()
        self._text = self._ocr = None

    def read(self, path: Path) -> Extraction:
        """Read a file to the end, or to the first classification mark: then `classified` is set and `pages` is empty.

        Raises:
            Unreadable: this file cannot be read; the pool goes on.
            ReadersUnavailable: no child can be started.
            ModelsMissing: a page needs OCR and the weights are not installed.
            OSError: the file cannot be opened at all.
        """
        self._check_size(path)
        with self._lock:
            reply = self._ask_text(ReadFile(str(path.absolute())), self._limits.read_timeout_s)
            if not isinstance(reply, FileRead):
                raise Unreadable("crashed", _CRASHED)
            return self._with_ocr(path, reply.draft)

    def make_rendition(self, path: Path, media_type: str, out_dir: Path) -> Path:
        """Write what may be published of the file into `out_dir` and return its path there.

        Raises:
            Unreadable: it cannot be made; nothing is left in `out_dir`.
            ReadersUnavailable: no child can be started.
        """
        self._check_size(path)
        request = MakeRendition(str(path.absolute()), MediaType(media_type).value, str(out_dir.resolve()))
        with self._lock:
            reply = self._ask_text(request, self._limits.rendition_timeout_s)
        made = out_dir / reply.name if isinstance(reply, RenditionMade) else None
        # The child is not trusted: it may not have written the file, or a link in its place.
        if made is None or made.is_symlink() or not made.is_file():
            raise Unreadable("crashed", _CRASHED)
        return made

    def _check_size(self, path: Path) -> None:
        size = path.stat().st_size
        if size == 0:
            raise Unreadable("empty", "文件是空的（0 字节），请重新上传。")
        if size > self._limits.max_file_bytes:
            megabytes = self._limits.max_file_bytes // (1024 * 1024)
            raise Unreadable("too_large", f"文件超过 {megabytes} MB，请拆分或压缩图片后再投递。")

    def _with_ocr(self, path: Path, draft: Draft) -> Extraction:
        facts = Extraction(draft.media_type, draft.reader, (), draft.warnings, draft.classified, draft.hidden)
        if draft.classified:
            return facts
        read: dict[int, PageText] = {}
        for number in draft.to_ocr:
            page = self._read_page(OcrPage(str(path.absolute()), draft.media_type, number, is_first=number == 1))
            if page is None:
                return replace(facts, classified=True, hidden=())
            read[number] = page
        pages = tuple(read.get(page.number, page) for page in draft.pages)
        if sum(len(page.text) for page in pages) > self._limits.max_text_chars:
            raise Unreadable("too_large", "文件中的文字异常多，已停止处理，请核对文件来源。")
        return replace(facts, pages=pages, reader=f"{draft.reader}+{ENGINE}" if read else draft.reader)

    def _read_page(self, request: OcrPage) -> PageText | None:
        reply = self._ask_ocr(request)
        if not isinstance(reply, PageRead) or (reply.page is not None and reply.page.number != request.number):
            raise Unreadable("crashed", _CRASHED)
        return reply.page

    def _ask_text(self, request: Request, timeout_s: float) -> Reply:
        for _ in range(2):
            if self._text is not None and self._text.answered >= self._limits.requests_per_text_child:
                self._text.close()
            if self._text is None or not self._text.alive:
                self._text = Worker(self._limits, models=None)
            try:
                return _accepted(self._text.ask(request, timeout_s))
            except Interrupted:
                log.warning("reader process killed from outside; trying the file once more")
        raise Unreadable("crashed", _CRASHED)

    def _ask_ocr(self, request: OcrPage) -> Reply:
        for _ in range(2):
            if self._ocr is not None and self._ocr_is_spent(self._ocr):
                self._ocr.close()
            if self._ocr is None or not self._ocr.alive:
                self._ocr = Worker(self._limits, models=prepare_models(self._models_dir))
            try:
                return _accepted(self._ocr.ask(request, self._limits.ocr_page_timeout_s))
            except Interrupted:
                log.warning("OCR process killed from outside; trying the page once more")
        raise Unreadable("crashed", _CRASHED)

    def _ocr_is_spent(self, worker: Worker) -> bool:
        limits = self._limits
        return worker.answered >= limits.requests_per_ocr_child or worker.resident_bytes() > limits.ocr_recycle_bytes


def _accepted(reply: Reply) -> Reply:
    if isinstance(reply, Refused):
        if reply.fault:
            log.info("file refused: code=%s fault=%s", reply.code, reply.fault)
        raise Unreadable(reply.code, reply.message)
    return reply
