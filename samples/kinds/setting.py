"""Sets placed lines as pages of a 公文, for PDF and scan."""

from __future__ import annotations

from samples.fonts import Face, open_face
from samples.heads import letterhead
from samples.kinds.placing import Place, PlacedLine
from samples.linebreak import break_lines
from samples.measures import LEFT, LINES_PER_PAGE, RIGHT, SIZE, SMALL, TITLE_SIZE, baseline
from samples.page import Glyphs, Page, measure, place, spread

LETTERHEAD_LINES = 2.4  # body lines that a letterhead takes
STAND_IN = {"☑": "√", "☒": "√", "✔": "√", "☐": "□", "◻": "□"}
MISSING = "〓"  # the printer's mark for a character that the face has not


def set_pages(lines: list[PlacedLine]) -> list[Page]:
    """The pages, each with its number at the foot."""
    setter = _Setter()
    for at, line in enumerate(lines):
        if line.place is Place.IMPRINT and (at == 0 or lines[at - 1].place is not Place.IMPRINT):
            setter.keep_together(len([after for after in lines[at:] if after.place is Place.IMPRINT]))
        setter.add(PlacedLine(_printable(line.text), line.place))
    return [Page((*glyphs, _page_number(at)), ()) for at, glyphs in enumerate(setter.sheets, start=1)]


class _Setter:
    """Fills sheet after sheet from the top."""

    def __init__(self) -> None:
        self.sheets: list[list[Glyphs]] = [[]]
        self.line: float = 0  # next free line of the sheet, 0-based
        self.before: Place | None = None

    def add(self, line: PlacedLine) -> None:
        if line.place is Place.PAGE_BREAK:
            self._turn()
        else:
            self._space_above(line.place)
            self._print(line)
        self.before = line.place

    def keep_together(self, lines: int) -> None:
        """Turn the page now if the imprint would be parted: it stands at the foot of one page."""
        if self.line + lines + 1 > LINES_PER_PAGE:
            self._turn()

    def _space_above(self, place_of_line: Place) -> None:
        """The standard's empty lines around the title and above the signature."""
        gaps = {Place.TITLE, Place.SIGNATURE, Place.IMPRINT}
        changes = self.before is not None and self.before is not place_of_line
        if changes and (place_of_line in gaps or self.before in (Place.TITLE, Place.LETTERHEAD)):
            self.line += 1

    def _print(self, line: PlacedLine) -> None:
        match line.place:
            case Place.LETTERHEAD:
                self._put(letterhead(line.text, baseline(self.line) - SIZE, LEFT, RIGHT), LETTERHEAD_LINES)
            case Place.TITLE:
                self._centred(line.text, TITLE_SIZE, Face.TITLE, 1.2)
            case Place.NUMBER:
                self._centred(line.text, SIZE, Face.SONG, 1)
            case Place.SIGNATURE:
                self._right(line.text)
            case Place.IMPRINT:
                self._left(line.text, SMALL, 0)
            case Place.FLUSH:
                self._left(line.text, SIZE, 0)
            case _:
                self._left(line.text, SIZE, 2 * SIZE)

    def _centred(self, text: str, size: float, face: Face, pitch: float) -> None:
        for part in break_lines(text, RIGHT - LEFT, size, face):
            x = (LEFT + RIGHT - measure(part, size, face)) / 2
            self._put(place(part, x, self._y(pitch), size, face), pitch)

    def _right(self, text: str) -> None:
        for part in break_lines(text, RIGHT - LEFT - 2 * SIZE, SIZE, Face.SONG):
            x = RIGHT - 2 * SIZE - measure(part, SIZE, Face.SONG)
            self._put(place(part, x, self._y(1), SIZE), 1)

    def _left(self, text: str, size: float, indent: float) -> None:
        parts = break_lines(text, RIGHT - LEFT, size, Face.SONG, indent=indent)
        for number, part in enumerate(parts):
            x, y = LEFT + (0 if number else indent), self._y(1)
            last = number == len(parts) - 1
            self._put(place(part, x, y, size) if last else spread(part, x, RIGHT, y, size), 1)

    def _y(self, pitch: float) -> float:
        """The baseline of the next line, on a new sheet if this one is full."""
        if self.line + pitch > LINES_PER_PAGE + 0.01:
            self._turn()
        return baseline(self.line)

    def _put(self, glyphs: Glyphs, pitch: float) -> None:
        self.sheets[-1].append(glyphs)
        self.line += pitch

    def _turn(self) -> None:
        self.sheets.append([])
        self.line = 0


def _printable(text: str) -> str:
    """The text with single spaces and `MISSING` for what the face cannot print."""
    known = open_face(Face.SONG).glyphs.keys() & open_face(Face.TITLE).glyphs.keys()
    return "".join(char if ord(char) in known else STAND_IN.get(char, MISSING) for char in " ".join(text.split()))


def _page_number(number: int) -> Glyphs:
    text = f"— {number} —"
    return place(text, RIGHT - SIZE - measure(text, SMALL, Face.SONG), baseline(LINES_PER_PAGE + 1), SMALL)
