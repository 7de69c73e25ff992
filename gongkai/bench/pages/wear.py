"""What happens to a page on its way into the file: scanner, copier, feeder, JPEG."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageFilter

from samples.scan import PAPER


def scanned(image: Image.Image, seed: int, *, noise: float = 4.0, blur: float = 0.6) -> Image.Image:
    """Soft edges (`blur` in pixels) and sensor noise with this standard deviation in grey levels."""
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float32)
    grain = np.random.default_rng(seed).normal(0, noise, soft.shape[:2])
    return _picture(soft + grain[..., None])


def speckled(image: Image.Image, seed: int, *, share: float = 0.0015) -> Image.Image:
    """Dust: that share of the pixels is black."""
    pixels = np.asarray(image).copy()
    pixels[np.random.default_rng(seed).random(pixels.shape[:2]) < share] = 40
    return Image.fromarray(pixels)


def copied_faintly(image: Image.Image, seed: int) -> Image.Image:
    """A copier low on toner: thin grey strokes that break, on greyish paper; 0.4 of the contrast is left."""
    rng = np.random.default_rng(seed)
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float32)
    height, width = pixels.shape[:2]
    toner = np.asarray(
        Image.fromarray(rng.uniform(0.25, 0.55, (height // 40, width // 40)).astype(np.float32)).resize((width, height))
    )
    pale = 246 - (250 - pixels) * toner[..., None]
    return _picture(pale + rng.normal(0, 5, (height, width))[..., None])


def askew(image: Image.Image, degrees: float) -> Image.Image:
    """Turned in the feeder by `degrees`, counter-clockwise; the sheet stays whole on a larger picture."""
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)


def turned(image: Image.Image, degrees: int) -> Image.Image:
    """Laid into the scanner turned by a multiple of 90 degrees."""
    return image.rotate(degrees, expand=True)


def compressed(image: Image.Image, quality: int) -> Image.Image:
    """Through JPEG once."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def _picture(pixels: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
