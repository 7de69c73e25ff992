"""Writes laid-out pages as a PDF with embedded glyphs and a text layer."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from samples import cff
from samples.fonts import Face, FontFile, open_face
from samples.page import HEIGHT, WIDTH, Colour, Glyphs, Page, Stroke


def write_pdf(pages: Sequence[Page], title: str) -> bytes:
    """A PDF 1.7 file, the same bytes for the same pages."""
    with pikepdf.new() as pdf:
        codes = {face: _codes(pages, face) for face in Face}
        fonts = Dictionary()
        for face, numbers in codes.items():
            if numbers:
                fonts[f"/{face.name}"] = _font(pdf, open_face(face), numbers)
        for page in pages:
            content = pdf.make_stream(_content(page, codes))
            sheet = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, round(WIDTH, 2), round(HEIGHT, 2)]),
                Resources=Dictionary(Font=fonts),
                Contents=content,
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(sheet)))
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Producer"] = "gongkai samples"
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=True)
        return out.getvalue()


def encrypt(pdf_bytes: bytes, password: str) -> bytes:
    """The same document, to be opened only with `password` (AES-256; the bytes differ from run to run)."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
        return out.getvalue()


def _codes(pages: Sequence[Page], face: Face) -> dict[str, int]:
    """Character to code (= CID of the embedded subset, from 1), in the order of code points."""
    used = {char for page in pages for run in page.glyphs if run.face == face for char in run.text}
    return {char: number for number, char in enumerate(sorted(used), 1)}


def _content(page: Page, codes: dict[Face, dict[str, int]]) -> bytes:
    parts = [_stroke(stroke) for stroke in page.strokes]
    runs = sorted(page.glyphs, key=lambda run: (run.baseline, run.xs[0]))
    return "\n".join([*parts, *(_run(run, codes[run.face]) for run in runs)]).encode("ascii")


def _stroke(stroke: Stroke) -> str:
    points = f"{stroke.x0:.2f} {HEIGHT - stroke.y0:.2f} m {stroke.x1:.2f} {HEIGHT - stroke.y1:.2f} l S"
    return f"q {_rgb(stroke.colour)} RG {stroke.width} w {points} Q"


def _run(run: Glyphs, codes: dict[str, int]) -> str:
    """One text object; TJ moves each glyph to its place (in 1/1000 of the font size, before the stretch)."""
    font = open_face(run.face)
    parts, x = [], run.xs[0]
    for char, left in zip(run.text, run.xs, strict=True):
        shift = round((x - left) / run.stretch / run.size * 1000)
        parts.append(f"{shift} <{codes[char]:04X}>" if shift else f"<{codes[char]:04X}>")
        x += (font.width(char) - shift) * run.size * run.stretch / 1000
    matrix = f"{run.stretch:.4f} 0 0 1 {run.xs[0]:.2f} {HEIGHT - run.baseline:.2f} Tm"
    return f"BT {_rgb(run.colour)} rg /{run.face.name} {run.size:.2f} Tf {matrix} [{' '.join(parts)}] TJ ET"


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part / 255:.3f}" for part in colour)


def _font(pdf: pikepdf.Pdf, font: FontFile, codes: dict[str, int]) -> pikepdf.Object:
    """A composite font: embedded CFF subset, two-byte codes, and the map back to Unicode."""
    name = Name(f"/GKSAMP+{font.path.stem}")
    program = pdf.make_stream(cff.subset(font.outlines, [font.glyphs[ord(char)] for char in codes]))
    program.Subtype = Name.CIDFontType0C
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array([-1000, -1050, 2930, 1810]),
        ItalicAngle=0,
        Ascent=880,
        Descent=-120,
        CapHeight=730,
        StemV=90,
        FontFile3=program,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=Array([1, Array([font.width(char) for char in codes])]),
    )
    composite = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(_to_unicode(codes)),
    )
    return pdf.make_indirect(composite)


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]  # the limit of one bfchar section
    sections = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /Samples def"
    span = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    return "\n".join([head, span, *sections, "endcmap end end"]).encode("ascii")
