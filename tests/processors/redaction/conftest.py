"""One notice, as PDF, scan or OFD, about people who do not exist; and every byte that a file made of it holds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from processors.pool import ReaderPool
from processors.redaction.masking import usual
from processors.redaction.model import Span
from processors.redaction.reading import RedactedReading
from samples.numbers import mobile, resident_id
from samples.ofd import write_ofd
from samples.page import Page, place
from samples.pdf import write_pdf
from samples.scan import rasterise
from tests.processors.hidden.digging import dug_out
from tests.processors.redaction.people import Person


@pytest.fixture(scope="session")
def person() -> Person:
    rng = random.Random(5)
    return Person("示例甲", resident_id(rng), mobile(rng))


@pytest.fixture(scope="session")
def notice(person: Person) -> tuple[str, ...]:
    """Lines of a notice; the ones with the person's data stand between others that have to stay."""
    return (
        "关于发放稳岗补贴的公示",
        "现将补贴对象公示如下，公示期五个工作日。",
        f"补贴对象{person.name}，身份证号{person.id_number}，",
        f"联系电话{person.phone}，补贴金额3000元。",
        "对公示有异议的，请向本局书面提出。",
    )


@pytest.fixture(scope="session")
def lay_out() -> Callable[..., Page]:
    def make(*lines: str) -> Page:
        return Page(tuple(place(line, 80, 120 + 40 * index, 16) for index, line in enumerate(lines)), ())

    return make


@pytest.fixture
def make_notice(tmp_path: Path, lay_out: Callable[..., Page]) -> Callable[..., Path]:
    """Pages of lines as `NAME`: a PDF with text, an OFD with text, or a scan as TIFF, PNG or `scan….pdf`."""

    def make(name: str, *pages: tuple[str, ...]) -> Path:
        path, laid = tmp_path / name, [lay_out(*lines) for lines in pages]
        if path.suffix == ".ofd":
            path.write_bytes(write_ofd(laid, "公示", "2026-03-02"))
        elif path.suffix == ".pdf" and not path.name.startswith("scan"):
            path.write_bytes(write_pdf(laid, "公示"))
        else:
            first, *others = [rasterise(page).convert("L") for page in laid]
            more = {"save_all": True, "append_images": others} if others else {}
            first.save(path, **more)
        return path

    return make


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReaderPool]:
    with ReaderPool(tmp_path_factory.mktemp("models")) as shared:
        yield shared


@pytest.fixture
def redacted(pool: ReaderPool) -> Callable[..., RedactedReading]:
    """A file's reading with every place of some words redacted; `kinds` gives words and the finding they are of."""

    def read(path: Path, kinds: dict[str, str]) -> RedactedReading:
        pages = pool.read(path).pages
        spans = [
            Span(page.number, at, at + len(words), usual(kind, words))
            for page in pages
            for words, kind in kinds.items()
            for at in range(len(page.text))
            if page.text.startswith(words, at)
        ]
        assert {pages[span.page - 1].text[span.start : span.end] for span in spans} == set(kinds)
        return RedactedReading(pages, tuple(spans))

    return read


@pytest.fixture
def everything_in() -> Callable[[Path], bytes]:
    """All bytes of a file, packed and unpacked: whatever anybody could dig out of it."""
    return dug_out


def ways_to_write(words: str) -> tuple[bytes, ...]:
    """How a file may hold words: in any encoding, or as a PDF's hexadecimal string."""
    coded = [words.encode(name) for name in ("utf-8", "utf-16-be", "utf-16-le", "gb18030")]
    return (*coded, *(one.hex().encode() for one in coded), *(one.hex().upper().encode() for one in coded))


@pytest.fixture
def holds(everything_in: Callable[[Path], bytes]) -> Callable[[Path, str], bool]:
    return lambda path, words: any(way in everything_in(path) for way in ways_to_write(words))


@pytest.fixture
def darkness() -> Callable[[Image.Image, tuple[float, float, float, float]], float]:
    """The share of black points in a box, given as fractions of a picture."""

    def share(picture: Image.Image, box: tuple[float, float, float, float]) -> float:
        width, height = picture.size
        part = picture.convert("L").crop(
            (round(box[0] * width), round(box[1] * height), round(box[2] * width), round(box[3] * height))
        )
        points = part.tobytes()
        return sum(point < 60 for point in points) / len(points)

    return share
