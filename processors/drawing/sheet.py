"""One page of a new PDF while it is drawn: its operators, and the pictures and states that they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name

from processors.drawing.letters import Letters
from processors.readers.ofd_values import Affine

_POINTS_IN_MM: Final = 72 / 25.4


class Sheet:
    """A page. Everything is drawn in millimetres from its upper left corner, down and to the right."""

    def __init__(self, document: pikepdf.Pdf, letters: Letters, width: float, height: float) -> None:
        self.document = document
        self.letters = letters
        self._size = (width * _POINTS_IN_MM, height * _POINTS_IN_MM)
        self._operators = [f"{_POINTS_IN_MM:.6f} 0 0 {-_POINTS_IN_MM:.6f} 0 {self._size[1]:.4f} cm"]
        self._pictures: list[pikepdf.Object] = []
        self._states: dict[tuple[float, float, str], str] = {}

    def draw(self, *operators: str) -> None:
        self._operators += operators

    @contextmanager
    def within(self, place: Affine | None = None, clips: Sequence[str] = ()) -> Iterator[None]:
        """What is drawn in this context is mapped by `place` and seen inside of all `clips`, paths of outer space."""
        self.draw("q", *(f"{clip} W n" for clip in clips))
        if place is not None:
            self.draw(" ".join(f"{value:.6f}" for value in place) + " cm")
        try:
            yield
        finally:
            self.draw("Q")

    def opacity(self, fill: float, stroke: float, blend: str = "Normal") -> None:
        """How much of what is below is seen through what follows; `blend` as ISO 32000-1 §11.3.5."""
        key = (round(fill, 3), round(stroke, 3), blend)
        if key == (1.0, 1.0, "Normal"):
            return
        self.draw(f"{self._states.setdefault(key, f'/G{len(self._states)}')} gs")

    def picture(self, picture: pikepdf.Object) -> None:
        """Draw a picture into the unit square whose origin is its upper left corner."""
        self._pictures.append(picture)
        self.draw(f"q 1 0 0 -1 0 1 cm /P{len(self._pictures) - 1} Do Q")

    def finish(self, fonts: Dictionary) -> None:
        """Add the page to the document."""
        states = {
            name: Dictionary(ca=fill, CA=stroke, BM=Name(f"/{blend}"))
            for (fill, stroke, blend), name in self._states.items()
        }
        width, height = self._size
        page = Dictionary(
            Type=Name.Page,
            MediaBox=[0, 0, round(width, 3), round(height, 3)],
            Resources=Dictionary(
                Font=fonts,
                ExtGState=Dictionary(states),
                XObject=Dictionary({f"/P{at}": picture for at, picture in enumerate(self._pictures)}),
            ),
            Contents=self.document.make_stream("\n".join(self._operators).encode("ascii")),
        )
        self.document.pages.append(pikepdf.Page(self.document.make_indirect(page)))
