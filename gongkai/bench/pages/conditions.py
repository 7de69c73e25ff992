"""The conditions of the bench: which pages, worn how, and what error the issue allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import islice, product
from pathlib import Path
from typing import Final

from PIL import Image

from gongkai.bench.pages import wear
from gongkai.bench.pages.drawing import Look, SealShape, draw
from gongkai.bench.pages.sheet import Sheet, tables, texts


class Part(StrEnum):
    """What of a page is scored: all of it, or by position the signature with its date, or the red letterhead."""

    PAGE = "page"
    SIGNED = "signed"
    LETTERHEAD = "letterhead"


@dataclass(frozen=True, slots=True)
class Condition:
    """`target` is the highest character error allowed; None when the row is for information."""

    name: str
    part: Part
    target: float | None


CLEAN: Final = Condition("清晰 300 dpi", Part.PAGE, 0.005)
NOISY: Final = Condition("噪点 200 dpi", Part.PAGE, 0.01)
FAINT: Final = Condition("淡墨复印 200 dpi", Part.PAGE, 0.015)
SKEWED: Final = Condition("歪斜 1—5°", Part.PAGE, 0.01)
SIGNED: Final = Condition("印章下的署名和日期（按位置）", Part.SIGNED, 0.03)
SEALED_PAGE: Final = Condition("盖章页全页", Part.PAGE, 0.01)
LETTERHEAD: Final = Condition("红色发文机关标志（按位置）", Part.LETTERHEAD, 0.015)
TABLES: Final = Condition("表格，清晰", Part.PAGE, 0.005)
TABLES_SKEWED: Final = Condition("表格，歪斜 2—5°", Part.PAGE, 0.015)
#: Each has to be within half a point of the first.
ROTATED: Final = tuple(Condition(f"旋转 {degrees}°", Part.PAGE, None) for degrees in (0, 90, 180, 270))


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture file of the bench, the sheet that is on it and what it counts for; drawn when it is written."""

    name: str
    sheet: Sheet
    conditions: tuple[Condition, ...]
    image: Callable[[], Image.Image]

    def write(self, folder: Path) -> Path:
        """JPEG for what has been through a scanner, PNG for what is clean, TIFF for what a fax machine gave."""
        path = folder / self.name
        if path.suffix == ".tiff":
            self.image().save(path, compression="group4", dpi=(200, 200))
        elif path.suffix == ".png":
            self.image().save(path, compress_level=1)
        else:
            self.image().save(path, quality=75)
        return path


def pictures(*, every: int = 1) -> Iterator[Picture]:
    """All pictures of the bench; of each kind only every `every`-th."""
    for kind in (_clean, _noisy, _faint, _skewed, _rotated, _sealed, _tables):
        yield from islice(kind(), 0, None, every)


def _looks() -> Iterator[tuple[int, Sheet, Look]]:
    """Every sheet of text in Song and in FangSong, and every other one in Hei."""
    pairs = [*product(texts(), (Look.SONG, Look.FANG_SONG)), *product(texts()[::2], (Look.HEI,))]
    for number, (sheet, look) in enumerate(pairs):
        yield number, sheet, look


def _with_letterhead(sheet: Sheet, *conditions: Condition) -> tuple[Condition, ...]:
    return (*conditions, LETTERHEAD) if sheet.letterhead else conditions


def _clean() -> Iterator[Picture]:
    for number, sheet, look in _looks():
        yield Picture(f"clean-{number:02}.png", sheet, (CLEAN,), partial(draw, sheet, dpi=300, look=look))


def _noisy() -> Iterator[Picture]:
    for number, sheet, look in _looks():
        image = partial(_noisy_image, sheet, look, number, (-0.4, 0.3, 0.6)[number % 3])
        yield Picture(f"noisy-{number:02}.jpg", sheet, (NOISY,), image)


def _noisy_image(sheet: Sheet, look: Look, seed: int, degrees: float) -> Image.Image:
    """A dusty flatbed, and compressed twice, as by a chat program on the way."""
    image = wear.askew(draw(sheet, dpi=200, look=look), degrees)
    return wear.compressed(wear.speckled(wear.scanned(image, seed, noise=12.0, blur=0.8), seed), 50)


def _faint() -> Iterator[Picture]:
    for number, sheet, look in _looks():
        image = partial(_faint_image, sheet, look, number)
        yield Picture(f"faint-{number:02}.jpg", sheet, _with_letterhead(sheet, FAINT), image)


def _faint_image(sheet: Sheet, look: Look, seed: int) -> Image.Image:
    return wear.copied_faintly(draw(sheet, dpi=200, look=look), seed)


def _skewed() -> Iterator[Picture]:
    angles = (1.0, -2.0, 3.0, -4.0, 5.0, -5.0, 4.0)
    for number, (sheet, degrees) in enumerate(zip(texts(), angles, strict=True)):
        image = partial(_skewed_image, sheet, (Look.SONG, Look.FANG_SONG)[number % 2], number, degrees)
        yield Picture(f"skewed-{number:02}.jpg", sheet, (SKEWED,), image)


def _skewed_image(sheet: Sheet, look: Look, seed: int, degrees: float) -> Image.Image:
    return wear.scanned(wear.askew(draw(sheet, dpi=200, look=look), degrees), seed)


def _rotated() -> Iterator[Picture]:
    for number, sheet in enumerate(texts()):
        for condition, degrees in zip(ROTATED, (0, 90, 180, 270), strict=True):
            image = partial(_rotated_image, sheet, number, degrees)
            yield Picture(f"rotated-{number:02}-{degrees}.jpg", sheet, (condition,), image)


def _rotated_image(sheet: Sheet, seed: int, degrees: int) -> Image.Image:
    return wear.turned(wear.scanned(draw(sheet, dpi=200, seal=SealShape.ROUND), seed), degrees)


def _sealed() -> Iterator[Picture]:
    sheets = [sheet for sheet in texts() if sheet.stamps]
    for number, (sheet, shape) in enumerate(product(sheets, SealShape)):
        image = partial(_sealed_image, sheet, shape, number)
        yield Picture(f"sealed-{number:02}.jpg", sheet, _with_letterhead(sheet, SIGNED, SEALED_PAGE), image)


def _sealed_image(sheet: Sheet, shape: SealShape, seed: int) -> Image.Image:
    """Three of four at 200 dpi, the fourth at 300."""
    image = draw(sheet, dpi=(200, 300)[seed % 4 == 3], look=list(Look)[seed % 3], seal=shape)
    return wear.scanned(image, seed, noise=6.0)


def _tables() -> Iterator[Picture]:
    angles = (2.0, -3.0, 5.0, -2.0, 4.0, -5.0)
    for number, ((sheet, look), degrees) in enumerate(zip(product(tables(), Look), angles, strict=True)):
        for dpi in (200, 300):
            image = partial(_table_image, sheet, look, number, dpi)
            yield Picture(f"table-{number}-{dpi}.png", sheet, (TABLES,), image)
        skewed = partial(_skewed_image, sheet, look, number, degrees)
        yield Picture(f"table-skewed-{number}.jpg", sheet, (TABLES_SKEWED,), skewed)


def _table_image(sheet: Sheet, look: Look, seed: int, dpi: int) -> Image.Image:
    return wear.scanned(draw(sheet, dpi=dpi, look=look), seed, noise=2.0)
