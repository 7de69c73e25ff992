"""A page of the bench: its marks, where its seals stand, and what is under them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongkai.bench.pages import wording
from processors.readers.running_lines import is_page_number
from samples.heads import letterhead
from samples.measures import LEFT, RIGHT, SIZE, TOP
from samples.model import OfficialDocument
from samples.page import HEIGHT, PT_PER_MM, RED, WIDTH, Glyphs, Page, measure, place
from samples.typeset import typeset

#: x0, y0, x1, y1 as fractions of the page, origin top left.
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a seal stands: the organ around its rim and its centre in points from the page's top left."""

    organ: str
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`stamps` are drawn only where the bench asks for seals; `signed` holds the signature and date below them.

    `printed` is what the page says in reading order, where that is not line by line from top to bottom. Page numbers
    are no part of a page's text.
    """

    name: str
    page: Page
    stamps: tuple[Stamp, ...] = ()
    signed: tuple[Glyphs, ...] = ()
    printed: str = ""

    @property
    def text(self) -> str:
        return self.printed or "\n".join(line for line in self.page.lines() if not is_page_number(line))

    @property
    def letterhead(self) -> tuple[Glyphs, ...]:
        return tuple(run for run in self.page.glyphs if run.colour == RED)


def area_of(runs: tuple[Glyphs, ...]) -> Area:
    """Where these characters stand, with a third of a line around them."""
    extra = SIZE / 3
    return (
        (min(run.xs[0] for run in runs) - extra) / WIDTH,
        (min(run.baseline - run.size for run in runs) - extra) / HEIGHT,
        (max(run.right for run in runs) + extra) / WIDTH,
        (max(run.baseline for run in runs) + extra) / HEIGHT,
    )


def texts() -> tuple[Sheet, ...]:
    """The pages of running text: red-headed notice, joint head, letter, numbered rules, public notice."""
    documents = {
        "notice": wording.NOTICE,
        "letter": wording.LETTER,
        "numbered": wording.NUMBERED,
        "announcement": wording.PLAIN,
    }
    sheets = [sheet for name, document in documents.items() for sheet in _sheets(name, document)]
    return (*sheets, *(_joint(sheet) for sheet in _sheets("joint", wording.JOINT)))


def tables() -> tuple[Sheet, ...]:
    """The pages with ruled tables."""
    return tuple(_sheets(name, document)[-1] for name, document in (("funds", wording.FUNDS), ("posts", wording.POSTS)))


def _sheets(name: str, document: OfficialDocument) -> list[Sheet]:
    sheets, names = [], {document.signature, document.date}
    for number, page in enumerate(typeset(document, sealed=bool(document.signature)), 1):
        signed = tuple(run for run in page.glyphs if page.seal and run.colour != RED and run.text in names)
        stamps = (Stamp(document.signature, page.seal),) if page.seal else ()
        sheets.append(Sheet(f"{name}-{number}", page, stamps, signed))
    return sheets


def _joint(sheet: Sheet) -> Sheet:
    """Two organs under each other with 文件 beside them, and both sign, each under its own seal (GB/T 9704, 7.2.4)."""
    glyphs = [run for run in sheet.page.glyphs if run.colour != RED]
    if len(glyphs) < len(sheet.page.glyphs):
        glyphs += _joint_head()
    if not sheet.stamps:
        return replace(sheet, page=replace(sheet.page, glyphs=tuple(glyphs)))
    (first,) = sheet.stamps
    organ = next(run for run in sheet.signed if run.text == first.organ)
    left = organ.xs[0] - 3 * SIZE - measure(wording.JOINED_BY, SIZE, organ.face)
    other = place(wording.JOINED_BY, left, organ.baseline, SIZE, organ.face)
    second = Stamp(wording.JOINED_BY, ((other.xs[0] + other.right) / 2, first.centre[1]))
    page = replace(sheet.page, glyphs=(*glyphs, other))
    return Sheet(sheet.name, page, (first, second), (*sheet.signed, other))


def _joint_head() -> list[Glyphs]:
    top, low = TOP + 14 * PT_PER_MM, TOP + 34 * PT_PER_MM
    edge = RIGHT - 110
    return [
        letterhead(wording.JOINT.letterhead, top, LEFT + 10, edge),
        letterhead(wording.JOINED_BY, low, LEFT + 10, edge),
        letterhead("文件", (top + low) / 2, edge + 15, RIGHT),
    ]


def in_order(runs: tuple[Glyphs, ...]) -> str:
    """What these characters say, from top to bottom and from left to right."""
    return "".join(run.text for run in sorted(runs, key=lambda run: (run.baseline, run.xs[0])))
