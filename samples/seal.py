"""Draws the round seal of a fictitious bureau; it says 样章, so that nobody takes it for a real one."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFont

from samples.fonts import SIMPLIFIED_CHINESE, Face, locate

DIAMETER_MM = 42
INK = (206, 28, 34)
OVERSAMPLE = 3  # drawn larger and reduced, for smooth edges


def draw_seal(organ: str, pixels: int) -> Image.Image:
    """A seal `pixels` wide on transparent ground: ring, the organ's name and 样章 along it, a star."""
    size = pixels * OVERSAMPLE
    image = Image.new("RGBA", (size, size), (*INK, 0))
    draw = ImageDraw.Draw(image)
    ring = round(size * 0.028)
    draw.ellipse((ring, ring, size - ring, size - ring), outline=(*INK, 255), width=ring)
    draw.polygon(_star(size / 2, size / 2, size * 0.145), fill=(*INK, 255))
    _arc(image, f"{organ}样章", size)
    return image.resize((pixels, pixels), Image.Resampling.LANCZOS)


def _arc(image: Image.Image, text: str, size: int) -> None:
    """The text over most of the ring, tall characters with their feet to the middle."""
    font = ImageFont.truetype(str(locate(Face.TITLE)), round(size * 0.105), index=SIMPLIFIED_CHINESE)
    radius, span = size * 0.385, math.radians(276)
    for number, char in enumerate(text):
        angle = -span / 2 + span * number / (len(text) - 1)  # clockwise from the top
        cell = Image.new("RGBA", (round(size * 0.14), round(size * 0.14)), (*INK, 0))
        ImageDraw.Draw(cell).text((cell.width / 2, cell.height / 2), char, font=font, fill=(*INK, 255), anchor="mm")
        cell = cell.resize((cell.width, round(cell.height * 1.25)), Image.Resampling.LANCZOS)
        turned = cell.rotate(-math.degrees(angle), expand=True, resample=Image.Resampling.BICUBIC)
        x = size / 2 + radius * math.sin(angle) - turned.width / 2
        y = size / 2 - radius * math.cos(angle) - turned.height / 2
        image.alpha_composite(turned, (round(x), round(y)))


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    inner = radius * 0.382
    return [
        (
            x + (inner if step % 2 else radius) * math.sin(math.pi * step / 5),
            y - (inner if step % 2 else radius) * math.cos(math.pi * step / 5),
        )
        for step in range(10)
    ]
