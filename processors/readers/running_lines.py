"""Page numbers and running headers of printed pages: kept out of the text that runs on from page to page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

#: GB/T 9704-2012 7.5 prints 一字线 on both sides, which OCR may take for 一. Matches `— 3 —`, `第 3 页 共 5 页`; does
#: not match `3`, `第3号` or a table's `—\t3\t—`.
_PAGE_NUMBER: Final = re.compile(
    r"[-–—―－一]{1,3}[ 　]*\d{1,4}[ 　]*[-–—―－一]{1,3}|第[ 　]*\d{1,4}[ 　]*页(?:[ 　,，/]*共[ 　]*\d{1,4}[ 　]*页)?"
)
_BARE_NUMBER: Final = re.compile(r"\d{1,4}", re.ASCII)
_DIGITS: Final = re.compile(r"\d+")
#: Lines at either end of a page among which such a line may be: a header and a page number.
_EDGE: Final = 2
#: A line runs when it is on at least this many pages …
_MIN_PAGES: Final = 3
#: … and on more than this share of those that have text.
_MIN_SHARE: Final = 0.5

InMargin = Callable[[int, str], bool]


def is_page_number(line: str) -> bool:
    """Whether a line is nothing but a page number with the marks that tell it from other numbers."""
    return _PAGE_NUMBER.fullmatch(line.strip()) is not None


def without_running_lines(texts: Sequence[str], in_margin: InMargin) -> list[str]:
    """The texts of a file's pages without page numbers, and with each running line on the first of its pages alone.

    `in_margin` is as in `running_lines`.
    """
    return [without_lines(text, dropped) for text, dropped in zip(texts, running_lines(texts, in_margin), strict=True)]


def without_lines(text: str, dropped: frozenset[int]) -> str:
    """The text without these lines, counted from 0; what stays ends with a newline."""
    if not dropped:
        return text
    return "".join(f"{line}\n" for index, line in enumerate(text.splitlines()) if index not in dropped)


def running_lines(texts: Sequence[str], in_margin: InMargin) -> list[frozenset[int]]:
    """For each page of a file, which of its lines, counted from 0, are page numbers or running lines seen before.

    `in_margin(number, line)` says whether a line of page `number` (1-based) is printed in a margin: the head of a
    table or form that every page repeats is none. It is asked about lines that repeat, never about others.
    """
    pages = [text.splitlines() for text in texts]
    numbered = _numbering(pages)
    running = _repeated(pages)
    seen: set[str] = set()
    result = []
    for number, lines in enumerate(pages, start=1):
        dropped = set()
        for index in _edges(lines):
            line = lines[index].strip()
            sign = _sign(line)
            if _is_page_number(line, number, numbered):
                dropped.add(index)
            elif sign in running:
                if sign in seen and in_margin(number, line):
                    dropped.add(index)
                seen.add(sign)
        result.append(frozenset(dropped))
    return result


def _edges(lines: Sequence[str]) -> Iterator[int]:
    """The first and last lines of a page that show anything, each once."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return iter(dict.fromkeys([*filled[:_EDGE], *filled[-_EDGE:]]))


def _sign(line: str) -> str:
    """What two lines have in common that differ in a page's number alone."""
    return _DIGITS.sub("0", line)


def _numbering(pages: Sequence[Sequence[str]]) -> frozenset[int]:
    """By how much the bare numbers at the pages' ends are ahead of the pages' places, where several agree."""
    ahead: Counter[int] = Counter()
    for place, lines in enumerate(pages, start=1):
        ends = {lines[index].strip() for index in _edges(lines)}
        ahead.update({int(end) - place for end in ends if _BARE_NUMBER.fullmatch(end)})
    return frozenset(steps for steps, count in ahead.items() if count >= _MIN_PAGES)


def _is_page_number(line: str, place: int, numbered: frozenset[int]) -> bool:
    if is_page_number(line):
        return True
    return _BARE_NUMBER.fullmatch(line) is not None and int(line) - place in numbered


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Signs of lines at the ends of most pages; a table's row is none, so that its columns stay together."""
    counted: Counter[str] = Counter()
    filled = 0
    for lines in pages:
        signs = {_sign(lines[index].strip()) for index in _edges(lines) if "\t" not in lines[index]}
        counted.update(signs)
        filled += bool(signs)
    return frozenset(sign for sign, count in counted.items() if count >= _MIN_PAGES and count > _MIN_SHARE * filled)
