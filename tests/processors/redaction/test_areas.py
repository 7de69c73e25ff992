"""Which words stand under an area of a page of PDF or OFD, by the file's own letters; none of them is guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from processors.drawing.ofd import draw_ofd
from processors.extraction import Unreadable
from processors.pool import ReaderPool
from processors.redaction.model import Area, Box, Span
from processors.redaction.plan import boxes_of
from processors.redaction.reading import RedactedReading
from processors.redaction.under import stretches_in
from processors.sandbox.limits import DEFAULT_LIMITS
from processors.sniff import sniff

Builder = Callable[..., Path]
Holds = Callable[[Path, str], bool]

NAMES = ("notice.pdf", "notice.ofd")
LINES = ("关于发放示例补贴的公示", "补贴对象示例甲，女，街道甲，合格。", "补贴对象示例乙，女，街道乙，合格。")


def box_around(path: Path, words: str, *, nth: int = 0) -> Box:
    """The rectangle of the nth place of some words on page 1, as fractions of the page; of an OFD as it is drawn."""
    document = pypdfium2.PdfDocument(draw_ofd(path, DEFAULT_LIMITS) if path.suffix == ".ofd" else path)
    page = document[0]
    layer = page.get_textpage()
    found = layer.search(words)
    start, count = [found.get_next() for _ in range(nth + 1)][nth]
    boxes = [layer.get_charbox(index, loose=True) for index in range(start, start + count)]
    width, height = page.get_size()
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    document.close()
    return min(lefts) / width, 1 - max(tops) / height, max(rights) / width, 1 - min(bottoms) / height


def words_under(pool: ReaderPool, path: Path, area: Box) -> list[tuple[int, str]]:
    """Place and words in the page's text."""
    (page,) = pool.read(path).pages
    return [
        (start, page.text[start:end])
        for start, end in stretches_in(page.text, *pool.layer_under(path, sniff(path), 1, area)[:2])
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("words", ["示例甲", "补贴对象示例乙", "发放示例补贴"])
def test_the_words_under_an_area_are_those_and_no_others(
    pool: ReaderPool, make_notice: Builder, words: str, name: str
) -> None:
    path = make_notice(name, LINES)
    assert [found for _, found in words_under(pool, path, box_around(path, words))] == [words]


@pytest.mark.parametrize("name", NAMES)
def test_a_word_that_stands_twice_goes_where_the_area_is(pool: ReaderPool, make_notice: Builder, name: str) -> None:
    path = make_notice(name, LINES)
    (page,) = pool.read(path).pages
    places = [at for at, letter in enumerate(page.text) if letter == "女"]
    for nth in (0, 1):
        assert words_under(pool, path, box_around(path, "女", nth=nth)) == [(places[nth], "女")]


def test_an_area_over_lines_takes_a_part_of_each(pool: ReaderPool, make_notice: Builder) -> None:
    path = make_notice("notice.pdf", LINES)
    first, last = box_around(path, "示例甲"), box_around(path, "示例乙")
    area = (first[0], first[1], last[2], last[3])
    assert [found for _, found in words_under(pool, path, area)] == ["示例甲", "示例乙"]


@pytest.mark.parametrize("name", NAMES)
def test_letters_that_are_met_are_covered_whole(pool: ReaderPool, make_notice: Builder, name: str) -> None:
    """Half a line under a bar can still be read."""
    path = make_notice(name, LINES)
    left, top, right, bottom = box_around(path, "示例甲")
    _, _, grown = pool.layer_under(path, sniff(path), 1, (left, (top + bottom) / 2, right, bottom))
    assert grown[1] <= top + 0.005
    assert grown[3] >= bottom - 0.005
    assert grown[2] - grown[0] < 1.5 * (right - left)


def test_where_nothing_is_printed_there_are_no_words(pool: ReaderPool, make_notice: Builder) -> None:
    path = make_notice("notice.pdf", LINES)
    assert words_under(pool, path, (0.1, 0.8, 0.9, 0.95)) == []


def test_a_page_that_is_not_there_has_nothing_under_it(pool: ReaderPool, make_notice: Builder) -> None:
    path = make_notice("notice.pdf", LINES)
    with pytest.raises(Unreadable) as refused:
        pool.layer_under(path, sniff(path), 2, (0.1, 0.1, 0.2, 0.2))
    assert refused.value.code == "no_picture"


def test_words_that_the_text_holds_unequally_often_go_from_every_place() -> None:
    """As of a table that a reader repeats on the next page: too much is right, too little is not."""
    assert stretches_in("示例甲；示例甲", "示例甲", [(0, 3)]) == ((0, 3), (4, 7))


def test_words_that_the_text_leaves_out_have_no_place() -> None:
    assert stretches_in("关于示例事项的通知", "— 12 —", [(0, 6)]) == ()


def test_words_of_which_the_text_holds_a_part_are_not_guessed() -> None:
    with pytest.raises(Unreadable) as refused:
        stretches_in("示例甲住在示例街", "示例甲某某某某", [(0, 7)])
    assert refused.value.code == "not_redactable"


@pytest.mark.parametrize("name", NAMES)
def test_an_area_is_black_and_the_same_words_elsewhere_stay(
    pool: ReaderPool, make_notice: Builder, darkness: Callable[[Image.Image, Box], float], tmp_path: Path, name: str
) -> None:
    path = make_notice(name, LINES)
    pages = pool.read(path).pages
    area = box_around(path, "女", nth=0)
    [(start, word)] = words_under(pool, path, area)
    under = (Span(1, start, start + len(word), "■"),)
    made = pool.make_rendition(path, sniff(path), tmp_path / "out", RedactedReading(pages, (), (Area(1, area),), under))
    assert made.name == "public.pdf"
    document = pypdfium2.PdfDocument(made)
    picture = document[0].render(scale=2).to_pil()
    document.close()
    assert darkness(picture, area) > 0.9
    assert darkness(picture, box_around(path, "女", nth=1)) < 0.5


def test_an_ofd_with_an_area_and_words_loses_both(
    pool: ReaderPool, make_notice: Builder, redacted: Callable[..., RedactedReading], holds: Holds, tmp_path: Path
) -> None:
    path = make_notice("notice.ofd", LINES)
    reading = redacted(path, {"示例乙": "person_contact"})
    area = box_around(path, "示例甲")
    under = (Span(1, reading.pages[0].text.index("示例甲"), reading.pages[0].text.index("示例甲") + 3, "■■■"),)
    made = pool.make_rendition(
        path, sniff(path), tmp_path / "out", RedactedReading(reading.pages, reading.spans, (Area(1, area),), under)
    )
    seen = pool.read(made).pages[0].text
    assert "示例甲" not in seen
    assert "示例乙" not in seen
    assert "关于发放示例补贴的公示" in seen
    assert not holds(made, "示例乙")


def test_words_of_a_scan_have_a_box_in_its_picture(pool: ReaderPool, make_notice: Builder) -> None:
    (page,) = pool.read(make_notice("scan.png", LINES)).pages
    at = page.text.index("示例乙")
    [box] = boxes_of(page, at, at + 3)
    line = next(line for line in page.lines if line.start <= at < line.end)
    assert line.box[0] < box[0] < box[2] < line.box[2]
