"""What parent and child say to each other. Everything from a child is checked here before it is believed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from processors.attributes.model import Attribute, Attributes
from processors.contents import Contents
from processors.extraction import InArchive, PageText
from processors.readers.draft import Draft
from processors.redaction.model import NOTHING_REDACTED, Box, Redactions
from processors.sandbox.limits import Limits
from processors.screening.model import MAX_QUOTE, WHOLE_FILE, Severity
from processors.sniff import MediaType
from processors.table_row import TableRow


@dataclass(frozen=True, slots=True)
class Start:
    """The first frame to a child. `models` is the folder of OCR models, for an OCR child only."""

    limits: Limits
    models: str | None


@dataclass(frozen=True, slots=True)
class Ready:
    """The child is set up. Each is false where the kernel does not permit it.

    `network_namespace`: it has one of its own; `closed_folders`: it sees its own alone; `refused_calls`: seccomp.
    """

    network_namespace: bool
    closed_folders: bool
    refused_calls: bool
    kind: Literal["ready"] = "ready"


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Read a file, and the contents of its text if no page is left for OCR.

    `mark_ruled_out` says that the confidentiality officer has found its classification mark to be none.
    `words` is the bureau's list of today (screening/word_list.py): a warm child knows of no other.
    """

    path: str
    mark_ruled_out: bool = False
    words: str = ""
    kind: Literal["read"] = "read"


@dataclass(frozen=True, slots=True)
class OcrPage:
    """Read page `number` (1-based) of a file from its picture. `is_first` asks for the check for a 密级 mark."""

    path: str
    media_type: str
    number: int
    is_first: bool
    kind: Literal["ocr"] = "ocr"


@dataclass(frozen=True, slots=True)
class MakeRendition:
    path: str
    media_type: str
    out_dir: str
    redactions: Redactions = NOTHING_REDACTED
    kind: Literal["rendition"] = "rendition"


@dataclass(frozen=True, slots=True)
class CopyAsPdf:
    """Make a PDF of a public OFD, or clean the PDF as which a public DOCX was printed; `redactions` were taken out."""

    path: str
    media_type: str
    out_dir: str
    redactions: Redactions = NOTHING_REDACTED
    kind: Literal["pdf_copy"] = "pdf_copy"


@dataclass(frozen=True, slots=True)
class SplitArchive:
    """Write the files of a ZIP into a folder, one by one."""

    path: str
    out_dir: str
    kind: Literal["split"] = "split"


@dataclass(frozen=True, slots=True)
class MakePicture:
    """Show page `number` (1-based), which is `inside` a file of a ZIP.

    `lines` are the boxes of what OCR read there, as fractions of the upright page.
    """

    path: str
    media_type: str
    number: int
    out_dir: str
    lines: tuple[Box, ...] = ()
    inside: InArchive | None = None
    kind: Literal["show"] = "show"


@dataclass(frozen=True, slots=True)
class LookUnder:
    """Which letters of a page's own text, in a PDF or an OFD, stand under an area of page `number` (1-based)."""

    path: str
    media_type: str
    number: int
    area: Box
    kind: Literal["look_under"] = "look_under"


@dataclass(frozen=True, slots=True)
class CountPages:
    """How many pages a PDF has."""

    path: str
    kind: Literal["count_pages"] = "count_pages"


@dataclass(frozen=True, slots=True)
class ReadTable:
    """Read a CSV or an XLSX as rows of cells."""

    path: str
    kind: Literal["read_table"] = "read_table"


@dataclass(frozen=True, slots=True)
class FileRead:
    """`contents` is None when pages are left for OCR, or the file is classified."""

    draft: Draft
    contents: Contents | None
    kind: Literal["draft"] = "draft"


@dataclass(frozen=True, slots=True)
class NeedsConversion:
    """The file is whole, as far as can be told, and has to be made a DOCX before it is read; of a ZIP, some files."""

    media_type: Literal[MediaType.DOC, MediaType.RTF, MediaType.ODT, MediaType.ZIP]
    kind: Literal["needs_conversion"] = "needs_conversion"


@dataclass(frozen=True, slots=True)
class ArchiveSplit:
    """Names of the files that were written, the document first: a number and a format, so that none leads elsewhere."""

    names: tuple[Annotated[str, Field(pattern=r"^[0-9]{1,3}\.(doc|rtf|odt|file)$")], ...]
    kind: Literal["archive_split"] = "archive_split"


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page from OCR; None when the page bears a classification mark, whose text stays in the child."""

    page: PageText | None
    kind: Literal["page"] = "page"


@dataclass(frozen=True, slots=True)
class RenditionMade:
    """The file's name inside the folder that was asked for. No other can be said, so none can lead elsewhere."""

    name: Literal["public.docx", "public.pdf", "public.ofd", "public.xlsx", "public.zip"]
    kind: Literal["made"] = "made"


@dataclass(frozen=True, slots=True)
class PictureMade:
    """As RenditionMade."""

    name: Literal["page.jpg"]
    kind: Literal["shown"] = "shown"


@dataclass(frozen=True, slots=True)
class PagesCounted:
    count: Annotated[int, Field(ge=1)]
    kind: Literal["pages_counted"] = "pages_counted"


@dataclass(frozen=True, slots=True)
class SeenUnder:
    """A page's text layer, the stretches (start, end) of it under the area, and the box that covers their letters."""

    layer: str
    stretches: tuple[tuple[int, int], ...]
    box: Box
    kind: Literal["seen_under"] = "seen_under"


@dataclass(frozen=True, slots=True)
class TableRead:
    """The rows that are not empty, in their order."""

    rows: tuple[TableRow, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Refused:
    """The file cannot be read: as in Unreadable. `fault` is the type's name of what a parser threw, or ""."""

    code: str
    message: str
    fault: str = ""
    kind: Literal["refused"] = "refused"


Request = (
    ReadFile | ReadTable | OcrPage | MakeRendition | CopyAsPdf | MakePicture | LookUnder | CountPages | SplitArchive
)
Made = RenditionMade | PictureMade
Seen = PageRead | PagesCounted | SeenUnder | TableRead
Reply = Ready | FileRead | NeedsConversion | ArchiveSplit | Made | Seen | Refused

_START: TypeAdapter[Start] = TypeAdapter(Start)
_REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")])
_REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")])


class NotUnderstood(Exception):
    """A frame that is no message of this protocol."""


def encode(message: Start | Request | Reply) -> bytes:
    match message:
        case Start():
            return _START.dump_json(message)
        case ReadFile() | ReadTable() | OcrPage() | SplitArchive():
            return _REQUEST.dump_json(message)
        case MakeRendition() | CopyAsPdf() | MakePicture() | LookUnder() | CountPages():
            return _REQUEST.dump_json(message)
        case _:
            return _REPLY.dump_json(message)


def decode_start(body: bytes) -> Start:
    return _START.validate_json(body)


def decode_request(body: bytes) -> Request:
    return _REQUEST.validate_json(body)


def decode_reply(body: bytes) -> Reply:
    """Check and build a reply.

    Raises:
        NotUnderstood: wrong shape, or page numbers and places that cannot be. The message holds none of the frame.
    """
    try:
        reply: Reply = _REPLY.validate_json(body)
    except (ValidationError, RecursionError):
        raise NotUnderstood("reply of a wrong shape") from None
    if isinstance(reply, FileRead):
        numbers = [page.number for page in reply.draft.pages]
        if numbers != list(range(1, len(numbers) + 1)) or not set(reply.draft.to_ocr) <= set(numbers):
            raise NotUnderstood("page numbers that cannot be")
        _check_hidden(reply.draft)
        _check_contents(reply.draft, reply.contents)
        for page in reply.draft.pages:
            _check_looks(page)
    if isinstance(reply, SeenUnder):
        _check_stretches(reply)
    if isinstance(reply, TableRead):
        _check_rows(reply)
    if isinstance(reply, PageRead) and reply.page is not None:
        _check_places(reply.page)
        _check_looks(reply.page)
    return reply


def _check_hidden(draft: Draft) -> None:
    """Hidden content names a page of the file or none, is short, and never stands in the way of an approval."""
    if draft.classified and draft.hidden:
        raise NotUnderstood("text of a classified file")
    for found in draft.hidden:
        is_placed = WHOLE_FILE <= found.page <= len(draft.pages) and (found.start, found.end) == (0, 0)
        if not is_placed or len(found.text) > MAX_QUOTE or found.severity is Severity.BLOCK:
            raise NotUnderstood("hidden content that cannot be")


def _check_contents(draft: Draft, contents: Contents | None) -> None:
    """Whatever is said of a text stands in that text; whether the rules found it there, only the child knows."""
    if (contents is None) != bool(draft.to_ocr or draft.classified):
        raise NotUnderstood("contents of what is not read, or none of what is")
    if contents is None:
        return
    marks = contents.printed.marks
    stated = [statement.attribute for statement in marks.statements]
    for attribute in (*_attributes_of(contents.printed.attributes), *stated, marks.legal_basis, marks.reason):
        if attribute is not None:
            _check_attribute(draft, attribute)
    for finding in contents.findings:
        _check_span(draft, finding.page, finding.start, finding.end, finding.text)


def _attributes_of(attributes: Attributes) -> Iterator[Attribute[object]]:
    values = (getattr(attributes, field.name) for field in fields(attributes))
    return (value for value in values if isinstance(value, Attribute))


def _check_attribute(draft: Draft, attribute: Attribute[Any]) -> None:
    evidence = attribute.evidence
    if not 0 <= attribute.confidence <= 1 or (evidence is None) != (attribute.value == ()):
        raise NotUnderstood("an attribute that cannot be")
    if evidence is not None:
        _check_span(draft, evidence.page, evidence.start, evidence.end, evidence.text)


def _check_span(draft: Draft, page: int, start: int, end: int, text: str) -> None:
    is_placed = 1 <= page <= len(draft.pages) and 0 <= start <= end
    if not is_placed or draft.pages[page - 1].text[start:end] != text:
        raise NotUnderstood("words that do not stand in the text")


def _check_rows(read: TableRead) -> None:
    numbers = [0, *(row.number for row in read.rows)]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise NotUnderstood("rows that cannot be")


def _check_stretches(seen: SeenUnder) -> None:
    is_placed = all(0 <= start < end <= len(seen.layer) for start, end in seen.stretches)
    if not is_placed or not all(0 <= edge <= 1 for edge in seen.box):
        raise NotUnderstood("letters that the layer has not")


def _check_looks(page: PageText) -> None:
    if not all(0 <= look.start <= look.end <= len(page.text) and 0 <= look.size < math.inf for look in page.looks):
        raise NotUnderstood("a line outside of its page")


def _check_places(page: PageText) -> None:
    for line in page.lines:
        if not 0 <= line.start <= line.end <= len(page.text) or not all(
            0 <= edge <= 1 for edge in (*line.box, line.score)
        ):
            raise NotUnderstood("a line outside of its page")
