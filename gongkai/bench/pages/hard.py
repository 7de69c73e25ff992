"""Conditions that a stranger's pages come in: other layouts, telephones, fax, thin paper, copies of copies.

The issue names no bars for them. Pages are read as they are drawn here, and turned, worn or photographed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Final

from PIL import Image

from gongkai.bench.pages import hard_sheets, hard_wear, wear
from gongkai.bench.pages.conditions import Condition, Part, Picture
from gongkai.bench.pages.drawing import Look, SealShape, draw
from gongkai.bench.pages.sheet import Sheet, tables, texts

_LAYOUTS: Final = (
    ("小五号字", hard_sheets.small_print),
    ("双栏", hard_sheets.two_columns),
    ("目录（连点线）", hard_sheets.contents),
    ("号码、网址、单位、括号", hard_sheets.contacts),
    ("表格，格内换行", hard_sheets.wrapped_table),
    ("表格，合并单元格", hard_sheets.spanning_table),
    ("表格，无竖线", hard_sheets.three_rules),
)
_Worn = Callable[[Sheet, int], Image.Image]


def hard_pictures(*, every: int = 1) -> Iterator[Picture]:
    """All of them; of each condition only every `every`-th."""
    for name, make in _LAYOUTS:
        yield from islice(_layout(name, make()), 0, None, every)
    for name, worn in _WEAR:
        condition = Condition(name, Part.PAGE, None)
        for number, sheet in islice(enumerate((*texts(), *tables())), 0, None, every):
            kind = ".tiff" if worn is _faxed else ".jpg"
            yield Picture(f"worn{worn.__name__}-{number}{kind}", sheet, (condition,), partial(worn, sheet, number))
    signed = [sheet for sheet in texts() if sheet.stamps]
    for name, sealed in _SEALS:
        condition = Condition(name, Part.SIGNED, None)
        for number, sheet in islice(enumerate(signed), 0, None, every):
            yield Picture(f"seal{sealed.__name__}-{number}.jpg", sheet, (condition,), partial(sealed, sheet, number))


def _layout(name: str, sheet: Sheet) -> Iterator[Picture]:
    """Each at three resolutions, askew, photographed and as a fax."""
    condition = (Condition(name, Part.PAGE, None),)
    for dpi in (150, 200, 300):
        yield Picture(f"{sheet.name}-{dpi}.png", sheet, condition, partial(_flat, sheet, dpi))
    yield Picture(f"{sheet.name}-askew.png", sheet, condition, partial(_askew, sheet))
    yield Picture(f"{sheet.name}-photo.jpg", sheet, condition, partial(_photographed, sheet, 3))
    yield Picture(f"{sheet.name}-fax.tiff", sheet, condition, partial(_faxed, sheet, 4))


def _flat(sheet: Sheet, dpi: int) -> Image.Image:
    return wear.scanned(draw(sheet, dpi=dpi), dpi)


def _askew(sheet: Sheet) -> Image.Image:
    return wear.scanned(wear.askew(draw(sheet, dpi=200, look=Look.FANG_SONG), -2.5), 2)


def _grey(sheet: Sheet, seed: int) -> Image.Image:
    return wear.scanned(draw(sheet, dpi=150, look=Look.FANG_SONG), seed).convert("L")


def _large(sheet: Sheet, seed: int) -> Image.Image:
    return wear.scanned(draw(sheet, dpi=400), seed)


def _photographed(sheet: Sheet, seed: int) -> Image.Image:
    return hard_wear.photographed(draw(sheet, dpi=300), seed)


def _faxed(sheet: Sheet, seed: int) -> Image.Image:
    return hard_wear.faxed(draw(sheet, dpi=200), seed)


def _shone_through(sheet: Sheet, seed: int) -> Image.Image:
    back = texts()[(seed + 1) % len(texts())]
    return hard_wear.shone_through(draw(sheet, dpi=200), draw(back, dpi=200), seed)


def _filed(sheet: Sheet, seed: int) -> Image.Image:
    return hard_wear.copied_from_a_file(draw(sheet, dpi=200), seed)


def _sealed_grey(sheet: Sheet, seed: int) -> Image.Image:
    return wear.scanned(draw(sheet, dpi=200, seal=SealShape.ROUND), seed).convert("L")


def _sealed_blue(sheet: Sheet, seed: int) -> Image.Image:
    blue = hard_wear.recoloured(draw(sheet, dpi=200), draw(sheet, dpi=200, seal=SealShape.ROUND), (40, 60, 170))
    return wear.scanned(blue, seed)


_WEAR: Final[tuple[tuple[str, _Worn], ...]] = (
    ("灰度 150 dpi", _grey),
    ("400 dpi", _large),
    ("手机拍照 3000×4000", _photographed),
    ("传真（黑白两色）", _faxed),
    ("背面透印", _shone_through),
    ("归档件复印：黑边、装订孔、批划", _filed),
)
_SEALS: Final[tuple[tuple[str, _Worn], ...]] = (
    ("灰度件印章下的署名和日期（按位置）", _sealed_grey),
    ("蓝色印章下的署名和日期（按位置）", _sealed_blue),
)
