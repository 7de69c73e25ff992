"""Sets a document's pages after GB/T 9704-2012: 22 lines of 28 characters, red head, signature, imprint."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from samples import heads
from samples.fonts import ASCENT, Face
from samples.linebreak import break_lines
from samples.measures import LEFT, LINE, LINES_PER_PAGE, RIGHT, SIZE, SMALL, TITLE_SIZE, TOP, baseline
from samples.model import Annex, Form, OfficialDocument
from samples.page import HEIGHT, PT_PER_MM, Glyphs, Page, Stroke, measure, place, spread

# "二、申领程序" is a heading; "一、各单位要按时报送。" is a sentence.
HEADING = re.compile(r"[一二三四五六七八九十]+、[^。]+")


def typeset(document: OfficialDocument, *, sealed: bool = False) -> list[Page]:
    """The document's pages; `sealed` marks where the seal stands over signature and date."""
    setter = _Setter(document, sealed)
    setter.head()
    setter.body(document.body)
    setter.attachments()
    setter.signature()
    for annex in document.annexes:
        setter.annex(annex)
    setter.imprint()
    setter.finish()
    return [Page(tuple(sheet.glyphs), tuple(sheet.strokes), sheet.seal) for sheet in setter.sheets]


@dataclass(slots=True)
class _Sheet:
    glyphs: list[Glyphs] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    seal: tuple[float, float] | None = None


@dataclass(slots=True)
class _Setter:
    document: OfficialDocument
    sealed: bool
    sheets: list[_Sheet] = field(default_factory=lambda: [_Sheet()])
    line: float = 0  # next free line of the current page, 0-based

    @property
    def sheet(self) -> _Sheet:
        return self.sheets[-1]

    def head(self) -> None:
        glyphs, strokes, self.line = heads.head(self.document)
        self.sheet.glyphs += glyphs
        self.sheet.strokes += strokes
        self.title(self.document.title)
        self.line += 1
        if self.document.addressees:
            for text in break_lines(self.document.addressees + "：", RIGHT - LEFT, SIZE, Face.SONG):
                self.set_line(text, LEFT, Face.SONG, justify=False)

    def title(self, lines: tuple[str, ...]) -> None:
        for text in lines:
            width = measure(text, TITLE_SIZE, Face.TITLE)
            if width > RIGHT - LEFT:
                raise ValueError(f"title line too long: {text}")
            y = baseline(self.line) + (TITLE_SIZE - SIZE) / 3
            self.sheet.glyphs.append(place(text, (LEFT + RIGHT - width) / 2, y, TITLE_SIZE, Face.TITLE))
            self.line += 1.2

    def body(self, paragraphs: tuple[str, ...]) -> None:
        for paragraph in paragraphs:
            face = Face.HEI if HEADING.fullmatch(paragraph) else Face.SONG
            if face is Face.HEI and self.line > LINES_PER_PAGE - 2:
                self.new_page()  # a heading does not stand alone at the foot of a page
            texts = break_lines(paragraph, RIGHT - LEFT, SIZE, face, indent=2 * SIZE)
            for number, text in enumerate(texts):
                self.set_line(text, LEFT + (0 if number else 2 * SIZE), face, justify=number < len(texts) - 1)

    def set_line(self, text: str, x: float, face: Face, *, justify: bool) -> None:
        if self.line > LINES_PER_PAGE - 1:
            self.new_page()
        y = baseline(self.line)
        self.sheet.glyphs.append(spread(text, x, RIGHT, y, SIZE, face) if justify else place(text, x, y, SIZE, face))
        self.line += 1

    def new_page(self) -> None:
        self.sheets.append(_Sheet())
        self.line = 0

    def attachments(self) -> None:
        """附件：1. … and the further names under the first one's number."""
        names = self.document.attachments
        if not names:
            return
        self.line += 1
        x = LEFT + 5 * SIZE
        for number, name in enumerate(names, 1):
            text = f"{number}.{name}" if len(names) > 1 else name
            lead = "附件：" if number == 1 else ""
            start = x - measure(lead, SIZE, Face.SONG)
            self.set_line(lead + text, start, Face.SONG, justify=False)

    def signature(self) -> None:
        """署名 centred above the date, whose right edge is four characters in; the note on the next line."""
        if not self.document.signature:
            return
        needed = 4 + (1 if self.document.note else 0)
        if self.line + needed > LINES_PER_PAGE:
            raise ValueError(f"signature without text on its page, {self.line} lines: {self.document.full_title}")
        self.line += 2
        date_width = measure(self.document.date, SIZE, Face.SONG)
        date_x = RIGHT - 4 * SIZE - date_width
        centre = date_x + date_width / 2
        width = measure(self.document.signature, SIZE, Face.SONG)
        self.set_line(self.document.signature, min(centre - width / 2, RIGHT - width), Face.SONG, justify=False)
        self.set_line(self.document.date, date_x, Face.SONG, justify=False)
        if self.sealed:
            self.sheet.seal = (centre, baseline(self.line - 1.6))
        if self.document.note:
            self.set_line(self.document.note, LEFT + 2 * SIZE, Face.SONG, justify=False)

    def annex(self, annex: Annex) -> None:
        self.new_page()
        if annex.label:
            self.set_line(annex.label, LEFT, Face.HEI, justify=False)
            self.line += 1
        self.title(annex.title)
        self.line += 1
        self.body(annex.body)
        if annex.table:
            self.table(annex)

    def table(self, annex: Annex) -> None:
        """Rows of one or more lines with centred cells; `widths` are shares of the page's text width."""
        edges = [LEFT]
        for share in annex.widths:
            edges.append(edges[-1] + share * (RIGHT - LEFT) / sum(annex.widths))
        top = y = TOP + (self.line + 0.4) * LINE
        for number, row in enumerate(annex.table):
            face = Face.SONG if number else Face.HEI
            y = self._row(row, edges, y, face)
            self.sheet.strokes.append(Stroke(LEFT, y, RIGHT, y, 0.7))
        self.sheet.strokes.append(Stroke(LEFT, top, RIGHT, top, 0.7))
        self.sheet.strokes += [Stroke(x, top, x, y, 0.7) for x in edges]
        self.line = (y - TOP) / LINE

    def _row(self, row: tuple[str, ...], edges: list[float], y: float, face: Face) -> float:
        size, pad, pitch = 12.0, 5.0, 18.0
        cells = [
            break_lines(text, right - left - 2 * pad, size, face)
            for text, left, right in zip(row, edges, edges[1:], strict=False)
        ]
        height = max(map(len, cells)) * pitch + 2 * pad
        for texts, left, right in zip(cells, edges, edges[1:], strict=False):
            first = y + (height - len(texts) * pitch) / 2 + pitch / 2 + size * (ASCENT - 0.5)
            for number, text in enumerate(texts):
                x = (left + right - measure(text, size, face)) / 2
                self.sheet.glyphs.append(place(text, x, round(first + number * pitch, 2), size, face))
        return y + height

    def imprint(self) -> None:
        """版记 at the bottom of the last page; a letter's has neither rules nor printing organ."""
        glyphs, strokes = heads.imprint(self.document)
        rows = len({run.baseline for run in glyphs})
        if self.line > LINES_PER_PAGE - rows:
            raise ValueError(f"imprint without text on its page, {self.line} lines: {self.document.full_title}")
        self.sheet.glyphs += glyphs
        self.sheet.strokes += strokes

    def finish(self) -> None:
        """Page numbers: outer side, one character in; a letter's first page has none."""
        for number, sheet in enumerate(self.sheets, 1):
            if number == 1 and self.document.form in {Form.LETTER, Form.ANNOUNCEMENT}:
                continue
            text = f"— {number} —"
            x = RIGHT - SMALL - measure(text, SMALL, Face.SONG) if number % 2 else LEFT + SMALL
            y = HEIGHT - 35 * PT_PER_MM + 7 * PT_PER_MM + SMALL / 2
            sheet.glyphs.append(place(text, x, y, SMALL))
