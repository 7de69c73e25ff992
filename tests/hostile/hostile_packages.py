"""DOCX, OFD and ZIP files that mean harm: bombs, loops, entities, names that lead elsewhere."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping

from tests.hostile.model import Hostile, Scene, refused, survived

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MIB = 1024 * 1024
_PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return written.getvalue()


def docx(body: str = _PARAGRAPH.format("x"), **more: bytes | str) -> dict[str, bytes | str]:
    """The parts of a small DOCX; keywords replace or add parts of word/."""
    return {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}.xml": content for name, content in more.items()},
    }


def ofd(pages: int = 1, root: str = "Doc/Document.xml", content: str = "") -> dict[str, bytes | str]:
    code = '<ofd:TextCode X="0" Y="6">x</ofd:TextCode>'
    text = f'<ofd:TextObject ID="8" Boundary="20 20 170 10" Size="6">{code}</ofd:TextObject>'
    listed = "".join(f'<ofd:Page ID="{number + 2}" BaseLoc="Page.xml"/>' for number in range(pages))
    return {
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc/Page.xml": f'<ofd:Page {_OFD}>{content}<ofd:Content><ofd:Layer ID="3">{text}</ofd:Layer></ofd:Content>'
        "</ofd:Page>",
    }


def with_document(prolog: str, body: str = _PARAGRAPH.format("&x;")) -> bytes:
    whole = f"<?xml version='1.0'?>{prolog}<w:document {_W}><w:body>{body}</w:body></w:document>"
    return zipped({**docx(), "word/document.xml": whole})


def nested(depth: int) -> bytes:
    inner = b"x" * _MIB
    for level in range(depth):
        inner = zipped({f"{level}.zip": inner})
    return zipped({"notice.docx": inner})


def overlapping() -> bytes:
    """Many names for the same packed bytes (David Fifield's construction)."""
    whole = zipped({**docx(), "word/bomb.xml": bytes(4 * _MIB)})
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    directory = whole[start:end]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    grown = directory + last * 60
    count = 3 + 60
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(grown), start, 0)
    return whole[:start] + grown + tail


def lying() -> bytes:
    """A part that says it is small and unpacks to more than any part may."""
    whole = zipped({**docx(), "word/document.xml": bytes(20 * _MIB)})
    return whole.replace((20 * _MIB).to_bytes(4, "little"), (500).to_bytes(4, "little"))


def symlink(scene: Scene) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        entry = zipfile.ZipInfo("word/document.xml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(entry, scene.secret)
    return written.getvalue()


def duplicates() -> bytes:
    written = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(written, "w") as package:
        warnings.simplefilter("ignore")
        for text in ("one", "two"):
            for name, content in docx(_PARAGRAPH.format(text)).items():
                package.writestr(name, content)
    return written.getvalue()


def patched(content: bytes, local: int, central: int, value: bytes) -> bytes:
    """The same zip with a field of every entry's two headers replaced."""
    body = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        place = body.find(signature)
        while place >= 0:
            body[place + offset : place + offset + len(value)] = value
            place = body.find(signature, place + 4)
    return bytes(body)


def related(target: str, kind: str = "header", mode: str = "") -> bytes:
    relation = f'<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" {mode}/>'
    files = {
        **docx(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>',
    }
    return zipped(files)


def _tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + _PARAGRAPH.format("x") + "</w:tc></w:tr></w:tbl>" * depth


def _styles() -> str:
    loop = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    return f'<w:styles {_W}>{loop}<w:style w:styleId="C"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'


def fixed(make: Callable[[], bytes]) -> Callable[[Scene], bytes]:
    return lambda _: make()


_DOUBLED = "".join(f"<!ENTITY a{level + 1} '&a{level};&a{level};'>" for level in range(30))
_LAUGHS = f"<!DOCTYPE d [<!ENTITY a0 'ha'>{_DOUBLED}<!ENTITY x '&a30;'>]>"
_BREAK = '<w:p><w:r><w:t>x</w:t><w:br w:type="page"/></w:r></w:p>'

PACKAGES: tuple[Hostile, ...] = (
    refused("docx bomb", fixed(lambda: zipped({**docx(), "word/b.xml": bytes(64 * _MIB)})), "too_large"),
    refused("docx of many entries", fixed(lambda: zipped(docx(**{f"p{n}": "" for n in range(3000)}))), "too_large"),
    refused("docx with a main part too large", fixed(lambda: zipped(docx(" " * 20 * _MIB))), "too_large"),
    refused("docx that lies about its size", fixed(lying), "broken", "too_large"),
    refused("docx of overlapping entries", fixed(overlapping), "broken", "too_large"),
    refused("ofd bomb", fixed(lambda: zipped({**ofd(), "Doc/b.xml": bytes(64 * _MIB)})), "too_large"),
    refused("ofd of many entries", fixed(lambda: zipped({**ofd(), **{f"{n}": b"" for n in range(3000)}})), "too_large"),
    survived("zip bomb", fixed(lambda: zipped({"notice.txt": bytes(64 * _MIB)}))),
    survived("zip in zip in zip", fixed(lambda: nested(8))),
    survived("zip of many entries", fixed(lambda: zipped({f"{n}.docx": b"" for n in range(3000)}))),
    survived("names that climb", fixed(lambda: zipped({**docx(), "../../escape.xml": "x", "..\\escape": "x"}))),
    survived("absolute names", fixed(lambda: zipped({**docx(), "/tmp/escape.xml": "x", "C:\\escape": "x"}))),
    survived("names with zero and line feed", fixed(lambda: zipped({**docx(), "word/a\nb\x00c.xml": "x"}))),
    refused("symbolic link as main part", symlink, "broken"),
    survived("two main parts", fixed(duplicates)),
    refused("encrypted entries", fixed(lambda: patched(zipped(docx()), 6, 8, b"\x01\x00")), "encrypted"),
    refused("unknown packing", fixed(lambda: patched(zipped(docx()), 8, 10, b"\x63\x00")), "broken"),
    refused("billion laughs", fixed(lambda: with_document(_LAUGHS)), "broken"),
    refused(
        "entity of a file",
        lambda scene: with_document(f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{scene.secret}">]>'),
        "broken",
    ),
    refused(
        "entity of an address",
        lambda scene: with_document(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{scene.address}">]>'),
        "broken",
    ),
    refused(
        "document type from an address", lambda scene: with_document(f'<!DOCTYPE d SYSTEM "{scene.address}">'), "broken"
    ),
    refused(
        "parameter entity",
        lambda scene: with_document(f'<!DOCTYPE d [<!ENTITY % p SYSTEM "{scene.address}"> %p;]>', ""),
        "broken",
    ),
    survived(
        "inclusion of a file",
        lambda scene: with_document(
            "", f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{scene.secret}" parse="text"/>'
        ),
    ),
    refused("deep nesting", fixed(lambda: zipped(docx("<w:x>" * 50_000 + "</w:x>" * 50_000))), "broken"),
    survived("tables in tables", fixed(lambda: zipped(docx(_tables(70))))),
    survived("huge attribute", fixed(lambda: zipped(docx(f'<w:p w:x="{"x" * 6 * _MIB}"/>')))),
    survived(
        "many attributes",
        fixed(lambda: zipped(docx("<w:p " + " ".join(f"a{n}=''" for n in range(50_000)) + "/>"))),
    ),
    survived(
        "many namespaces", fixed(lambda: zipped(docx("".join(f'<n{n}:a xmlns:n{n}="u{n}"/>' for n in range(20_000)))))
    ),
    survived("style based on itself", fixed(lambda: zipped(docx(styles=_styles())))),
    refused("wrong encoding", fixed(lambda: zipped({**docx(), "word/document.xml": b"\xff\xfe\x00<\xd8"})), "broken"),
    refused("no main part", fixed(lambda: zipped({"[Content_Types].xml": "<Types/>", "word/x.xml": "<x/>"})), "broken"),
    refused("docx of 1,200 pages", fixed(lambda: zipped(docx(_BREAK * 1200))), "too_many_pages"),
    survived("part that refers to itself", fixed(lambda: related("document.xml"))),
    survived("reference that climbs", fixed(lambda: related("../../../../../../etc/passwd"))),
    survived("remote template", lambda scene: related(scene.address, "attachedTemplate", 'TargetMode="External"')),
    survived("remote picture", lambda scene: related(scene.address, "image", 'TargetMode="External"')),
    survived("ofd of 1,200 pages", fixed(lambda: zipped(ofd(1200)))),
    survived("ofd root that climbs", lambda scene: zipped(ofd(root=f"../../..{scene.secret}"))),
    survived("ofd page that is its own template", fixed(lambda: zipped(ofd(content='<ofd:Template TemplateID="2"/>')))),
    survived("ofd without pages", fixed(lambda: zipped(ofd(0)))),
    survived(
        "ofd with an entity",
        lambda scene: zipped(
            {**ofd(), "OFD.xml": f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{scene.secret}">]><a>&x;</a>'}
        ),
    ),
)
