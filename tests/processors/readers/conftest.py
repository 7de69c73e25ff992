from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.processors.hidden.digging import dug_out

OFD = "http://www.ofdspec.org/2016"

BodyBuilder = Callable[..., Path]


@pytest.fixture
def docx_with(tmp_path: Path) -> BodyBuilder:
    """A DOCX whose body is the given WordprocessingML; further parts and relations may be added."""

    def make(body: str, *, parts: dict[str, bytes] | None = None, relations: dict[str, str] | None = None) -> Path:
        plain, path = tmp_path / "plain.docx", tmp_path / "notice.docx"
        docx.Document().save(str(plain))
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as package:
            for name in source.namelist():
                content = source.read(name).decode("utf-8", "surrogateescape")
                if name == "word/document.xml":
                    content = re.sub(r"<w:body>.*?(?=<w:sectPr)", lambda _: f"<w:body>{body}", content, flags=re.DOTALL)
                if name == "word/_rels/document.xml.rels":
                    added = "".join(
                        f'<Relationship Id="x{number}" Type="http://x/{kind}" Target="{target}"/>'
                        for number, (target, kind) in enumerate((relations or {}).items())
                    )
                    content = content.replace("</Relationships>", f"{added}</Relationships>")
                package.writestr(name, content.encode("utf-8", "surrogateescape"))
            for name, extra in (parts or {}).items():
                package.writestr(name, extra)
        return path

    return make


@pytest.fixture
def ofd_with(tmp_path: Path) -> Callable[..., Path]:
    """An OFD of one page with the given text objects; elements of Document.xml, and parts, may be added or replaced."""

    def make(*lines: str, content: str = "", document: str = "", parts: dict[str, bytes] | None = None) -> Path:
        texts = "".join(
            f'<ofd:TextObject ID="{number}" Boundary="20 {20 * number} 170 10" Font="1" Size="6">'
            f'<ofd:TextCode X="0" Y="6">{line}</ofd:TextCode></ofd:TextObject>'
            for number, line in enumerate(lines, start=1)
        )
        space = f'xmlns:ofd="{OFD}"'
        files = {
            "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD">'
            "<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>"
            "<ofd:Author>秘密作者</ofd:Author></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {space}>"
            "<ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>DocumentRes.xml"
            '</ofd:DocumentRes></ofd:CommonData><ofd:Pages><ofd:Page ID="2" BaseLoc="Pages/Page_0/Content.xml"/>'
            f"</ofd:Pages>{document}</ofd:Document>",
            "Doc_0/DocumentRes.xml": f'<ofd:Res {space} BaseLoc="Res">'
            '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
            "<ofd:MediaFile>page.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
            "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="3">{texts}{content}'
            "</ofd:Layer></ofd:Content></ofd:Page>",
        }
        with zipfile.ZipFile(tmp_path / "notice.ofd", "w") as package:
            for name, body in (files | (parts or {})).items():
                package.writestr(name, body)
        return tmp_path / "notice.ofd"

    return make


@pytest.fixture
def everything_in() -> Callable[[Path], bytes]:
    """All bytes of a file, packed and unpacked: whatever anybody could dig out of it."""
    return dug_out
