"""PDF → the same pages in a new file: no metadata, history, scripts, attachments, comments, forms or hidden layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf

from processors.extraction import Unreadable
from processors.hidden.pdf_shown import drop_remarks
from processors.renditions.pdf_content import clean_content, forms_below
from processors.renditions.pdf_layers import hidden_groups
from processors.renditions.pdf_pictures import picture_hiding_pages
from processors.renditions.picture_bytes import without_metadata

#: What a page may keep (ISO 32000-1, table 30). Everything else is a way to carry something along.
_PAGE_KEPT: Final = {"/Type", "/Parent", "/Resources", "/Contents", "/Rotate", "/Group", "/UserUnit"} | {
    "/MediaBox",
    "/CropBox",
    "/BleedBox",
    "/TrimBox",
    "/ArtBox",
}
#: Keys that carry something beside what is shown, on any object.
_DROPPED: Final = frozenset(
    {
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/OPI",
        "/Alternates",
        "/StructParent",
        "/StructParents",
        "/OC",
        "/Ref",
    }
    | {"/Measure", "/PtData", "/AF", "/Properties", "/ActualText"}
)
_FORBIDDEN: Final = _DROPPED | {"/AA", "/JS", "/EF", "/XFA", "/Annots", "/OpenAction"}
_BROKEN: Final = "PDF 结构异常，无法生成可公开的版本，请重新导出后再投递。"


def clean_pdf(path: Path, target: Path) -> None:
    """Write the public form of the PDF at `path` to `target`.

    Raises:
        Unreadable: `encrypted`, `broken`, or something that should be gone is still there.
    """
    try:
        with Pdf.open(path) as source, Pdf.new() as clean:
            _flatten(source)
            hidden = hidden_groups(source)
            for page in source.pages:
                _clean_page(source, page, hidden)
            clean.pages.extend(source.pages)
            for thing in _dictionaries(clean):
                _clean_dictionary(thing)
            _drop(clean.trailer, "/Info")
            clean.remove_unreferenced_resources()
            clean.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        picture_hiding_pages(target)
        _verify(target)
    except pikepdf.PasswordError as fault:
        raise Unreadable("encrypted", "PDF 已加密，无法生成可公开的版本，请投递未加密的版本。") from fault
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, KeyError, TypeError, RuntimeError) as fault:
        raise Unreadable("broken", _BROKEN) from fault


def _flatten(source: Pdf) -> None:
    """Print filled-in fields, stamps and what blackens into the pages; throw other annotations away."""
    for page in source.pages:
        drop_remarks(page)
    if "/AcroForm" in source.Root:
        _drop(source.Root["/AcroForm"], "/XFA")
        source.generate_appearance_streams()
    source.flatten_annotations("screen")


def _clean_page(source: Pdf, page: pikepdf.Page, hidden: frozenset[tuple[int, int]]) -> None:
    # Inherited keys come down to the page first: its ancestors stay behind.
    resources = page.resources
    for key in [key for key in page.obj.keys() if key not in _PAGE_KEPT]:  # noqa: SIM118 - a PDF dictionary iterates otherwise
        del page.obj[key]
    clean_content(source, page, hidden)
    for form in forms_below(resources):
        clean_content(source, form, hidden)


def _dictionaries(document: Pdf) -> Iterator[Object]:
    """Every dictionary and stream of a file, also those that stand inside another one."""
    waiting = list(document.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Dictionary | pikepdf.Stream):
            yield thing
            waiting += _inside(thing.values())
        elif isinstance(thing, Array):
            waiting += _inside(thing)


def _inside(values: Iterable[object]) -> list[Object]:
    # Indirect ones are in the file's own list; numbers and truth values come as Python's.
    return [value for value in values if isinstance(value, Object) and not value.is_indirect]


def _carried(thing: Object, keys: frozenset[str]) -> list[str]:
    """Which of the keys a dictionary has, except where the key is only the name that a page gave to a resource."""
    return [key for key in list(thing.keys()) if key in keys and not _is_resource(thing[key])]


def _is_resource(value: object) -> bool:
    if isinstance(value, pikepdf.Stream):
        return value.get("/Subtype") in {Name.Image, Name.Form} or "/PatternType" in value
    if isinstance(value, Dictionary):
        return value.get("/Type") in {Name.Font, Name.ExtGState, Name.Pattern} or "/ShadingType" in value
    return False


def _clean_dictionary(thing: Object) -> None:
    for key in _carried(thing, _DROPPED):
        del thing[key]
    if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Image and is_jpeg(thing):
        parameters = thing.get("/DecodeParms")
        thing.write(without_metadata(thing.read_raw_bytes()), filter=Name.DCTDecode)
        if parameters is not None:
            thing["/DecodeParms"] = parameters


def _drop(dictionary: Object, key: str) -> None:
    if key in dictionary:
        del dictionary[key]


def is_jpeg(picture: pikepdf.Stream) -> bool:
    """Whether the bytes of a picture are a JPEG file as they stand."""
    filters = picture.get("/Filter")
    return filters == Name.DCTDecode or (isinstance(filters, Array) and list(filters) == [Name.DCTDecode])


def _verify(target: Path) -> None:
    """Look at the written file, not at what was meant to be written."""
    with Pdf.open(target) as written:
        if set(written.Root.keys()) - {"/Type", "/Pages", "/Version"} or "/Info" in written.trailer:
            raise Unreadable("broken", _BROKEN)
        if any(_carried(thing, _FORBIDDEN) for thing in _dictionaries(written)):
            raise Unreadable("broken", _BROKEN)
