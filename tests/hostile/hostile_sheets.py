"""XLSX, OFD, PDF and ZIP files that mean harm by what they describe: merged cells, layers, letters, names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Final

from tests.hostile.hostile_others import saved
from tests.hostile.hostile_packages import docx, ofd, zipped
from tests.hostile.model import Hostile, Scene, refused, survived
from tests.hostile.raw_pdf import one_page, shown, stream

_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_IDS: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TEXT: Final = shown("A visible line of more than twenty characters") + b" "


def xlsx(sheet: str, styles: str = "", strings: str = "", sheets: int = 1) -> Callable[[Scene], bytes]:
    listed = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="r1"/>' for n in range(sheets))
    parts = {"worksheet": "sheet.xml", "styles": "styles.xml", "sharedStrings": "strings.xml"}
    links = "".join(
        f'<Relationship Id="r{n}" Type="http://x/{kind}" Target="{name}"/>'
        for n, (kind, name) in enumerate(parts.items(), start=1)
    )
    files = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f"<workbook {_MAIN} {_IDS}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}">{links}</Relationships>',
        "xl/sheet.xml": f"<worksheet {_MAIN}>{sheet}</worksheet>",
        "xl/styles.xml": f"<styleSheet {_MAIN}>{styles}</styleSheet>",
        "xl/strings.xml": f"<sst {_MAIN}>{strings}</sst>",
    }
    return lambda _: zipped(files)


def rows(count: int, cell: str = '<c t="str"><v>x</v></c>') -> str:
    return f"<sheetData>{f'<row>{cell}</row>' * count}</sheetData>"


def page_of(content: str) -> Callable[[Scene], bytes]:
    whole = ofd()
    text = str(whole["Doc/Page.xml"]).replace("</ofd:Layer>", f"{content}</ofd:Layer>", 1)
    return lambda _: zipped({**whole, "Doc/Page.xml": text})


def line(deltas: str, text: str = "xxxxxxxx") -> str:
    code = f'<ofd:TextCode X="0" Y="6" DeltaX="{deltas}">{text}</ofd:TextCode>'
    return f'<ofd:TextObject ID="9" Boundary="20 20 170 10" Size="6">{code}</ofd:TextObject>'


def layered(membership: bytes, root: bytes = b"") -> Callable[[Scene], bytes]:
    more = {6: b"<</Type/OCG/Name(x)>>", 7: membership}
    content = _TEXT + b"/OC /L BDC " + _TEXT + b" EMC"
    whole = one_page(content, root=b"/OCProperties<</OCGs[6 0 R]/D<<%s>>>>" % root, more=more)
    return lambda _: whole.replace(b"/Resources<<", b"/Resources<</Properties<</L 7 0 R>>", 1)


def archive(names: list[str], content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name in names:
            package.writestr(name, content)
    return written.getvalue()


_COVER: Final = (
    '<ofd:PathObject ID="10" Boundary="30 18 {} 14" Fill="true"><ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 L 0 9 C'
    "</ofd:AbbreviatedData></ofd:PathObject>"
)
_ODD_FORMATS: Final = (
    '<fonts><font><color rgb="xyz"/></font><font><color theme="-1" tint="abc"/></font></fonts>'
    '<fills><fill><patternFill patternType="solid"><fgColor indexed="99999999999999"/></patternFill></fill></fills>'
    '<cellXfs><xf fontId="0" fillId="0"/><xf fontId="-1" fillId="77777777777777"/></cellXfs>'
)
_EVERYTHING: Final = '<mergeCell ref="A1:XFD1048576"/>'
_DEEP: Final = b"[/Not" * 5000 + b" 6 0 R" + b"]" * 5000

SHEETS: tuple[Hostile, ...] = (
    survived(
        "100,000 merged cells over each other",
        xlsx(rows(5) + f"<mergeCells>{_EVERYTHING * 100_000}</mergeCells>"),
    ),
    survived(
        "merged cells that are none",
        xlsx(rows(5) + '<mergeCells><mergeCell ref="B9:A1"/><mergeCell ref="x"/><mergeCell/></mergeCells>'),
    ),
    survived(
        "formats that are none",
        xlsx(rows(5, '<c s="1" t="str"><v>x</v></c><c s="99999" t="s"><v>77</v></c>'), _ODD_FORMATS),
    ),
    survived(
        "widths that are none",
        xlsx('<cols><col min="1" max="1" width="nan"/><col min="2" max="9" width="x"/></cols>' + rows(5)),
    ),
    survived("formula that runs a program", xlsx(rows(1, "<c t=\"str\"><f>cmd|'/c calc'!A0</f><v>x</v></c>"))),
    survived("rows before the first", xlsx('<sheetData><row r="-1"><c r="A0" t="str"><v>x</v></c></row></sheetData>')),
    refused("1,200 sheets", xlsx(rows(1), sheets=1200), "too_many_pages"),
    survived("50,000 strings", xlsx(rows(1), strings="<si><t/></si>" * 50_000)),
    survived("letters a billion times apart", page_of(line("g 999999999 0.001") + _COVER.format(50))),
    survived("distances that are none", page_of(line("g g g x 9") + _COVER.format(50))),
    survived("200 covers over a line", page_of(line(" ".join(["6"] * 7)) + _COVER.format(3) * 200)),
    survived("1,000 lines under 100 covers", page_of(line("1 1 1") * 1000 + _COVER.format(50) * 100)),
    survived(
        "boxes that are none",
        page_of(
            '<ofd:TextObject ID="7" Boundary="nan 1e999 -1 x" Size="inf"><ofd:TextCode X="nan">x</ofd:TextCode>'
            "</ofd:TextObject>"
        ),
    ),
    survived("layer that is its own member", layered(b"<</Type/OCMD/OCGs 7 0 R/P/AllOn>>")),
    survived("layers by a rule that nobody knows", layered(b"<</Type/OCMD/OCGs[6 0 R null 5 (x)]/P/Never>>")),
    survived("expression 5,000 deep", layered(b"<</Type/OCMD/VE%s>>" % _DEEP)),
    survived(
        "usage that is none", layered(b"<</Type/OCMD>>", b"/AS[<</Event/View/OCGs[6 0 R 5 null]>> 7 (x)]/OFF[null 5]")
    ),
    survived("2,000 fills under a line", lambda _: one_page(b"1 0 0 rg " + b"9 9 50 50 re f " * 2000 + _TEXT)),
    survived(
        "instead of nothing",
        lambda _: one_page(
            b"/Span <</ActualText 5>> BDC "
            + _TEXT
            + b" EMC /S <</ActualText ["
            + b"[" * 100
            + b"]" * 101
            + b">> BDC EMC"
        ),
    ),
    survived(
        "photograph whose Exif is a loop",
        lambda _: one_page(
            b"q 9 0 0 9 9 9 cm /I Do Q " + _TEXT,
            more={
                6: stream(
                    b"\xff\xd8\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0"
                    + saved("JPEG")[2:],
                    b"/Type/XObject/Subtype/Image/Width 16/Height 16/ColorSpace/DeviceGray/BitsPerComponent 8"
                    b"/Filter/DCTDecode",
                )
            },
        ).replace(b"/Resources<<", b"/Resources<</XObject<</I 6 0 R>>", 1),
    ),
    refused(
        "40 old files in a ZIP",
        lambda _: archive(["notice.docx", *(f"附件{n}.rtf" for n in range(40))], b"{\\rtf1 x}"),
        "too_large",
    ),
    refused(
        "old file with a password in a ZIP",
        lambda _: archive(
            ["notice.rtf", "附件1.doc"],
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"),
        ),
        "broken",
        "encrypted",
    ),
    survived("names of 60,000 letters", lambda _: archive(["附件" + "x" * 60_000, "notice.docx"], zipped(docx()))),
    survived("names that are one", lambda _: archive(["notice.docx", "附件1", "附件１", "附件1/"], zipped(docx()))),
)
