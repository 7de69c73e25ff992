"""PDF: what the file carries beside its pages: properties, attachments, remarks, scripts, layers, earlier versions."""

from __future__ import annotations

import io
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Object, Pdf

from processors.hidden.collector import Collector
from processors.hidden.pdf_shown import annotations_of, is_remark, needs_showing, show
from processors.hidden.picture import HEAD_BYTES, note_inner, says_more
from processors.renditions.pdf import is_jpeg
from processors.renditions.pdf_content import forms_below, texts_for_programs
from processors.renditions.pdf_layers import hidden_groups
from processors.sandbox.limits import DEFAULT_LIMITS
from processors.screening.model import Finding, FindingKind

#: Document information that names people, offices and subjects; programs and dates are in everybody's files.
_PROPERTIES: Final = {
    "/Author": "作者",
    "/Subject": "主题",
    "/Keywords": "关键词",
    "/Company": "单位",
    "/Manager": "主管",
}
_PROGRAM_KEYS: Final = frozenset({"/Creator", "/Producer", "/CreationDate", "/ModDate", "/Title", "/Trapped"})
#: What programs write when nobody told them a name.
PLACEHOLDERS: Final = frozenset({"", "anonymous", "(anonymous)", "unspecified", "(unspecified)", "python-docx", "user"})
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_RDF_ITEM: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
#: Actions that do more than turn to a page or open an address that the reader sees (ISO 32000-1, table 198).
_ACTIVE: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/GoToR", "/RichMediaExecute"}
)
_HEAD_BYTES: Final = 2048
#: Gateways leave some bytes behind a file's end; a file is longer.
_STRAY_BYTES: Final = 64
_MAX_THINGS: Final = 5000
#: Flags of an annotation that no screen shows: Hidden and NoView (ISO 32000-1, table 165).
_NOT_SHOWN: Final = 0b100010


def hidden_in(path: Path) -> tuple[Finding, ...]:
    """Everything that the file carries beside its pages.

    Raises:
        pikepdf.PdfError: the file's structure cannot be followed.
    """
    found = Collector()
    revisions = _revisions(path)
    if revisions > 1:
        found.add(FindingKind.EARLIER_REVISION, f"文件中保存有 {revisions} 个先后版本")
    if _appended(path):
        found.add(FindingKind.EMBEDDED_FILE, "文件末尾附有其他数据")
    with Pdf.open(path) as source:
        _properties(source, found)
        for name in source.attachments:
            found.add(FindingKind.EMBEDDED_FILE, str(name))
        _layers(source, found)
        _actions(source, found)
        for number, page in enumerate(source.pages, start=1):
            _page(page.obj, number, found)
    return found.findings()


def shown(path: Path) -> Path | io.BytesIO:
    """The file itself, or a copy without hidden layers and remarks where it has some.

    A file that only PDFium can follow, or nobody without a password, comes back as it is; of the first `hidden_in`
    says that nobody could look.
    """
    try:
        with Pdf.open(path) as source:
            if not needs_showing(source):
                return path
            show(source)
            copy = io.BytesIO()
            source.save(copy)
    except (pikepdf.PasswordError, pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError):
        return path
    copy.seek(0)
    return copy


def _revisions(path: Path) -> int:
    """How often the file was ended: each end is a version that can be brought back (ISO 32000-1, 7.5.6)."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        count, position = 0, content.find(b"startxref")
        while position >= 0 and count < _MAX_THINGS:
            count += 1
            position = content.find(b"startxref", position + 9)
        # A file made for the web has a second table in front of its one version.
        return count - 1 if b"/Linearized" in content[:_HEAD_BYTES] else count


def _appended(path: Path) -> bool:
    """Whether something stands behind the end of the last version: another file, which other programs open."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = content.rfind(b"%%EOF")
        return end >= 0 and len(content[end + 5 : end + _HEAD_BYTES].strip(b"\0 \r\n\t\x1a")) > _STRAY_BYTES


def _properties(source: Pdf, found: Collector) -> None:
    information = source.trailer.get("/Info")
    if isinstance(information, Dictionary):
        for key in [key for key in information.keys() if key not in _PROGRAM_KEYS]:  # noqa: SIM118 - see renditions/pdf.py
            _property(found, _PROPERTIES.get(key, key.lstrip("/")), str(information[key]))
    metadata = source.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        for name, label in (("creator", "作者"), ("description", "说明"), ("subject", "主题")):
            for value in _xmp(metadata.read_bytes(), name):
                _property(found, label, value)


def _property(found: Collector, label: str, value: str) -> None:
    if value.strip().casefold() not in PLACEHOLDERS:
        found.add(FindingKind.DOCUMENT_PROPERTIES, f"{label}：{value.strip()}")


def _xmp(content: bytes, name: str) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(content.strip(b"\0 \r\n\t"), parser)
    for element in [] if root is None else root.iter(_DC + name):
        yield from (item.text for item in element.iter(_RDF_ITEM) if item.text)


def _layers(source: Pdf, found: Collector) -> None:
    hidden = hidden_groups(source)
    groups = source.Root["/OCProperties"].get("/OCGs", Array()) if hidden else ()
    names = [str(one.get("/Name", "")) for one in groups if one.objgen in hidden]
    for name in names or (["按条件隐藏"] if hidden else []):
        found.add(FindingKind.HIDDEN_LAYER, f"图层：{name}")


def _actions(source: Pdf, found: Collector) -> None:
    root = source.Root
    _action(root.get("/OpenAction"), found)
    if "/AA" in root:
        found.add(FindingKind.ACTIVE_CONTENT, "打开、保存或打印时的自动动作")
    names = root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        found.add(FindingKind.ACTIVE_CONTENT, "JavaScript")
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        found.add(FindingKind.ACTIVE_CONTENT, "XFA 动态表单")


def _action(action: Object | None, found: Collector, page: int = 0) -> None:
    if isinstance(action, Dictionary) and str(action.get("/S")) in _ACTIVE:
        found.add(FindingKind.ACTIVE_CONTENT, str(action["/S"]).lstrip("/"), page)


def _page(page: Object, number: int, found: Collector) -> None:
    for words in texts_for_programs(page):
        found.add(FindingKind.DOCUMENT_PROPERTIES, f"替代文字：{words}")
    _pictures(page, number, found)
    if "/AA" in page:
        found.add(FindingKind.ACTIVE_CONTENT, "翻到该页时的自动动作", number)
    if "/Thumb" in page:
        found.add(FindingKind.THUMBNAIL, "页面缩略图", number)
    for annotation in annotations_of(page):
        _action(annotation.get("/A"), found, number)
        if "/AA" in annotation:
            found.add(FindingKind.ACTIVE_CONTENT, "批注或表单域的自动动作", number)
        if str(annotation.get("/Subtype")) == "/FileAttachment":
            found.add(FindingKind.EMBEDDED_FILE, f"附在页面上的文件：{_words(annotation, '/Contents')}", number)
        elif str(annotation.get("/Subtype")) == "/Widget" and int(annotation.get("/F", 0)) & _NOT_SHOWN:
            found.add(FindingKind.HIDDEN_TEXT, f"隐藏的表单域：{_value(annotation)}", number)
        elif is_remark(annotation):
            who, what = _words(annotation, "/T"), _words(annotation, "/Contents")
            kind = str(annotation.get("/Subtype", "")).lstrip("/")
            found.add(FindingKind.COMMENT, f"{who}（{kind}）：{what}", number)


def _value(field: Object) -> str:
    """What is filled into a field, by itself or by the one above it (ISO 32000-1, 12.7.3.1)."""
    parent = field.get("/Parent")
    holder = field if "/V" in field or not isinstance(parent, Dictionary) else parent
    return _words(holder, "/V") or _words(holder, "/T")


def _pictures(page: Object, number: int, found: Collector) -> None:
    """What cameras wrote into the photographs of a page, also into those in its forms."""
    resources = page.get("/Resources")
    for holder in [resources, *(form.get("/Resources") for form in forms_below(resources))]:
        things = holder.get("/XObject") if isinstance(holder, Dictionary) else None
        for thing in dict(things.items()).values() if isinstance(things, Dictionary) else ():
            if isinstance(thing, pikepdf.Stream) and is_jpeg(thing):
                content = thing.read_raw_bytes()
                if says_more(content[:HEAD_BYTES]):
                    note_inner(content, DEFAULT_LIMITS, found, number)


def _words(annotation: Object, key: str) -> str:
    value = annotation.get(key)
    return "" if value is None else str(value)
