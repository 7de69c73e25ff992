"""What is taken out before the rest is published (区分处理, Regulations on Open Government Information, article 37)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from records.domain.document import PersonId

#: x0, y0, x1, y1 as fractions (0–1) of the upright page picture, origin top left.
Box = tuple[float, float, float, float]

#: The kind of a stretch that is taken out because it stands under an area.
UNDER_AREA: Final = "area"
#: An area narrower or lower than this part of the page was not meant: it is a millimetre of an A4 page.
MIN_SIDE: Final = 0.005


@dataclass(frozen=True, slots=True)
class Redaction:
    """One stretch of a page that the public does not see: removed from every layer, not covered.

    `start` and `end` are characters of page `page` (1-based), end exclusive. `replacement` stands in their place,
    `kind` is that of the finding or "text", `reason` says why, `by` who redacted it.
    """

    page: int
    start: int
    end: int
    replacement: str
    kind: str
    reason: str
    by: PersonId

    @property
    def id(self) -> str:
        """Names the redaction by its place, without its text: safe in audit details."""
        return f"{self.kind}:{self.page}:{self.start}-{self.end}"

    @property
    def testimony(self) -> str:
        """What the content hash says of it: where, and what is shown instead."""
        return f"{self.page}:{self.start}-{self.end}:{self.replacement}"

    def covers(self, page: int, start: int, end: int) -> bool:
        """Whether all of this stretch is taken out."""
        return self.page == page and self.start <= start < end <= self.end

    def meets(self, other: Redaction) -> bool:
        """Whether both take out a character of the same page."""
        return self.page == other.page and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class RedactedArea:
    """A rectangle of a page picture that the public sees black, and the words of the page's text that stand under it.

    `page` is 1-based. `words` are of kind `UNDER_AREA`, each with one character of replacement for one of its own.
    """

    page: int
    box: Box
    words: tuple[Redaction, ...]
    reason: str
    by: PersonId

    @property
    def id(self) -> str:
        """Names the area by its place, in thousandths of the page: safe in audit details."""
        return f"{UNDER_AREA}:{self.page}:{'-'.join(str(round(edge * 1000)) for edge in self.box)}"

    @property
    def testimony(self) -> str:
        """What the content hash says of it: where, and what is shown instead of the words under it."""
        edges = ",".join(f"{edge:.4f}" for edge in self.box)
        return f"{UNDER_AREA}:{self.page}:{edges}:{';'.join(one.testimony for one in self.words)}"

    @property
    def is_placed(self) -> bool:
        """Whether it lies on its page and is large enough to have been meant."""
        x0, y0, x1, y1 = self.box
        on_page = all(0 <= edge <= 1 for edge in self.box)
        return on_page and round(x1 - x0, 6) >= MIN_SIDE and round(y1 - y0, 6) >= MIN_SIDE


def combined(kept: Iterable[Redaction], added: Sequence[Redaction]) -> tuple[Redaction, ...] | None:
    """Both in reading order; an added one takes the place of those that it covers.

    None if two of them would overlap otherwise: nobody could say what stands in that place.
    """
    stays = [one for one in kept if not any(new.covers(one.page, one.start, one.end) for new in added)]
    together = sorted((*stays, *added), key=lambda one: (one.page, one.start))
    return None if any(one.meets(other) for one, other in pairwise(together)) else tuple(together)


def with_areas(redactions: Sequence[Redaction], areas: Iterable[RedactedArea]) -> tuple[Redaction, ...]:
    """All stretches that are taken out, none overlapping, in reading order.

    Where a stretch of its own lies under an area, it keeps its replacement, and the area has the rest.
    """
    taken = list(redactions)
    for area in areas:
        for words in area.words:
            taken += list(_rest(words, taken))
    return tuple(sorted(taken, key=lambda one: (one.page, one.start)))


def _rest(words: Redaction, taken: Iterable[Redaction]) -> Iterator[Redaction]:
    start = words.start
    for other in sorted((one for one in taken if one.meets(words)), key=lambda one: one.start):
        if start < other.start:
            yield _part(words, start, other.start)
        start = max(start, other.end)
    if start < words.end:
        yield _part(words, start, words.end)


def _part(words: Redaction, start: int, end: int) -> Redaction:
    mask = words.replacement[start - words.start : end - words.start]
    return replace(words, start=start, end=end, replacement=mask)
