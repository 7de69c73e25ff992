"""Draws a bench page at any resolution, in a Song, a FangSong-like or a Hei face, with its seals."""

from __future__ import annotations

import re
import subprocess
from enum import StrEnum
from functools import cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from gongkai.bench.pages.sheet import Sheet
from samples.fonts import SIMPLIFIED_CHINESE, Face, locate
from samples.page import HEIGHT, WIDTH, Glyphs
from samples.scan import PAPER
from samples.seal import draw_seal


class Look(StrEnum):
    """The face of the running text. Titles and headings keep theirs."""

    SONG = "song"
    FANG_SONG = "fangsong"
    HEI = "hei"


class SealShape(StrEnum):
    """A bureau's round seal of 42 mm, an oval one of 45 by 30, and the round one stamped with little ink."""

    ROUND = "round"
    OVAL = "oval"
    PALE = "pale"


_SIZES_MM = {SealShape.ROUND: (42.0, 42.0), SealShape.OVAL: (45.0, 30.0), SealShape.PALE: (42.0, 42.0)}
_INKED = {SealShape.ROUND: 1.0, SealShape.OVAL: 0.85, SealShape.PALE: 0.45}
#: FangSong is narrow and its strokes rise to the right: without such a font Song is set so.
_FANG_WIDTH, _FANG_RISE = 0.9, 0.05


def draw(sheet: Sheet, *, dpi: int, look: Look = Look.SONG, seal: SealShape | None = None) -> Image.Image:
    """The page in colour on off-white paper; the ink of seals lies over the print."""
    scale = dpi / 72
    image = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), PAPER)
    pen = ImageDraw.Draw(image)
    for stroke in sheet.page.strokes:
        points = (stroke.x0 * scale, stroke.y0 * scale, stroke.x1 * scale, stroke.y1 * scale)
        pen.line(points, fill=stroke.colour, width=max(1, round(stroke.width * scale)))
    for run in sheet.page.glyphs:
        _set(image, run, scale, look)
    return image if seal is None else _stamped(image, sheet, dpi, seal)


def _set(image: Image.Image, run: Glyphs, scale: float, look: Look) -> None:
    font, slanted = _font(run.face, round(run.size * scale), look)
    pen = ImageDraw.Draw(image)
    for char, x in zip(run.text, run.xs, strict=True):
        at = (x * scale, run.baseline * scale)
        if run.stretch == 1 and not slanted:
            pen.text(at, char, font=font, fill=run.colour, anchor="ls")
            continue
        box = round(run.size * scale * 1.3)
        mask = Image.new("L", (box, box), 0)
        ImageDraw.Draw(mask).text((0, box * 0.8), char, font=font, fill=255, anchor="ls")
        stretch = run.stretch * (_FANG_WIDTH if slanted else 1.0)
        rise = _FANG_RISE if slanted else 0.0
        matrix = (1 / stretch, 0, 0, rise / stretch, 1, -rise * box / 2)
        mask = mask.transform(mask.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
        image.paste(run.colour, (round(at[0]), round(at[1] - box * 0.8)), mask)


@cache
def _font(face: Face, pixels: int, look: Look) -> tuple[ImageFont.FreeTypeFont, bool]:
    """The font, and whether it has to be narrowed and slanted to look like FangSong."""
    path = locate(face)
    if face is Face.SONG and look is Look.HEI:
        return ImageFont.truetype(path.with_name("NotoSansCJK-Regular.ttc"), pixels, index=SIMPLIFIED_CHINESE), False
    if face is Face.SONG and look is Look.FANG_SONG:
        real = fang_song_file()
        if real is not None:
            return ImageFont.truetype(real, pixels), False
        return ImageFont.truetype(path, pixels, index=SIMPLIFIED_CHINESE), True
    return ImageFont.truetype(path, pixels, index=SIMPLIFIED_CHINESE), False


@cache
def fang_song_file() -> str | None:
    """A simplified Chinese FangSong font of this machine, such as 仿宋 or FandolFang; None without one."""
    command = ["fc-list", ":lang=zh-cn", "file", "family"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    fonts = (line for line in sorted(listed.splitlines()) if re.search("仿宋|FangSong|FandolFang", line))
    return next((line.split(":")[0] for line in fonts), None)


def _stamped(image: Image.Image, sheet: Sheet, dpi: int, shape: SealShape) -> Image.Image:
    width, height = (round(side / 25.4 * dpi) for side in _SIZES_MM[shape])
    rng = np.random.default_rng(len(sheet.name))
    for stamp in sheet.stamps:
        seal = draw_seal(stamp.organ, width).resize((width, height), Image.Resampling.LANCZOS)
        # Rubber takes ink unevenly.
        uneven = Image.fromarray(rng.integers(150, 256, (height // 12, width // 12), dtype=np.uint8)).resize(seal.size)
        strength = uneven.point(lambda grey: round(grey * _INKED[shape]))
        seal.putalpha(ImageChops.multiply(seal.getchannel("A"), strength))
        seal = seal.rotate(rng.uniform(-8, 8), Image.Resampling.BICUBIC)
        ink = Image.new("RGB", image.size, "white")
        x, y = (round(side * dpi / 72) for side in stamp.centre)
        ink.paste(seal, (x - width // 2, y - height // 2), seal)
        image = ImageChops.multiply(image, ink)
    return image
