"""The red head of each form and the imprint (版记) at the end."""

from __future__ import annotations

from samples.fonts import ASCENT, Face
from samples.linebreak import break_lines
from samples.measures import BOTTOM, LEFT, LINE, RIGHT, SIZE, SMALL, TOP, baseline
from samples.model import Form, OfficialDocument
from samples.page import HEIGHT, PT_PER_MM, RED, WIDTH, Glyphs, Stroke, measure, place, spread

LETTERHEAD_SIZE = 46.0
INK_ASCENT = 0.80  # of the em: how far the ink of a Chinese character reaches above the baseline
Marks = tuple[list[Glyphs], list[Stroke]]


def head(document: OfficialDocument) -> tuple[list[Glyphs], list[Stroke], float]:
    """The head's marks and the line on which the title begins."""
    match document.form:
        case Form.DOCUMENT:
            return _document_head(document)
        case Form.LETTER:
            return _letter_head(document)
        case Form.ANNOUNCEMENT:
            return _announcement_head(document)
        case Form.PLAIN:
            return [], [], 1


def _document_head(document: OfficialDocument) -> tuple[list[Glyphs], list[Stroke], float]:
    """Copy number and secrecy on lines 1 and 2, the mark 35 mm below the text area's edge, a rule under the number."""
    glyphs = []
    if document.copy_number:
        glyphs.append(place(document.copy_number, LEFT, baseline(0), SIZE))
    if document.secrecy:
        glyphs.append(place(document.secrecy, LEFT, baseline(1), SIZE, Face.HEI))
    glyphs.append(letterhead(document.letterhead, TOP + 35 * PT_PER_MM, LEFT, RIGHT))
    number_line = 7.0
    width = measure(document.number, SIZE, Face.SONG)
    glyphs.append(place(document.number, (LEFT + RIGHT - width) / 2, baseline(number_line), SIZE))
    y = baseline(number_line) + (1 - ASCENT) * SIZE + 4 * PT_PER_MM
    return glyphs, [Stroke(LEFT, y, RIGHT, y, 1.8, RED)], (y - TOP) / LINE + 2


def _letter_head(document: OfficialDocument) -> tuple[list[Glyphs], list[Stroke], float]:
    """The mark 30 mm below the paper's edge, a double rule 4 mm under it, another 20 mm from the foot."""
    top = 30 * PT_PER_MM
    glyphs = [letterhead(document.letterhead, top, LEFT + SIZE, RIGHT - SIZE)]
    x0, x1 = (WIDTH - 170 * PT_PER_MM) / 2, (WIDTH + 170 * PT_PER_MM) / 2
    y = top + LETTERHEAD_SIZE * 0.92 + 4 * PT_PER_MM
    foot = HEIGHT - 20 * PT_PER_MM
    strokes = [
        Stroke(x0, y, x1, y, 2.4, RED),
        Stroke(x0, y + 3, x1, y + 3, 0.8, RED),
        Stroke(x0, foot - 3, x1, foot - 3, 0.8, RED),
        Stroke(x0, foot, x1, foot, 2.4, RED),
    ]
    number_y = y + 3 + SIZE * 1.5
    width = measure(document.number, SIZE, Face.SONG)
    glyphs.append(place(document.number, RIGHT - width, number_y, SIZE))
    return glyphs, strokes, (number_y - TOP) / LINE + 1.6


def _announcement_head(document: OfficialDocument) -> tuple[list[Glyphs], list[Stroke], float]:
    """A public notice (通告): mark and number near the top, so that the whole fits on the one sheet that is posted."""
    top = 30 * PT_PER_MM
    number_y = top + LETTERHEAD_SIZE + 2 * SIZE
    width = measure(document.number, SIZE, Face.SONG)
    number = place(document.number, (LEFT + RIGHT - width) / 2, number_y, SIZE)
    y = number_y + (1 - ASCENT) * SIZE + 4 * PT_PER_MM
    mark = letterhead(document.letterhead, top, LEFT, RIGHT)
    return [mark, number], [Stroke(LEFT, y, RIGHT, y, 1.8, RED)], (y - TOP) / LINE + 1.2


def letterhead(text: str, top: float, x0: float, x1: float) -> Glyphs:
    """The organ's mark in tall red characters from `x0` to `x1`, upper edge of the ink at `top`."""
    stretch = min(1.0, (x1 - x0) / measure(text, LETTERHEAD_SIZE, Face.TITLE))
    xs = spread(text, x0 / stretch, x1 / stretch, 0, LETTERHEAD_SIZE, Face.TITLE).xs
    y = round(top + INK_ASCENT * LETTERHEAD_SIZE, 2)
    return Glyphs(text, tuple(x * stretch for x in xs), y, LETTERHEAD_SIZE, Face.TITLE, RED, stretch)


def imprint(document: OfficialDocument) -> Marks:
    glyphs: list[Glyphs] = []
    strokes: list[Stroke] = []
    lines = _copied_to(document.copied_to)
    pitch = 24.0
    foot = BOTTOM - 1
    if document.printed_by:
        strokes.append(Stroke(LEFT, foot, RIGHT, foot, 1.0))
        y = round(foot - pitch / 2 + SMALL * 0.36, 2)
        issued = f"{document.printed_on}印发"
        glyphs.append(place(document.printed_by, LEFT + SMALL, y, SMALL))
        glyphs.append(place(issued, RIGHT - SMALL - measure(issued, SMALL, Face.SONG), y, SMALL))
        foot -= pitch
        strokes.append(Stroke(LEFT, foot, RIGHT, foot, 0.7 if lines else 1.0))
    for text, x in reversed(lines):
        glyphs.append(place(text, x, round(foot - pitch / 2 + SMALL * 0.36, 2), SMALL))
        foot -= pitch
    if lines and document.printed_by:
        strokes.append(Stroke(LEFT, foot, RIGHT, foot, 1.0))
    return glyphs, strokes


def _copied_to(names: str) -> list[tuple[str, float]]:
    """抄送：names。 with continuation lines under the first name; each line with its left edge."""
    if not names:
        return []
    x = LEFT + SMALL + measure("抄送：", SMALL, Face.SONG)
    first, *rest = break_lines(names + "。", RIGHT - SMALL - x, SMALL, Face.SONG)
    return [("抄送：" + first, LEFT + SMALL), *((text, x) for text in rest)]
