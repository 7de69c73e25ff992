"""A reading with what is redacted in it: the order for a public file, and what may still be read on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from processors.redaction.model import Area, Redactions, Span
from processors.redaction.plan import Page, redactions_of
from processors.redaction.search import Stream, is_short, key_of
from processors.redaction.text import masked

#: The reader's warning of a page whose text lies over a picture of the whole page, without the number.
_OVER_PICTURE: Final = "text_layer_over_picture:"


@dataclass(frozen=True, slots=True)
class RedactedReading:
    """The pages of a file as they were read, the redacted stretches of their text, and areas marked on them.

    An area takes out of the picture only, and what stands elsewhere stays: `under` are the stretches of text beneath
    areas, apart from `spans` (`plan.spans_under`, `under.stretches_in`). `warnings` are those of the reading.
    """

    pages: Sequence[Page]
    spans: tuple[Span, ...]
    areas: tuple[Area, ...] = ()
    under: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans or self.areas)

    def redactions(self, *, whole_lines: bool) -> Redactions:
        """What has to go from the file.

        Raises:
            ValueError: as `redactions_of`.
        """
        return redactions_of(self.pages, self.spans, self.areas, whole_lines=whole_lines)

    def pages_to_read_again(self, redactions: Redactions) -> list[int]:
        """Numbers of pages that may show more than the file's text says: scans, and text drawn over a picture."""
        over_picture = {one.removeprefix(_OVER_PICTURE) for one in self.warnings if one.startswith(_OVER_PICTURE)}
        doubtful = {words.page for words in redactions.words if str(words.page) in over_picture}
        return sorted(doubtful | {one.page for one in redactions.print})

    def is_seen_in(self, number: int, text: str) -> bool:
        """Whether half of any redacted words stands in `text`, read on page `number`, where nothing else says it."""
        page = next(page for page in self.pages if page.number == number)
        gone = [span for span in (*self.spans, *self.under) if span.page == number]
        kept = Stream(masked(page.text, gone))
        return any(_is_seen(Stream(text), kept, words.text) for words in self.redactions(whole_lines=False).words)


def _is_seen(read: Stream, kept: Stream, words: str) -> bool:
    key = key_of(words)
    if is_short(key):
        return bool(read.find_alone(key)) and not kept.find_alone(key)
    size = max(2, (len(key) + 1) // 2)
    parts = {key[at : at + size] for at in range(len(key) - size + 1)}
    return any(part in read.key and part not in kept.key for part in parts)
