"""What a child does with a request: which reader, which page, and how every failure is told."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from PIL import Image

from processors.contents import contents_of
from processors.extraction import PageText, Source, Unreadable
from processors.hidden.find import with_hidden
from processors.readers.draft import Draft, HoldsOldFormats
from processors.sandbox.limits import Limits
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
from processors.screening.classification import marks_ruled_out, stops_reading
from processors.screening.word_list import from_wire
from processors.screening.words import Words
from processors.sniff import MediaType, sniff


class Workbench:
    """Answers requests. `models` is given to an OCR child only; the engine is loaded at once then."""

    def __init__(self, limits: Limits, models: Path | None) -> None:
        self._limits = limits
        self._ocr = None
        if models is not None:
            from processors.ocr.paddle import PageReader

            self._ocr = PageReader(models, threads=2)

    def answer(self, request: Request) -> Reply:
        """Do what is asked. Never raises: whatever a parser throws becomes a Refused."""
        try:
            match request:
                case ReadFile():
                    with marks_ruled_out(request.mark_ruled_out):
                        return _read(Path(request.path), self._limits, from_wire(request.words))
                case OcrPage():
                    return self._read_page(request)
                case MakeRendition() | CopyAsPdf():
                    return _made(request, self._limits)
                case MakePicture() | LookUnder() | CountPages():
                    return _looked_at(request, self._limits)
                case ReadTable() | SplitArchive():
                    return _taken_apart(request, self._limits)
                case _ as never:
                    assert_never(never)
        except HoldsOldFormats:
            return NeedsConversion(MediaType.ZIP)
        except Unreadable as refusal:
            cause = refusal.__cause__
            return Refused(refusal.code, refusal.message, type(cause).__name__ if cause else "")
        except MemoryError:
            return Refused("too_large", "处理该文件所需内存超过上限，请拆分或降低分辨率后再投递。", "MemoryError")
        except Exception as fault:  # noqa: BLE001 - parsers throw anything; only the type's name may leave, never the text
            return Refused("broken", "文件内容异常，无法读取，请用原来的软件重新保存后再投递。", type(fault).__name__)

    def _read_page(self, request: OcrPage) -> PageRead:
        if self._ocr is None:
            raise RuntimeError("this child was started without OCR models")
        picture = picture_of(Path(request.path), MediaType(request.media_type), request.number, self._limits)
        text, lines = self._ocr.read(picture)
        if request.is_first and stops_reading(text):
            return PageRead(None)
        return PageRead(PageText(request.number, text, Source.OCR, lines))


def _read(path: Path, limits: Limits, words: Words | None) -> FileRead | NeedsConversion:
    match sniff(path):
        case (MediaType.DOC | MediaType.RTF | MediaType.ODT) as media_type:
            from processors.readers import office

            office.check(path, media_type, limits)
            return NeedsConversion(media_type)
        case _:
            draft = _with_hidden(path, limits)
            is_whole = not draft.to_ocr and not draft.classified
            return FileRead(draft, contents_of(draft.pages, words) if is_whole else None)


def _with_hidden(path: Path, limits: Limits) -> Draft:
    return with_hidden(read_file(path, limits), path, limits)


def read_file(path: Path, limits: Limits) -> Draft:
    """Read whatever the file turns out to be; DOC, RTF and ODT have to be converted first.

    Raises:
        Unreadable: see the readers.
    """
    media_type = sniff(path)
    match media_type:
        case MediaType.DOCX:
            from processors.readers import docx

            return docx.read(path, limits)
        case MediaType.PDF:
            from processors.readers import pdf

            return pdf.read(path, limits)
        case MediaType.OFD:
            from processors.readers import ofd

            return ofd.read(path, limits)
        case MediaType.XLSX:
            from processors.readers import spreadsheet

            return spreadsheet.read(path, limits)
        case MediaType.ZIP:
            from processors.readers import archive

            return archive.read(path, limits, _with_hidden)
        case MediaType.JPEG | MediaType.PNG | MediaType.BMP | MediaType.TIFF | MediaType.HEIC:
            from processors.readers import image

            return image.read(path, media_type, limits)
        case MediaType.DOC | MediaType.RTF | MediaType.ODT:
            raise ValueError("to be converted first")
        case _ as never:
            assert_never(never)


def _taken_apart(request: ReadTable | SplitArchive, limits: Limits) -> TableRead | ArchiveSplit:
    match request:
        case ReadTable():
            from processors.readers.table import read_table

            return TableRead(read_table(Path(request.path), limits))
        case SplitArchive():
            return _split(request, limits)


def _split(request: SplitArchive, limits: Limits) -> ArchiveSplit:
    from processors.readers import archive

    return ArchiveSplit(archive.split(Path(request.path), Path(request.out_dir), limits))


def picture_of(path: Path, media_type: MediaType, number: int, limits: Limits) -> Image.Image:
    """The upright picture of page `number` (1-based), RGB.

    Raises:
        Unreadable: see the readers.
    """
    match media_type:
        case MediaType.PDF:
            from processors.readers import pdf

            return pdf.picture_of(path, number)
        case MediaType.OFD:
            from processors.readers import ofd

            return ofd.picture_of(path, number, limits)
        case MediaType.JPEG | MediaType.PNG | MediaType.BMP | MediaType.TIFF | MediaType.HEIC:
            from processors.readers import image

            return image.picture_of(path, media_type, number, limits)
        case MediaType.ZIP:
            from processors.readers import archive

            def picture_in(member: archive.Member, page: int) -> Image.Image:
                return picture_of(member.path, member.media_type, page, limits)

            return archive.picture_of(path, number, limits, read_file, picture_in)
        case MediaType.DOCX:
            from processors.readers import docx

            return docx.picture_of(path, number, limits)
        case MediaType.XLSX | MediaType.DOC | MediaType.RTF | MediaType.ODT:
            raise ValueError("a format without page pictures")
        case _ as never:
            assert_never(never)


def _made(request: MakeRendition | CopyAsPdf, limits: Limits) -> RenditionMade:
    match request:
        case MakeRendition():
            return _make_rendition(request, limits)
        case CopyAsPdf():
            return _copy_as_pdf(request, limits)


def _make_rendition(request: MakeRendition, limits: Limits) -> RenditionMade:
    from processors.renditions.public import public_rendition

    made = public_rendition(
        Path(request.path), MediaType(request.media_type), Path(request.out_dir), limits, request.redactions
    )
    match made.suffix:
        case ".docx":
            return RenditionMade("public.docx")
        case ".ofd":
            return RenditionMade("public.ofd")
        case ".xlsx":
            return RenditionMade("public.xlsx")
        case ".zip":
            return RenditionMade("public.zip")
        case _:
            return RenditionMade("public.pdf")


def _copy_as_pdf(request: CopyAsPdf, limits: Limits) -> RenditionMade:
    from processors.renditions.pdf_copy import pdf_copy

    kind = MediaType(request.media_type)
    pdf_copy(Path(request.path), kind, Path(request.out_dir), limits, request.redactions)
    return RenditionMade("public.pdf")


def _looked_at(request: MakePicture | LookUnder | CountPages, limits: Limits) -> PictureMade | SeenUnder | PagesCounted:
    match request:
        case MakePicture():
            return _make_picture(request, limits)
        case LookUnder():
            return _look_under(request, limits)
        case CountPages():
            return _count_pages(request, limits)


def _make_picture(request: MakePicture, limits: Limits) -> PictureMade:
    from processors.renditions.page_picture import page_picture

    page_picture(
        Path(request.path),
        MediaType(request.media_type),
        request.number,
        request.lines,
        Path(request.out_dir),
        limits,
        request.inside,
    )
    return PictureMade("page.jpg")


def _look_under(request: LookUnder, limits: Limits) -> SeenUnder:
    from processors.renditions.under_area import layer_under

    kind = MediaType(request.media_type)
    return SeenUnder(*layer_under(Path(request.path), kind, request.number, request.area, limits))


def _count_pages(request: CountPages, limits: Limits) -> PagesCounted:
    from processors.renditions.page_picture import count_pages

    return PagesCounted(count_pages(Path(request.path), limits))
