"""An OFD page as it is drawn: what a viewer shows is there, at its place; what nobody sees is not."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import reportlab
from PIL import Image

from processors.drawing.faces import Face
from processors.drawing.ofd import draw_ofd
from processors.extraction import Unreadable
from processors.readers.ofd import read
from processors.sandbox.limits import DEFAULT_LIMITS

OfdWith = Callable[..., Path]
SHARED = Path(__file__).resolve().parents[3].parent / "shared"
REAL = [*sorted((SHARED / "samples" / "ofd").glob("*.ofd")), *sorted((SHARED / "hostile" / "ofd").glob("*.ofd"))]
#: The picture has four points in a millimetre.
SCALE = 4
RED = (255, 0, 0)
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def looked_at(path: Path, number: int = 1, *, with_marks: bool = False) -> Image.Image:
    document = pypdfium2.PdfDocument(draw_ofd(path, DEFAULT_LIMITS, number=number, with_marks=with_marks))
    picture = document[0].render(scale=SCALE * 25.4 / 72).to_pil().convert("RGB")
    document.close()
    return picture


def text_of(path: Path, *, with_marks: bool = False) -> str:
    document = pypdfium2.PdfDocument(draw_ofd(path, DEFAULT_LIMITS, with_marks=with_marks))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def ink(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> float:
    """The share of points that are darker than paper in a box, in millimetres."""
    box = tuple(round(edge * SCALE) for edge in (left, top, right, bottom))
    return float((np.asarray(picture.convert("L").crop(box)) < 160).mean())


def colour(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    return picture.getpixel((round(x * SCALE), round(y * SCALE)))


def png(mode: str, colour: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, (40, 40), colour).save(written, "PNG")
    return written.getvalue()


def seal(picture: bytes) -> bytes:
    """The skeleton of an electronic seal (GB/T 38540-2020): its picture between other things."""

    def element(tag: int, content: bytes) -> bytes:
        return bytes([tag, 0x83]) + len(content).to_bytes(3, "big") + content

    pictured = element(0x30, element(0x16, b"PNG") + element(0x04, picture) + element(2, b"\x28") + element(2, b"\x28"))
    return element(0x30, element(0x30, element(0x16, b"ES") + element(2, b"\x04")) + pictured)


def signed(page: str, picture: bytes) -> dict[str, bytes]:
    """The parts of a signature with a seal of 40 by 40 millimetres at 20, 20."""
    return {
        "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {SPACE}><ofd:Signature ID="1" BaseLoc="S/Signature.xml"/>'
        "</ofd:Signatures>".encode(),
        "Doc_0/Signs/S/Signature.xml": f"<ofd:Signature {SPACE}><ofd:SignedInfo><ofd:Seal><ofd:BaseLoc>Seal.esl"
        f'</ofd:BaseLoc></ofd:Seal><ofd:StampAnnot ID="s" PageRef="{page}" Boundary="20 20 40 40"/></ofd:SignedInfo>'
        "</ofd:Signature>".encode(),
        "Doc_0/Signs/S/Seal.esl": seal(picture),
    }


def test_letters_stand_where_the_file_says_and_can_be_searched(ofd_with: OfdWith) -> None:
    path = ofd_with("示例区人力资源和社会保障局", "", "关于开展稳岗返还工作的通知")
    picture = looked_at(path)
    assert picture.size == pytest.approx((210 * SCALE, 297 * SCALE), abs=1)
    assert ink(picture, 20, 20, 98, 27) > 0.1
    assert ink(picture, 20, 60, 98, 67) > 0.1
    assert ink(picture, 20, 30, 98, 55) == 0
    assert text_of(path).split() == ["示例区人力资源和社会保障局", "关于开展稳岗返还工作的通知"]


def test_distances_between_letters_are_the_files(ofd_with: OfdWith) -> None:
    line = (
        '<ofd:TextObject ID="9" Boundary="20 100 170 10" Font="1" Size="6">'
        '<ofd:TextCode X="0" Y="6" DeltaX="g 2 40 20">甲乙丙丁</ofd:TextCode></ofd:TextObject>'
    )
    picture = looked_at(ofd_with(content=line))
    for left in (20, 60, 100, 120):
        assert ink(picture, left, 100, left + 6, 107) > 0.05
    for gap in ((27, 59), (67, 99), (107, 119)):
        assert ink(picture, gap[0], 95, gap[1], 112) == 0


def test_a_wide_letter_of_a_stand_in_is_made_as_narrow_as_its_place(ofd_with: OfdWith) -> None:
    line = (
        '<ofd:TextObject ID="9" Boundary="20 100 170 10" Font="1" Size="6">'
        '<ofd:TextCode X="0" Y="6" DeltaX="g 3 3">WWWW</ofd:TextCode></ofd:TextObject>'
    )
    picture = np.asarray(looked_at(ofd_with(content=line)).convert("L"))
    between = picture[100 * SCALE : 108 * SCALE, 23 * SCALE - 1 : 23 * SCALE + 1]
    assert between.max() > 160


def test_a_glyph_number_of_an_embedded_font_is_what_is_seen_and_the_code_is_what_it_means(ofd_with: OfdWith) -> None:
    resources = (
        f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="Own">'
        "<ofd:FontFile>own.ttf</ofd:FontFile></ofd:Font></ofd:Fonts></ofd:Res>"
    ).encode()
    parts = {"Doc_0/DocumentRes.xml": resources, "Doc_0/Res/own.ttf": VERA.read_bytes()}
    number = Face(VERA).glyph("B")
    changed = (
        '<ofd:TextObject ID="9" Boundary="20 20 170 10" Font="1" Size="6">'
        '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1">'
        f"<ofd:Glyphs>{number}</ofd:Glyphs></ofd:CGTransform>"
        '<ofd:TextCode X="0" Y="6">A</ofd:TextCode></ofd:TextObject>'
    )
    shown = looked_at(ofd_with("B", parts=parts))
    path = ofd_with(content=changed, parts=parts)
    assert looked_at(path).tobytes() == shown.tobytes()
    assert looked_at(ofd_with("A", parts=parts)).tobytes() != shown.tobytes()
    assert text_of(path).split() == ["A"]


def test_lines_and_areas_have_their_colours_also_those_of_drawing_parameters(ofd_with: OfdWith) -> None:
    parameters = (
        f'<ofd:Res {SPACE}><ofd:DrawParams><ofd:DrawParam ID="5" Relative="6"/><ofd:DrawParam ID="6" LineWidth="4">'
        '<ofd:StrokeColor Value="0 0 255"/></ofd:DrawParam></ofd:DrawParams></ofd:Res>'
    ).encode()
    paths = (
        '<ofd:PathObject ID="9" Boundary="20 20 50 20" Fill="true" Stroke="false"><ofd:FillColor Value="255 0 0"/>'
        "<ofd:AbbreviatedData>M 0 0 L 50 0 L 50 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>"
        '<ofd:PathObject ID="10" Boundary="20 60 100 0" DrawParam="5">'
        "<ofd:AbbreviatedData>M 0 0 L 100 0</ofd:AbbreviatedData></ofd:PathObject>"
        '<ofd:PathObject ID="11" Boundary="100 100 40 40" Fill="true" Stroke="false">'
        "<ofd:AbbreviatedData>M 40 20 A 20 20 0 1 1 0 20 A 20 20 0 1 1 40 20 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    picture = looked_at(ofd_with(content=paths, parts={"Doc_0/DocumentRes.xml": parameters}))
    assert colour(picture, 45, 30) == RED
    assert colour(picture, 70, 61) == (0, 0, 255)
    assert colour(picture, 70, 64) == (255, 255, 255)
    assert colour(picture, 120, 120) == (0, 0, 0)
    assert colour(picture, 102, 102) == (255, 255, 255)


def test_a_picture_is_seen_within_its_box_alone_and_one_that_cannot_be_decoded_has_a_crossed_frame(
    ofd_with: OfdWith,
) -> None:
    image = '<ofd:ImageObject ID="9" ResourceID="7" Boundary="20 20 30 30" CTM="60 0 0 60 0 0"/>'
    picture = looked_at(ofd_with(content=image, parts={"Doc_0/Res/page.png": png("RGB", RED)}))
    assert colour(picture, 35, 35) == RED
    assert colour(picture, 55, 35) == (255, 255, 255)
    frame = looked_at(ofd_with(content=image.replace("60", "30"), parts={"Doc_0/Res/page.png": b"no picture"}))
    assert colour(frame, 35, 35) != (255, 255, 255)
    assert colour(frame, 35, 25) == (255, 255, 255)


def test_a_template_lies_behind_the_page(ofd_with: OfdWith) -> None:
    template = (
        f'<ofd:Page {SPACE}><ofd:Content><ofd:Layer ID="30"><ofd:PathObject ID="31" Boundary="0 0 210 100" '
        'Fill="true" Stroke="false"><ofd:FillColor Value="255 0 0"/>'
        "<ofd:AbbreviatedData>M 0 0 L 210 0 L 210 100 L 0 100 C</ofd:AbbreviatedData></ofd:PathObject>"
        "</ofd:Layer></ofd:Content></ofd:Page>"
    ).encode()
    page = (
        f'<ofd:Page {SPACE}><ofd:Template TemplateID="40"/><ofd:Content><ofd:Layer ID="3">'
        '<ofd:PathObject ID="9" Boundary="20 20 50 20" Fill="true" Stroke="false">'
        "<ofd:AbbreviatedData>M 0 0 L 50 0 L 50 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>"
        "</ofd:Layer></ofd:Content></ofd:Page>"
    ).encode()
    document = (
        f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        '</ofd:PageArea><ofd:TemplatePage ID="40" BaseLoc="Tpl.xml"/></ofd:CommonData>'
        '<ofd:Pages><ofd:Page ID="2" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
    ).encode()
    parts = {"Doc_0/Tpl.xml": template, "Doc_0/Pages/Page_0/Content.xml": page, "Doc_0/Document.xml": document}
    picture = looked_at(ofd_with(parts=parts))
    assert colour(picture, 100, 90) == RED
    assert colour(picture, 45, 30) == (0, 0, 0)


@pytest.mark.parametrize(
    "hidden",
    [
        '<ofd:TextObject ID="8" Visible="false" Boundary="20 100 170 10" Font="1" Size="6">'
        '<ofd:TextCode X="0" Y="6">不该看见</ofd:TextCode></ofd:TextObject>',
        '<ofd:TextObject ID="8" Boundary="20 100 170 10" Font="1" Size="6"><ofd:FillColor Value="255 255 255"/>'
        '<ofd:TextCode X="0" Y="6">不该看见</ofd:TextCode></ofd:TextObject>',
        '<ofd:TextObject ID="8" Boundary="20 100 170 10" Font="1" Size="6">'
        '<ofd:TextCode X="0" Y="6">不该看见</ofd:TextCode></ofd:TextObject>'
        '<ofd:PathObject ID="9" Boundary="10 95 190 20" Fill="true" Stroke="false"><ofd:FillColor Value="0 0 0"/>'
        "<ofd:AbbreviatedData>M 0 0 L 190 0 L 190 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>",
    ],
    ids=["off", "white", "covered"],
)
def test_what_nobody_sees_is_not_in_the_drawing_at_all(ofd_with: OfdWith, hidden: str) -> None:
    assert text_of(ofd_with("看得见的一行", content=hidden)).split() == ["看得见的一行"]


def test_a_seal_is_seen_by_the_reviewer_and_what_it_lies_on_stays_readable(ofd_with: OfdWith) -> None:
    path = ofd_with("印章盖在这一行字上", parts=signed("2", png("RGB", RED)))
    without, stamped = looked_at(path), looked_at(path, with_marks=True)
    assert colour(without, 40, 50) == (255, 255, 255)
    assert colour(stamped, 40, 50) == RED
    assert ink(without, 20, 20, 60, 27) == pytest.approx(
        float((np.asarray(stamped)[20 * SCALE : 27 * SCALE, 20 * SCALE : 60 * SCALE, 0] < 160).mean()), abs=0.02
    )
    assert colour(looked_at(ofd_with("一", parts=signed("77", png("RGB", RED))), with_marks=True), 40, 50) != RED


def test_a_remark_that_is_laid_over_the_page_is_seen_by_the_reviewer_unless_it_is_off(ofd_with: OfdWith) -> None:
    listing = (
        f'<ofd:Annotations {SPACE}><ofd:Page PageID="2"><ofd:FileLoc>A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    )

    def annotated(visible: str) -> Path:
        words = (
            '<ofd:TextObject ID="60" Boundary="0 0 100 10" Font="1" Size="6">'
            '<ofd:TextCode X="0" Y="6">仅供示例使用</ofd:TextCode></ofd:TextObject>'
        )
        remark = (
            f'<ofd:PageAnnot {SPACE}><ofd:Annot ID="50" Type="Watermark" Visible="{visible}">'
            f'<ofd:Appearance Boundary="50 150 100 10">{words}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
        )
        return ofd_with(
            "一行",
            document="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
            parts={"Doc_0/Annots/Annotations.xml": listing.encode(), "Doc_0/Annots/A.xml": remark.encode()},
        )

    assert "仅供示例使用" in text_of(annotated("true"), with_marks=True)
    assert ink(looked_at(annotated("true"), with_marks=True), 50, 150, 86, 157) > 0.05
    assert "仅供示例使用" not in text_of(annotated("false"), with_marks=True)
    assert "仅供示例使用" not in text_of(annotated("true"))


def test_the_drawing_has_no_metadata_and_one_file_gives_the_same_bytes(ofd_with: OfdWith) -> None:
    path = ofd_with("一行", parts=signed("2", png("RGBA", (255, 0, 0, 90))))
    made = draw_ofd(path, DEFAULT_LIMITS, with_marks=True)
    assert made == draw_ofd(path, DEFAULT_LIMITS, with_marks=True)
    document = pypdfium2.PdfDocument(made)
    assert set(document.get_metadata_dict().values()) == {""}
    document.close()
    assert "秘密作者".encode() not in made


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_page_that_is_not_there_is_not_drawn(ofd_with: OfdWith, number: int) -> None:
    with pytest.raises(Unreadable) as refusal:
        draw_ofd(ofd_with("一"), DEFAULT_LIMITS, number=number)
    assert refusal.value.code == "no_picture"


@pytest.mark.parametrize(
    "content",
    [
        '<ofd:PathObject ID="9" Boundary="0 0 nan 9"><ofd:AbbreviatedData>M 0 0 L 1e400 9 L</ofd:AbbreviatedData>'
        "</ofd:PathObject>",
        '<ofd:PathObject ID="9" Boundary="0 0 9 9" LineWidth="-1" DrawParam="9"><ofd:StrokeColor Value="x y #zz"/>'
        "<ofd:AbbreviatedData>C M 1 1 A 0 0 0 0 0 1 1 A 5 5 0 1 1 1 1 Z</ofd:AbbreviatedData></ofd:PathObject>",
        '<ofd:TextObject ID="9" Boundary="0 0 9 9" Font="404" Size="-3" HScale="inf"><ofd:CGTransform CodePosition="-4"'
        ' CodeCount="99999999"><ofd:Glyphs>1 x 99999999</ofd:Glyphs></ofd:CGTransform>'
        '<ofd:TextCode X="a" DeltaX="g 99999999999 1">字 </ofd:TextCode></ofd:TextObject>',
        '<ofd:CompositeObject ID="9" Boundary="0 0 9 9" ResourceID="70"/>',
        '<ofd:ImageObject ID="9" ResourceID="7" Boundary="0 0 9 9" CTM="0 0 0 0 0 0"/>',
    ],
)
def test_what_makes_no_sense_is_passed_over(ofd_with: OfdWith, content: str) -> None:
    endless = (
        f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1"><ofd:FontFile>own.ttf</ofd:FontFile></ofd:Font>'
        '</ofd:Fonts><ofd:DrawParams><ofd:DrawParam ID="9" Relative="9"/></ofd:DrawParams><ofd:CompositeGraphicUnits>'
        '<ofd:CompositeGraphicUnit ID="70"><ofd:Content><ofd:CompositeObject ID="71" Boundary="0 0 9 9" '
        'ResourceID="70"/></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>'
    ).encode()
    parts = {"Doc_0/DocumentRes.xml": endless, "Doc_0/Res/own.ttf": b"\0\1\0\0 no font", **signed("2", b"no picture")}
    path = ofd_with("看得见的一行", content=content, parts=parts)
    assert "看得见的一行" in text_of(path, with_marks=True)
    assert ink(looked_at(path, with_marks=True), 20, 20, 60, 27) > 0.05


def test_units_that_hold_each_other_many_times_are_given_up(ofd_with: OfdWith) -> None:
    ten = '<ofd:CompositeObject ID="71" Boundary="0 0 9 9" ResourceID="70"/>' * 10
    bomb = (
        f'<ofd:Res {SPACE}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="70"><ofd:Content>{ten}'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    ).encode()
    with pytest.raises(Unreadable) as refusal:
        draw_ofd(ofd_with(content=ten, parts={"Doc_0/DocumentRes.xml": bomb}), DEFAULT_LIMITS)
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize("path", REAL, ids=[path.name for path in REAL])
def test_what_is_read_from_a_real_file_is_in_its_drawing(path: Path) -> None:
    pages = read(path, DEFAULT_LIMITS).pages
    read_letters = Counter("".join("".join(page.text for page in pages).split()))
    drawn = Counter("".join(text_of(path).split()))
    assert (read_letters & drawn).total() >= 0.98 * read_letters.total()
    assert looked_at(path, len(pages), with_marks=True).width > 100
