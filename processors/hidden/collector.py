"""Gathers what is hidden into findings: one of a kind on a page, quoted shortly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from processors.screening.model import MAX_QUOTE, WHOLE_FILE, Finding, FindingKind, Severity

#: Characters quoted of one thing; a finding quotes several.
_MAX_LINE: Final = 200
#: Everybody's file has these; they are left out of the public form and nobody has to decide about them.
_NOTES: Final = frozenset(
    {
        FindingKind.TEXT_LAYER,
        FindingKind.DOCUMENT_PROPERTIES,
        FindingKind.PICTURE_METADATA,
        FindingKind.THUMBNAIL,
    }
)


class Collector:
    """Collects things of one file. The same thing twice on a page counts once."""

    def __init__(self) -> None:
        self._things: dict[tuple[int, FindingKind], dict[str, None]] = {}
        self._warned: set[tuple[int, FindingKind]] = set()

    def add(self, kind: FindingKind, text: str, page: int = WHOLE_FILE, *, warn: bool = False) -> None:
        """Note one thing. `text` is what a reviewer reads of it; blanks are folded, and it is cut to a line.

        `warn` raises a kind that is otherwise only a note.
        """
        line = " ".join(text.split())[:_MAX_LINE]
        things = self._things.setdefault((page, kind), {})
        things.setdefault("".join(character for character in line if character.isprintable()))
        if warn or kind not in _NOTES:
            self._warned.add((page, kind))

    def findings(self) -> tuple[Finding, ...]:
        """What was collected, in the order of pages; of the whole file first."""
        ordered = sorted(self._things.items(), key=lambda item: item[0][0])
        return tuple(
            Finding(kind, page, _quote(things), 0, 0, self._severity(page, kind)) for (page, kind), things in ordered
        )

    def _severity(self, page: int, kind: FindingKind) -> Severity:
        return Severity.WARN if (page, kind) in self._warned else Severity.NOTE


def merged(*lists: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of several collectors, one of a kind on a page; quotes follow each other, the stronger rank stays."""
    by_place: dict[tuple[int, FindingKind], Finding] = {}
    for finding in (finding for one in lists for finding in one):
        place = (finding.page, finding.kind)
        known = by_place.get(place)
        if known is not None:
            severity = Severity.WARN if Severity.WARN in {known.severity, finding.severity} else Severity.NOTE
            text = f"{known.text}\n{finding.text}"[:MAX_QUOTE]
            finding = Finding(finding.kind, finding.page, text, 0, 0, severity)  # noqa: PLW2901 - the two become one
        by_place[place] = finding
    return tuple(sorted(by_place.values(), key=lambda finding: finding.page))


def _quote(things: Iterable[str]) -> str:
    lines = [thing for thing in things if thing]
    whole = "\n".join(lines)
    return whole if len(whole) <= MAX_QUOTE else f"{whole[: MAX_QUOTE - 1]}…"
