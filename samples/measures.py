"""The measures of a 公文 page in points, after GB/T 9704-2012."""

from __future__ import annotations

from samples.fonts import ASCENT
from samples.page import HEIGHT, PT_PER_MM, WIDTH

TOP, LEFT, RIGHT = 37 * PT_PER_MM, 28 * PT_PER_MM, WIDTH - 26 * PT_PER_MM
BOTTOM = HEIGHT - 35 * PT_PER_MM
LINES_PER_PAGE, CHARS_PER_LINE = 22, 28
LINE = (BOTTOM - TOP) / LINES_PER_PAGE
SIZE = (RIGHT - LEFT) / CHARS_PER_LINE  # 3号, so that 28 characters fill the line
SMALL = 14.0  # 4号: imprint, page number
TITLE_SIZE = 22.0  # 2号


def baseline(line: float) -> float:
    """Baseline of a text line, 0-based from the top of the text area; rounded, so that equal lines compare equal."""
    return round(TOP + line * LINE + (LINE - SIZE) / 2 + ASCENT * SIZE, 2)
