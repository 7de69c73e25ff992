"""From letters of a file's own text layer to the same letters of the page's text as it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from processors.extraction import Unreadable
from processors.redaction.search import Stream, is_short, key_of

_NOT_MATCHED: Final = "区域内的文字与读出的正文对不上，不能确定要隐去哪些字，请把区域画小一些，或者改为按文字隐去。"


def stretches_in(text: str, layer: str, stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Where `stretches` (start, end) of a layer stand in the page's `text`, in reading order.

    Both hold the same words in about the same order: the third place of some words in the one is their third place in
    the other. Where they don't hold them equally often, every place counts. Words that the text leaves out, such as a
    page's number, have none.

    Raises:
        Unreadable: `not_redactable`; the text has parts of the words, and nobody can tell where all of them are.
    """
    page, source = Stream(text), Stream(layer)
    found = {place for start, end in stretches for place in _places(page, source, start, end)}
    return tuple(_joined(sorted(found)))


def _places(page: Stream, source: Stream, start: int, end: int) -> list[tuple[int, int]]:
    key = key_of(source.text[start:end])
    here, there = page.everywhere(key), source.everywhere(key)
    if here and len(here) == len(there):
        return [place for place, (left, right) in zip(here, there, strict=True) if left < end and start < right]
    if here:
        return page.find(key)
    if is_short(key) or not any(page.everywhere(key[at : at + 2]) for at in range(len(key) - 1)):
        return []
    scattered = page.scattered(key)
    if scattered is None:
        raise Unreadable("not_redactable", _NOT_MATCHED)
    return scattered


def _joined(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Overlapping places as one."""
    start = end = -1
    for left, right in places:
        if left < end:
            end = max(end, right)
            continue
        if start >= 0:
            yield start, end
        start, end = left, right
    if start >= 0:
        yield start, end
