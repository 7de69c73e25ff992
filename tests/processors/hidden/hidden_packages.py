"""DOCX and OFD files and pictures that hide a word, one for each way we know."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
from PIL import ExifTags, Image, PngImagePlugin

from tests.processors.hidden.hidden_pdfs import MARK, VISIBLE, Hiding

_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def docx_of(
    body: str, parts: Mapping[str, bytes] | None = None, relations: Mapping[str, str] | None = None
) -> Callable[[Path], None]:
    """A DOCX that shows VISIBLE and then has `body`. `relations` go from target to kind; an address is external."""

    def make(path: Path) -> None:
        plain = io.BytesIO()
        docx.Document().save(plain)
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name in source.namelist():
                if name not in (parts or {}):
                    package.writestr(name, _changed(name, source.read(name), body, relations or {}))
            for name, content in (parts or {}).items():
                package.writestr(name, content)

    return make


def _changed(name: str, content: bytes, body: str, relations: Mapping[str, str]) -> bytes:
    if name == "word/document.xml":
        whole = f"<w:body><w:p>{run(VISIBLE)}</w:p>{body}"
        return re.sub(rb"<w:body>.*?(?=<w:sectPr)", lambda _: whole.encode(), content, flags=re.DOTALL)
    if name == "word/_rels/document.xml.rels":
        added = "".join(
            f'<Relationship Id="x{number}" Type="http://x/{kind}" Target="{target}"'
            f"{' TargetMode=' + chr(34) + 'External' + chr(34) if ':' in target else ''}/>"
            for number, (target, kind) in enumerate(relations.items())
        )
        return content.replace(b"</Relationships>", f"{added}</Relationships>".encode())
    return content


def part(content: str, name: str = "comments") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<w:{name} {space}>{content}</w:{name}>".encode()


def properties(kind: str, element: str) -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/"
    return f'<Properties xmlns="{space}{kind}">{element}</Properties>'.encode()


_CUSTOM = f'<property name="来源"><lpwstr xmlns="urn:x">{MARK}</lpwstr></property>'
_DELETED_ROW = f"<w:tbl><w:tr><w:trPr><w:del w:id='1' w:author='{MARK}'/></w:trPr><w:tc><w:p>{run(MARK)}</w:p></w:tc>"
_STYLE = (
    b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="character" '
    b'w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)
_BLACK = '<w:highlight w:val="black"/>'
_BLACK_ON_BLACK = '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'
_COMMENT = f'<w:comment w:id="0" w:author="示例甲"><w:p>{run(MARK)}</w:p></w:comment>'

DOCX_HIDINGS = (
    Hiding(
        "deleted",
        "tracked_change",
        docx_of(f'<w:p><w:del w:id="1"><w:r><w:delText>{MARK}</w:delText></w:r></w:del></w:p>'),
    ),
    Hiding(
        "author of an insertion", "tracked_change", docx_of(f'<w:p><w:ins w:author="{MARK}">{run("加")}</w:ins></w:p>')
    ),
    Hiding("moved away", "tracked_change", docx_of(f"<w:p><w:moveFrom>{run(MARK)}</w:moveFrom></w:p>")),
    Hiding("comment", "comment", docx_of("", {"word/comments.xml": part(_COMMENT)}, {"comments.xml": "comments"})),
    Hiding("hidden", "hidden_text", docx_of(f"<w:p>{run(MARK, '<w:vanish/>')}</w:p>")),
    Hiding(
        "hidden by its style",
        "hidden_text",
        docx_of(
            f"<w:p>{run(MARK, '<w:rStyle w:val=' + chr(34) + 'Secret' + chr(34) + '/>')}</w:p>",
            {"word/styles.xml": _STYLE},
        ),
    ),
    Hiding(
        "white",
        "invisible_text",
        docx_of(f"<w:p>{run(MARK, '<w:color w:val=' + chr(34) + 'FEFEFE' + chr(34) + '/>')}</w:p>"),
    ),
    Hiding("blackened", "covered_text", docx_of(f"<w:p>{run(MARK, _BLACK)}</w:p>")),
    Hiding("black on black", "covered_text", docx_of(f"<w:p>{run(MARK, _BLACK_ON_BLACK)}</w:p>")),
    Hiding(
        "tiny", "invisible_text", docx_of(f"<w:p>{run(MARK, '<w:sz w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:p>")
    ),
    Hiding(
        "company",
        "document_properties",
        docx_of("", {"docProps/app.xml": properties("extended", f"<Company>{MARK}</Company>")}),
    ),
    Hiding(
        "custom property", "document_properties", docx_of("", {"docProps/custom.xml": properties("custom", _CUSTOM)})
    ),
    Hiding(
        "embedded workbook",
        "embedded_file",
        docx_of("", {f"word/embeddings/{MARK}.xlsx": MARK.encode()}, {f"embeddings/{MARK}.xlsx": "package"}),
    ),
    Hiding(
        "remote template",
        "external_reference",
        docx_of("", None, {f"https://example.invalid/{MARK}.dotm": "attachedTemplate"}),
    ),
    Hiding("linked picture", "external_reference", docx_of("", None, {f"file:///c:/{MARK}.png": "image"})),
    Hiding(
        "macro",
        "macro",
        docx_of("", {"word/vbaProject.bin": MARK.encode()}, {"vbaProject.bin": "vbaProject"}),
        quoted=False,
    ),
    Hiding(
        "another document",
        "embedded_file",
        docx_of("", {f"word/{MARK}.html": MARK.encode()}, {f"{MARK}.html": "aFChunk"}),
    ),
)


def ofd_of(
    document: str = "", content: str = "", information: str = "", parts: Mapping[str, bytes] | None = None
) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        files = {
            "OFD.xml": f'<ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:DocID>1</ofd:DocID>{information}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID>"
            "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
            f'<ofd:Page ID="2" BaseLoc="Page.xml"/></ofd:Pages>{document}</ofd:Document>',
            "Doc_0/Page.xml": f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="3">{ofd_text(VISIBLE, top=100)}{content}'
            "</ofd:Layer></ofd:Content></ofd:Page>",
        }
        with zipfile.ZipFile(path, "w") as package:
            for name, body in files.items():
                package.writestr(name, body)
            for name, extra in (parts or {}).items():
                package.writestr(name, extra)

    return make


def ofd_text(text: str, entries: str = "", top: int = 20) -> str:
    return (
        f'<ofd:TextObject ID="8" {entries} Boundary="20 {top} 170 10" Font="1" Size="6">'
        f'<ofd:TextCode X="0" Y="6">{text}</ofd:TextCode></ofd:TextObject>'
    )


def red(element: str, before: str) -> str:
    return element.replace(f"<ofd:{before}", f'<ofd:FillColor Value="255 0 0"/><ofd:{before}', 1)


_ANNOTATION = (
    f'<ofd:PageAnnot {_OFD}><ofd:Annot Creator="示例甲"><ofd:Remark>{MARK}</ofd:Remark></ofd:Annot></ofd:PageAnnot>'
)
_ATTACHMENT = f'<ofd:Attachments {_OFD}><ofd:Attachment ID="1" Name="{MARK}"/></ofd:Attachments>'

_BOX = (
    '<ofd:PathObject ID="9" Boundary="20 20 60 10" Fill="true"><ofd:AbbreviatedData>M 0 0 L 60 0 L 60 10 L 0 10 C'
    "</ofd:AbbreviatedData></ofd:PathObject>"
)

OFD_HIDINGS = (
    Hiding(
        "annotation",
        "comment",
        ofd_of("<ofd:Annotations>a.xml</ofd:Annotations>", parts={"Doc_0/a.xml": _ANNOTATION.encode()}),
    ),
    Hiding(
        "attachment",
        "embedded_file",
        ofd_of("<ofd:Attachments>t.xml</ofd:Attachments>", parts={"Doc_0/t.xml": _ATTACHMENT.encode()}),
    ),
    Hiding("invisible object", "hidden_layer", ofd_of(content=ofd_text(MARK, 'Visible="false"'))),
    Hiding("author", "document_properties", ofd_of(information=f"<ofd:Author>{MARK}</ofd:Author>")),
    Hiding("off the page", "off_page_text", ofd_of(content=ofd_text(MARK).replace("20 20", "20 400"))),
    Hiding(
        "white",
        "invisible_text",
        ofd_of(content=ofd_text(MARK).replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode')),
    ),
    Hiding("covered", "covered_text", ofd_of(content=ofd_text(MARK) + _BOX)),
    Hiding(
        "red on red", "covered_text", ofd_of(content=red(_BOX, "AbbreviatedData") + red(ofd_text(MARK), "TextCode"))
    ),
    Hiding(
        "box of no size", "invisible_text", ofd_of(content=ofd_text(MARK).replace("20 20 170 10", "20 20 0.01 0.01"))
    ),
    Hiding("beside its box", "invisible_text", ofd_of(content=ofd_text(MARK).replace('X="0"', 'X="900"'))),
    Hiding("transparent", "invisible_text", ofd_of(content=ofd_text(MARK, 'Alpha="0"'))),
)


def photographed(path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = MARK
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    Image.new("RGB", (300, 200), "white").save(path, "JPEG", exif=exif)


def captioned(path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", MARK)
    Image.new("RGB", (300, 200), "white").save(path, "PNG", pnginfo=info)


def scanned(path: Path) -> None:
    Image.new("RGB", (300, 200), "white").save(path, "TIFF", tiffinfo={ExifTags.Base.DocumentName: MARK})


PICTURE_HIDINGS = (
    Hiding("photograph", "picture_metadata", photographed),
    Hiding("caption", "picture_metadata", captioned),
    Hiding("scan", "picture_metadata", scanned),
)
