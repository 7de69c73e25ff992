"""Print that shines through from the back is not read; faint print of the front is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image

from gongkai.bench.pages.drawing import draw
from gongkai.bench.pages.hard_wear import shone_through
from gongkai.bench.pages.scoring import compare
from gongkai.bench.pages.sheet import texts
from processors.ocr.paddle import PageReader

Write = Callable[..., None]


@pytest.mark.parametrize("half_turned", [False, True], ids=["turned like a book", "turned like a calendar"])
def test_a_page_of_thin_paper_reads_like_one_of_thick_paper(reader: PageReader, half_turned: bool) -> None:
    front, back = texts()[0], draw(texts()[1], dpi=200)
    page = shone_through(draw(front, dpi=200), back.rotate(180) if half_turned else back, 1)
    assert compare(reader.read(page)[0], front.text).wrong <= 4  # a page number, which the page's text lacks


def test_faint_print_of_the_front_stays(reader: PageReader, write: Write) -> None:
    strong = ["依法公开政府信息", "任何单位不得拒绝", "本办法自公布之日起施行"]
    faint = ["此件须妥善保管", "内部流转单据", "收文登记表第三联", "承办科室留存"]
    page, pale = (Image.new("RGB", (1654, 1000), "white") for _ in range(2))
    for number, text in enumerate(strong):
        write(page, (827, 100 + 90 * number), text)
    for number, text in enumerate(faint):
        write(pale, (827, 450 + 90 * number), text)
    both = page.copy()
    both.paste(Image.blend(Image.new("RGB", pale.size, "white"), pale, 0.2).crop((0, 400, 1654, 1000)), (0, 400))
    assert reader.read(both)[0].splitlines() == [*strong, *faint]
