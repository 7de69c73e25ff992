"""Pages as they come out of feeders and copiers: turned, askew, faint, under oval seals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from gongkai.bench.pages.drawing import SealShape, draw
from gongkai.bench.pages.sheet import texts
from gongkai.bench.pages.wear import scanned
from processors.ocr.doubtful import look_again
from processors.ocr.paddle import PageReader
from processors.ocr.reading import Reading

Write = Callable[..., None]
PAPER = (252, 251, 248)


@pytest.fixture(scope="module")
def upright(reader: PageReader, sealed_notice: Image.Image) -> dict[str, tuple[float, float, float, float]]:
    return boxes(reader, sealed_notice)


def boxes(reader: PageReader, page: Image.Image) -> dict[str, tuple[float, float, float, float]]:
    text, lines = reader.read(page)
    return {text[line.start : line.end]: line.box for line in lines}


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_reads_like_the_upright_one_with_boxes_on_the_upright_one(
    reader: PageReader,
    sealed_notice: Image.Image,
    upright: dict[str, tuple[float, float, float, float]],
    degrees: int,
) -> None:
    turned = boxes(reader, sealed_notice.rotate(degrees, expand=True))
    assert list(turned) == list(upright)
    for text, box in turned.items():
        assert box == pytest.approx(upright[text], abs=0.01)


def table(write: Write) -> Image.Image:
    page = Image.new("RGB", (1654, 1000), PAPER)
    draw = ImageDraw.Draw(page)
    for x in (200, 600, 1000, 1400):
        draw.line((x, 300, x, 620), fill="black", width=2)
    for y in (300, 380, 460, 540, 620):
        draw.line((200, y, 1400, y), fill="black", width=2)
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            write(page, (400 + 400 * column, 340 + 80 * row), cell)
    return page


ROWS = (
    ("镇街", "户数", "补助资金"),
    ("东林镇", "30", "44.07万元"),
    ("西岭镇", "143", "52.14万元"),
    ("南浦乡", "56", "60.21万元"),
)


@pytest.mark.parametrize("degrees", [0, 5, -5])
def test_the_rows_of_a_skewed_table_stay_rows(reader: PageReader, write: Write, degrees: int) -> None:
    page = table(write).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)
    text, _ = reader.read(page)
    assert [tuple(row.split("\t")) for row in text.splitlines()] == list(ROWS)


def test_signature_and_date_under_an_oval_seal_are_read(reader: PageReader, write: Write, seal: Image.Image) -> None:
    page = Image.new("RGB", (1654, 1000), PAPER)
    write(page, (1100, 480), "示例区水务局")
    write(page, (1100, 560), "二〇二六年十一月九日")
    oval = seal.resize((354, 236))
    ink = Image.new("RGB", page.size, "white")
    ink.paste(oval, (920, 400), oval)
    text, _ = reader.read(ImageChops.multiply(page, ink))
    assert text.splitlines() == ["示例区水务局", "二〇二六年十一月九日"]


def test_signature_and_date_under_a_seal_that_was_copied_in_grey_are_read(reader: PageReader) -> None:
    (joint,) = (sheet for sheet in texts() if len(sheet.stamps) == 2)
    copy = scanned(draw(joint, dpi=200, seal=SealShape.ROUND), 1).convert("L")
    text, _ = reader.read(copy)
    assert {"示例区财政局 示例区民政局", "示例区财政局\t示例区民政局"} & set(text.splitlines())
    assert "2026年6月18日" in text


def test_a_faint_copy_is_read_with_its_faint_red_letterhead(reader: PageReader, sealed_notice: Image.Image) -> None:
    clear, _ = reader.read(sealed_notice)
    pixels = np.asarray(sealed_notice, dtype=np.float32)
    noise = np.random.default_rng(1).normal(0, 4, pixels.shape[:2])[..., None]
    faint = Image.fromarray(np.clip(246 - (250 - pixels) * 0.45 + noise, 0, 255).astype(np.uint8))
    assert reader.read(faint)[0] == clear


def test_a_line_that_was_read_badly_is_looked_at_again_and_the_surer_reading_is_kept(
    reader: PageReader, write: Write
) -> None:
    page = Image.new("RGB", (800, 200), PAPER)
    write(page, (400, 100), "依法公开政府信息")
    pale = page.filter(ImageFilter.GaussianBlur(1)).point(lambda value: 235 + value // 16)
    pixels = np.ascontiguousarray(np.asarray(pale)[:, :, ::-1])
    around = ((220.0, 70.0), (580.0, 70.0), (580.0, 130.0), (220.0, 130.0))
    sure = Reading("确定的行", around, 0.97)
    again = look_again(reader.engine, pixels, [Reading("依去公升攻府信", around, 0.55), sure])
    assert again[0].text == "依法公开政府信息"
    assert again[0].score > 0.9
    assert again[1] is sure


def test_a_doubtful_reading_that_no_look_makes_surer_stays(reader: PageReader) -> None:
    nothing = np.full((200, 800, 3), 250, dtype=np.uint8)
    kept = Reading("甲", ((10.0, 10.0), (90.0, 10.0), (90.0, 50.0), (10.0, 50.0)), 0.6)
    assert look_again(reader.engine, nothing, [kept]) == [kept]
