"""What is taken out before the rest is published (区分处理, Regulations on Open Government Information, article 37)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from records.domain.document import PersonId


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


def combined(kept: Iterable[Redaction], added: Sequence[Redaction]) -> tuple[Redaction, ...] | None:
    """Both in reading order; an added one takes the place of those that it covers.

    None if two of them would overlap otherwise: nobody could say what stands in that place.
    """
    stays = [one for one in kept if not any(new.covers(one.page, one.start, one.end) for new in added)]
    together = sorted((*stays, *added), key=lambda one: (one.page, one.start))
    return None if any(one.meets(other) for one, other in pairwise(together)) else tuple(together)
