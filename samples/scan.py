"""Turns laid-out pages into pictures as an office scanner or a telephone makes them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from samples.fonts import SIMPLIFIED_CHINESE, locate
from samples.page import HEIGHT, WIDTH, Glyphs, Page
from samples.seal import DIAMETER_MM, draw_seal

DPI = 200
SCALE = DPI / 72  # pixels per point
PAPER = (252, 251, 247)


def rasterise(page: Page, seal_of: str = "") -> Image.Image:
    """The page in colour at 200 dpi; the seal's ink lies over the print, as on paper."""
    image = Image.new("RGB", (round(WIDTH * SCALE), round(HEIGHT * SCALE)), PAPER)
    draw = ImageDraw.Draw(image)
    for stroke in page.strokes:
        points = (stroke.x0 * SCALE, stroke.y0 * SCALE, stroke.x1 * SCALE, stroke.y1 * SCALE)
        draw.line(points, fill=stroke.colour, width=max(1, round(stroke.width * SCALE)))
    for run in page.glyphs:
        _draw(image, run)
    if page.seal and seal_of:
        seal = draw_seal(seal_of, round(DIAMETER_MM / 25.4 * DPI))
        ink = Image.new("RGB", image.size, "white")
        centre = (round(page.seal[0] * SCALE), round(page.seal[1] * SCALE))
        ink.paste(seal, (centre[0] - seal.width // 2, centre[1] - seal.height // 2), seal)
        image = ImageChops.multiply(image, ink)
    return image


def scanned(image: Image.Image, seed: int, noise: float = 3.0) -> Image.Image:
    """A flatbed scan: a little askew, soft edges, sensor noise with this standard deviation in grey levels."""
    rng = np.random.default_rng(seed)
    turned = image.rotate(rng.uniform(0.2, 0.5), Image.Resampling.BICUBIC, fillcolor=PAPER)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    noisy = soft + rng.normal(0, noise, soft.shape[:2])[..., None]
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def photographed(image: Image.Image, seed: int) -> Image.Image:
    """A sheet photographed on a desk: perspective, a shadow from one side, warm light."""
    rng = np.random.default_rng(seed)
    width, height = image.size
    margin = round(width * 0.04)
    desk = Image.new("RGB", (width + 2 * margin, height + 2 * margin), (112, 92, 74))
    desk.paste(image, (margin, margin))
    corners = (18, 6, 0, desk.height - 10, desk.width - 22, desk.height, desk.width - 4, 14)
    tilted = desk.transform(desk.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    light = np.linspace(1.0, 0.86, tilted.width)[None, :] * np.linspace(0.97, 1.0, tilted.height)[:, None]
    warm = np.asarray(tilted.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32) * light[..., None]
    warm = warm * np.array([1.0, 0.985, 0.95]) + rng.normal(0, 3.5, light.shape)[..., None]
    return Image.fromarray(np.clip(warm, 0, 255).astype(np.uint8))


def write_scanned_pdf(images: Sequence[Image.Image]) -> bytes:
    """One JPEG per page and no text layer."""
    with pikepdf.new() as pdf:
        for image in images:
            picture = pdf.make_stream(_jpeg(image, 82))
            picture.update(
                Dictionary(
                    Type=Name.XObject,
                    Subtype=Name.Image,
                    Width=image.width,
                    Height=image.height,
                    ColorSpace=Name.DeviceRGB,
                    BitsPerComponent=8,
                    Filter=Name.DCTDecode,
                )
            )
            size = (round(WIDTH, 2), round(HEIGHT, 2))
            sheet = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, *size]),
                Resources=Dictionary(XObject=Dictionary(Scan=picture)),
                Contents=pdf.make_stream(f"{size[0]} 0 0 {size[1]} 0 0 cm /Scan Do".encode("ascii")),
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(sheet)))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def write_tiff(images: Sequence[Image.Image]) -> bytes:
    """A black-and-white multi-page TIFF as office scanners save it (CCITT group 4)."""
    pages = [image.convert("L").point(lambda grey: 255 if grey > 160 else 0).convert("1") for image in images]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(DPI, DPI))
    return out.getvalue()


def write_png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()


def write_jpeg(image: Image.Image) -> bytes:
    return _jpeg(image, 84)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(DPI, DPI))
    return out.getvalue()


def _draw(image: Image.Image, run: Glyphs) -> None:
    font = ImageFont.truetype(str(locate(run.face)), run.size * SCALE, index=SIMPLIFIED_CHINESE)
    draw = ImageDraw.Draw(image)
    for char, x in zip(run.text, run.xs, strict=True):
        place = (x * SCALE, run.baseline * SCALE)
        if run.stretch == 1:
            draw.text(place, char, font=font, fill=run.colour, anchor="ls")
            continue
        box = round(run.size * SCALE * 1.2)
        mask = Image.new("L", (box, box), 0)
        ImageDraw.Draw(mask).text((0, box * 0.8), char, font=font, fill=255, anchor="ls")
        mask = mask.resize((round(box * run.stretch), box), Image.Resampling.LANCZOS)
        image.paste(run.colour, (round(place[0]), round(place[1] - box * 0.8)), mask)
