"""What telephones, fax machines, copiers and hole punches do to a page."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from gongkai.bench.pages.wear import compressed, scanned

#: A telephone's picture, upright.
_PHOTO = (3000, 4000)
_DESK = (104, 86, 70)
_INK_PEN = (38, 52, 120)


def photographed(image: Image.Image, seed: int) -> Image.Image:
    """A sheet on a desk, held slightly askew: margins of the desk, perspective, a shadow across it, warm light."""
    rng = np.random.default_rng(seed)
    width, height = _PHOTO
    sheet = image.resize(
        (round(width * 0.86), round(width * 0.86 * image.height / image.width)), Image.Resampling.LANCZOS
    )
    desk = Image.new("RGB", _PHOTO, _DESK)
    desk.paste(sheet, ((width - sheet.width) // 2, (height - sheet.height) // 2))
    shifts = rng.uniform(-0.022, 0.022, 8) * width
    corners = np.array([0, 0, 0, height, width, height, width, 0]) + shifts
    tilted = desk.transform(_PHOTO, Image.Transform.QUAD, tuple(corners), Image.Resampling.BICUBIC)
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    # Brighter at the window; the hand with the telephone throws a soft shadow over a corner.
    light = 1.0 - 0.22 * x - 0.1 * y
    shadow = 1.0 - 0.45 / (1 + np.exp(-(0.7 * x + y - rng.uniform(0.9, 1.2)) * 14))
    pixels = np.asarray(tilted.filter(ImageFilter.GaussianBlur(1.0)), dtype=np.float32)
    pixels = pixels * (light * shadow)[..., None] * np.array([1.0, 0.97, 0.9])
    pixels += rng.normal(0, 5, light.shape)[..., None]
    return compressed(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), 80)


def faxed(image: Image.Image, seed: int) -> Image.Image:
    """Black or white only, as fax machines and old scanners give it: what is faint breaks, what is dark fills."""
    return scanned(image, seed, noise=10.0).convert("L").point(lambda grey: 255 if grey > 168 else 0).convert("1")


def shone_through(image: Image.Image, back: Image.Image, seed: int) -> Image.Image:
    """Thin paper: the print of the back, mirrored and soft, at a fifth of its strength."""
    mirrored = back.resize(image.size).transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(2.0))
    front = np.asarray(image, dtype=np.float32)
    grey = np.minimum(front, 255 - (255 - np.asarray(mirrored, dtype=np.float32)) * 0.22)
    return scanned(Image.fromarray(grey.astype(np.uint8)), seed)


def copied_from_a_file(image: Image.Image, seed: int) -> Image.Image:
    """A copy of a filed sheet, askew: dark edges where the lid stood open, punched holes, strokes of a pen beside."""
    rng = np.random.default_rng(seed)
    image = image.copy()
    pen, dpi = ImageDraw.Draw(image), image.height / 11.69
    for y in (image.height / 2 - dpi * 1.57, image.height / 2 + dpi * 1.57):
        x, radius = 0.45 * dpi, 0.12 * dpi
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(30, 30, 30))
    for number in range(6):
        start = np.array([image.width - 0.75 * dpi, (3.5 + 0.35 * number) * dpi])
        strokes = np.cumsum(rng.normal(0, 0.07, (9, 2)), axis=0) * dpi + start
        pen.line([tuple(point) for point in strokes], fill=_INK_PEN, width=max(2, round(dpi / 60)), joint="curve")
    turned = image.rotate(rng.uniform(-1.2, 1.2), Image.Resampling.BICUBIC, expand=True, fillcolor=(28, 26, 26))
    dark = Image.new("RGB", (turned.width + round(0.3 * dpi), turned.height + round(0.2 * dpi)), (28, 26, 26))
    dark.paste(turned, (0, round(0.2 * dpi)))
    return scanned(dark, seed)


def recoloured(plain: Image.Image, sealed: Image.Image, ink: tuple[int, int, int]) -> Image.Image:
    """The page with its seals in this ink instead of red: wherever the sealed page differs from the plain one."""
    strength = np.asarray(ImageChops.difference(plain, sealed).convert("L"), dtype=np.float32) / 150
    paper = 1 - np.clip(strength, 0, 1)[..., None] * (1 - np.array(ink) / 255)
    return Image.fromarray((np.asarray(plain, dtype=np.float32) * paper).astype(np.uint8))
