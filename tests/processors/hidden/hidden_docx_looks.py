"""DOCX files that hide a word by looks and place: styles, colours, sizes, rows, boxes, fields, uncalled parts."""

from __future__ import annotations

from typing import Final

from tests.processors.hidden.hidden_packages import docx_of, part, run
from tests.processors.hidden.hidden_pdf_looks import photographed
from tests.processors.hidden.hidden_pdfs import MARK, Hiding

_RED: Final = '<w:color w:val="FF0000"/>'
_SPACES: Final = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_PAINT: Final = "http://schemas.microsoft.com/office/word/2010/wordml"


def paragraph(properties: str = "", looks: str = "", text: str = MARK) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, looks)}</w:p>"


def cell(content: str, table: str = "", row: str = "", properties: str = "") -> str:
    return (
        f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{properties}</w:tcPr>"
        f"{content}</w:tc></w:tr></w:tbl>"
    )


def box(place: str, text: str = MARK, fill: str = "", looks: str = "", size: str = 'cx="900000" cy="900000"') -> str:
    """A text box at a place: the elements wp:positionH and wp:positionV, or an attribute of its properties."""
    inner = f"<w:txbxContent><w:p>{run(text, looks)}</w:p></w:txbxContent>"
    hidden = 'hidden="1"' if place == "hidden" else ""
    where = "" if hidden else place
    return (
        f"<w:p {_SPACES}><w:r><w:drawing><wp:anchor>{where}<wp:extent {size}/><wp:docPr id='1' name='n' {hidden}/>"
        f"<a:graphic><a:graphicData><wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx>{inner}</wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


def at(axis: str, offset: int, origin: str = "page") -> str:
    return f'<wp:position{axis} relativeFrom="{origin}"><wp:posOffset>{offset}</wp:posOffset></wp:position{axis}>'


def styles(content: str) -> dict[str, bytes]:
    return {"word/styles.xml": part(content, "styles")}


def style(looks: str, kind: str = "paragraph", more: str = "") -> dict[str, bytes]:
    return styles(f'<w:style w:type="{kind}" w:styleId="Q"><w:rPr>{looks}</w:rPr>{more}</w:style>')


def field(code: str, in_code: str = "") -> str:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end"))
    return f"<w:p>{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{in_code}{middle}{run('果')}{end}</w:p>"


def vml(css: str) -> str:
    content = f"<v:textbox><w:txbxContent><w:p>{run(MARK)}</w:p></w:txbxContent></v:textbox>"
    return f'<w:p {_SPACES}><w:r><w:pict><v:shape style="{css}">{content}</v:shape></w:pict></w:r></w:p>'


_STYLED: Final = '<w:pStyle w:val="Q"/>'
_IN_STYLED: Final = '<w:tblStyle w:val="Q"/>'
_BLUE: Final = '<w:shd w:val="clear" w:fill="0070C0"/>'
_SHOWN_BY_HAND: Final = '<w:vanish w:val="0"/>'
_DEFAULTS: Final = f"<w:docDefaults><w:rPrDefault><w:rPr>{_RED}<w:sz w:val='3'/></w:rPr></w:rPrDefault></w:docDefaults>"
_UNLIKE: Final = (
    f"<w:p {_SPACES}><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:t>一</w:t></mc:Choice>"
    f"<mc:Fallback><w:t>{MARK}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
_WHITE_FILL: Final = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'

DOCX_LOOKS: Final = (
    Hiding("hidden by a paragraph style", "hidden_text", docx_of(paragraph(_STYLED), style("<w:vanish/>"))),
    Hiding(
        "hidden by a table style", "hidden_text", docx_of(cell(paragraph(), _IN_STYLED), style("<w:vanish/>", "table"))
    ),
    Hiding("white by a style", "invisible_text", docx_of(paragraph(_STYLED), style('<w:color w:val="FFFFFF"/>'))),
    Hiding("tiny by a style", "invisible_text", docx_of(paragraph(_STYLED), style('<w:sz w:val="2"/>'))),
    Hiding(
        "white by the theme",
        "invisible_text",
        docx_of(paragraph(looks='<w:color w:val="auto" w:themeColor="background1"/>')),
    ),
    Hiding("red on red", "covered_text", docx_of(paragraph(looks=f'{_RED}<w:shd w:val="clear" w:fill="FF0000"/>'))),
    Hiding("red under a red marker", "covered_text", docx_of(paragraph(looks=f'{_RED}<w:highlight w:val="red"/>'))),
    Hiding(
        "blue in a blue cell",
        "covered_text",
        docx_of(cell(paragraph(looks='<w:color w:val="0070C0"/>'), "", "", _BLUE)),
    ),
    Hiding("blue in a blue paragraph", "covered_text", docx_of(paragraph(_BLUE, '<w:color w:val="0070C0"/>'))),
    Hiding(
        "black on a solid pattern",
        "covered_text",
        docx_of(paragraph(looks='<w:color w:val="000000"/><w:shd w:val="solid" w:color="auto"/>')),
    ),
    Hiding(
        "white in a white box",
        "invisible_text",
        docx_of(box(at("H", 900_000), fill=_WHITE_FILL, looks='<w:color w:val="FFFFFF"/>')),
    ),
    Hiding("letters one percent wide", "invisible_text", docx_of(paragraph(looks='<w:w w:val="1"/>'))),
    Hiding(
        "letters without paint",
        "invisible_text",
        docx_of(paragraph(looks=f'<w14:textFill xmlns:w14="{_PAINT}"><w14:noFill/></w14:textFill>')),
    ),
    Hiding("line of one twip", "invisible_text", docx_of(paragraph('<w:spacing w:line="1" w:lineRule="exact"/>'))),
    Hiding("row of one twip", "hidden_text", docx_of(cell(paragraph(), "", '<w:trHeight w:val="1" w:hRule="exact"/>'))),
    Hiding("hidden row", "hidden_text", docx_of(cell(paragraph(), "", "<w:hidden/>"))),
    Hiding("cell that only goes on", "hidden_text", docx_of(cell(paragraph(), "", "", "<w:vMerge/>"))),
    Hiding("deleted cell", "tracked_change", docx_of(cell(paragraph(), "", "", "<w:cellDel w:id='1' w:author='a'/>"))),
    Hiding("indent beside the sheet", "off_page_text", docx_of(paragraph('<w:ind w:left="30000"/>'))),
    Hiding(
        "frame beside the sheet",
        "off_page_text",
        docx_of(paragraph('<w:framePr w:w="900" w:x="-9000" w:hAnchor="page"/>')),
    ),
    Hiding("box beside the sheet", "off_page_text", docx_of(box(at("H", -9_000_000)))),
    Hiding("box below the sheet", "off_page_text", docx_of(box(at("V", 99_000_000, "paragraph")))),
    Hiding("hidden box", "hidden_text", docx_of(box("hidden"))),
    Hiding("box without size", "invisible_text", docx_of(box(at("H", 900_000), size='cx="0" cy="0"'))),
    Hiding(
        "old box beside the sheet", "off_page_text", docx_of(vml("position:absolute;margin-left:-2000pt;width:90pt"))
    ),
    Hiding("old hidden box", "hidden_text", docx_of(vml("position:absolute;visibility:hidden"))),
    Hiding("another text for old programs", "hidden_text", docx_of(_UNLIKE)),
    Hiding("text in a field's code", "hidden_text", docx_of(field("IF 1=2", run(MARK)))),
    Hiding("field that fetches a file", "external_reference", docx_of(field(f'INCLUDETEXT "c:/{MARK}.docx"'))),
    Hiding(
        "header that nobody calls for",
        "hidden_text",
        docx_of("", {"word/h.xml": part(f"<w:p>{run(MARK)}</w:p>", "hdr")}, {"h.xml": "header"}),
    ),
    Hiding(
        "note that nobody calls for",
        "hidden_text",
        docx_of(
            "",
            {"word/n.xml": part(f'<w:footnote w:id="9"><w:p>{run(MARK)}</w:p></w:footnote>', "footnotes")},
            {"n.xml": "footnotes"},
        ),
    ),
    Hiding("data of a control", "document_properties", docx_of("", {"customXml/item1.xml": f"<a>{MARK}</a>".encode()})),
    Hiding(
        "building block",
        "document_properties",
        docx_of("", {"word/glossary/document.xml": part(f"<w:p>{run(MARK)}</w:p>", "glossaryDocument")}),
    ),
    Hiding("photograph", "picture_metadata", docx_of("", {"word/media/i.jpg": photographed()})),
    Hiding(
        "table's description",
        "document_properties",
        docx_of(cell(paragraph(text="格"), f'<w:tblCaption w:val="{MARK}"/>')),
    ),
)

#: What is seen although it looks like hiding: (name, body, parts).
SEEN: Final = (
    ("white on a dark cell", cell(paragraph(looks='<w:color w:val="FFFFFF"/>'), "", "", _BLUE), {}),
    ("shown against its style", paragraph(_STYLED, _SHOWN_BY_HAND), style("<w:vanish/>")),
    ("large against the defaults", paragraph(looks='<w:sz w:val="32"/>'), styles(_DEFAULTS)),
    ("box on the sheet", box(at("H", 900_000) + at("V", -90_000, "paragraph")), {}),
    ("box in a cell that counts from it", cell(box(at("H", -2_000_000))), {}),
    ("box that counts from a column", box(at("H", -2_000_000, "column")), {}),
    ("box that grows", box(at("H", 900_000), fill="<a:spAutoFit/>", size='cx="0" cy="0"'), {}),
    (
        "field that is never closed",
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF</w:instrText></w:r>{run(MARK)}</w:p>',
        {},
    ),
    (
        "drawn letters",
        f'<w:p {_SPACES}><w:r><w:pict><v:shape><v:textpath string="{MARK}"/></v:shape></w:pict></w:r></w:p>',
        {},
    ),
    (
        "understood by old programs alone",
        f"<w:p {_SPACES}><w:r><mc:AlternateContent><mc:Choice xmlns:z='urn:z' Requires='z'/>"
        f"<mc:Fallback><w:t>{MARK}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        {},
    ),
)
