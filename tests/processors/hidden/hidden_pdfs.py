"""PDF files that hide a word, one for each way we know. Every page also shows VISIBLE, for everybody to see."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.raw_pdf import one_page, revised, shown, stream

MARK = "ZQMARK77"
VISIBLE = "A visible line of more than twenty characters"


@dataclass(frozen=True, slots=True)
class Hiding:
    """One way to hide. `kind` is the finding it gives; `quoted` says that the finding quotes MARK."""

    name: str
    kind: str
    make: Callable[[Path], None]
    quoted: bool = True
    page: int | None = 1


def drawn(draw: Callable[[Canvas], None]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        canvas = Canvas(str(path), pagesize=A4)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(72, 780, VISIBLE)
        draw(canvas)
        canvas.save()

    return make


def changed(change: Callable[[pikepdf.Pdf], None], *lines: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        content = b"\n".join([shown(VISIBLE, 780), *(shown(line) for line in lines)])
        with pikepdf.Pdf.open(io.BytesIO(one_page(content))) as document:
            change(document)
            document.save(path)

    return make


def annotated(**entries: object) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        annotation = Dictionary(Type=Name.Annot, Rect=Array([60, 690, 260, 720]), **entries)
        document.pages[0].obj.Annots = Array([document.make_indirect(annotation)])

    return change


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.97, 0.97, 0.97)
    canvas.drawString(72, 700, MARK)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(72, 700, MARK)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(72, 700, MARK)


def without_ink(canvas: Canvas) -> None:
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    text.textLine(MARK)
    canvas.drawText(text)


def off_page(canvas: Canvas) -> None:
    canvas.drawString(72, 900, MARK)


def blackened(canvas: Canvas) -> None:
    canvas.drawString(72, 700, f"before {MARK} after")
    before = canvas.stringWidth("before ", "Helvetica", 14)
    canvas.rect(72 + before, 694, canvas.stringWidth(MARK, "Helvetica", 14), 20, fill=1)


def whitened(canvas: Canvas) -> None:
    canvas.drawString(72, 700, MARK)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(60, 690, 200, 30, fill=1, stroke=0)


def under_a_picture(canvas: Canvas) -> None:
    canvas.drawString(72, 700, MARK)
    canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "navy")), 60, 690, 200, 30)


def in_a_covered_form(canvas: Canvas) -> None:
    canvas.beginForm("part")
    canvas.drawString(10, 10, MARK)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(100, 500)
    canvas.doForm("part")
    canvas.restoreState()
    canvas.rect(100, 500, 200, 40, fill=1)


def cropped(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.CropBox = Array([0, 740, 595, 842])


def layered(document: pikepdf.Pdf) -> None:
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="draft"))
    page = document.pages[0]
    page.Resources.Properties = Dictionary(L1=layer)
    page.contents_add(b"/OC /L1 BDC " + shown(MARK) + b" EMC", prepend=False)
    document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=Array([layer])))


def attached(document: pikepdf.Pdf) -> None:
    document.attachments[f"{MARK}.txt"] = MARK.encode()


def informed(document: pikepdf.Pdf) -> None:
    document.docinfo["/Author"] = MARK


def described(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [MARK]


def scripted(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=f"app.alert('{MARK}')")


def launching(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=MARK))


def thumbnailed(document: pikepdf.Pdf) -> None:
    picture = Dictionary(Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8)
    document.pages[0].obj.Thumb = document.make_stream(MARK.encode(), picture)


def earlier(path: Path) -> None:
    first = one_page(shown(VISIBLE, 780) + shown(MARK))
    path.write_bytes(revised(first, {4: stream(shown(VISIBLE, 780))}))


def clipped(path: Path) -> None:
    path.write_bytes(one_page(shown(VISIBLE, 780) + b" q 0 0 10 10 re W n " + shown(MARK) + b" Q"))


def cut_short(path: Path) -> None:
    line = shown(f"{VISIBLE}   {MARK}", 780)
    path.write_bytes(one_page(b"q 60 760 291 50 re W n " + line + b" Q"))


def followed(path: Path) -> None:
    path.write_bytes(one_page(shown(VISIBLE, 780)) + f"PK {MARK} ".encode() * 20)


HIDINGS = (
    Hiding("white", "invisible_text", drawn(white)),
    Hiding("transparent", "invisible_text", drawn(transparent)),
    Hiding("tiny", "invisible_text", drawn(tiny)),
    Hiding("without ink", "invisible_text", drawn(without_ink)),
    Hiding("outside its clip", "invisible_text", clipped),
    Hiding("cut off by its clip", "invisible_text", cut_short),
    Hiding("off page", "off_page_text", drawn(off_page)),
    Hiding("outside the crop box", "off_page_text", changed(cropped, MARK)),
    Hiding("blackened", "covered_text", drawn(blackened)),
    Hiding("whitened", "covered_text", drawn(whitened)),
    Hiding("under a picture", "covered_text", drawn(under_a_picture)),
    Hiding("in a covered form", "covered_text", drawn(in_a_covered_form)),
    Hiding("under a black square", "covered_text", changed(annotated(Subtype=Name.Square, IC=Array([0, 0, 0])), MARK)),
    Hiding("marked for redaction", "covered_text", changed(annotated(Subtype=Name.Redact), MARK)),
    Hiding("remark", "comment", changed(annotated(Subtype=Name.Text, Contents=MARK))),
    Hiding("typed over the page", "comment", changed(annotated(Subtype=Name.FreeText, Contents=MARK))),
    Hiding("hidden layer", "hidden_layer", changed(layered), quoted=False, page=None),
    Hiding("attachment", "embedded_file", changed(attached), page=None),
    Hiding("attached to a page", "embedded_file", changed(annotated(Subtype=Name.FileAttachment, Contents=MARK))),
    Hiding("author", "document_properties", changed(informed), page=None),
    Hiding("author in XMP", "document_properties", changed(described), page=None),
    Hiding("script", "active_content", changed(scripted), quoted=False, page=None),
    Hiding("launch", "active_content", changed(launching), quoted=False),
    Hiding("thumbnail", "thumbnail", changed(thumbnailed), quoted=False),
    Hiding("behind its end", "embedded_file", followed, quoted=False, page=None),
    Hiding("earlier revision", "earlier_revision", earlier, quoted=False, page=None),
)
