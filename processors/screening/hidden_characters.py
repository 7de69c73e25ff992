"""Finds characters that show nothing or turn the reading order: what a person at the page cannot see.

Zero-width characters carry messages and keep words from being found; bidirectional controls show 100 where 001 is
written; tag characters (U+E0020 to U+E007E) are a whole alphabet without shapes. Unicode 15, chapters 5.21 and 23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.model import Severity
from processors.screening.page import Hit, Page

_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_WITHOUT_WIDTH = r"\u200b-\u200d\u2060\ufeff\u00ad\u034f\u180e\u17b4\u17b5"
_TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f"
_FILLERS = r"\u115f\u1160\u3164\uffa0\u2800"
_OF_NOTATIONS = r"\u2061-\u2064\ufff9-\ufffb\U0001d173-\U0001d17a"
_TAGS_AND_VARIANTS = r"\ufe00-\ufe0f\U000e0000-\U000e0fff"
_HIDDEN = re.compile(f"[{_CONTROLS}{_WITHOUT_WIDTH}{_TURNING}{_FILLERS}{_OF_NOTATIONS}{_TAGS_AND_VARIANTS}]+")

# Scripts whose words need joiners and direction marks: Hebrew, Arabic (Uighur, Kazakh), Indic, Tibetan, Mongolian.
_JOINED_SCRIPTS = r"\u0590-\u08ff\u0900-\u0fff\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc"
_OF_SCRIPTS = re.compile(r"[\u200c\u200d\u200e\u200f\u061c\u180e\u17b4\u17b5]")
_SCRIPT = re.compile(f"[{_JOINED_SCRIPTS}]")
# Pictures are joined by U+200D, coloured by U+FE0F, and flags of regions are spelt in tags behind U+1F3F4.
_OF_PICTURES = re.compile(r"[\u200d\ufe0e\ufe0f]{1,2}|[\U000e0020-\U000e007e]{2,6}\U000e007f")
_PICTURE = re.compile(r"[#*0-9\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]")
_HYPHENATED = re.compile(r"[A-Za-z]")
# What web editors put on an empty line between paragraphs: one zero-width character and nothing else.
_SPACER = re.compile(r"[ \t\xa0]*[\u200b\ufeff][ \t\xa0]*")
_LONGEST_SPACER = 8


def find_hidden_characters(page: Page) -> Iterator[Hit]:
    """Each row of such characters, to be looked at; what a script, a picture or hyphenation needs is none.

    A single zero-width character alone on its line is a note.
    """
    for match in _HIDDEN.finditer(page.original):
        before = page.original[match.start() - 1] if match.start() else ""
        after = page.original[match.end() : match.end() + 1]
        if not _is_needed(match[0], before, after):
            severity = Severity.NOTE if _SPACER.fullmatch(_line_around(page.original, match)) else Severity.WARN
            yield Hit(match.start(), match.end(), severity)


def _line_around(text: str, match: re.Match[str]) -> str:
    """The line of a row of hidden characters, as far as it could still be a spacer."""
    start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LONGEST_SPACER)
    end = text.find("\n", match.end(), match.end() + _LONGEST_SPACER)
    return text[start : end if end >= 0 else match.end() + _LONGEST_SPACER]


def _is_needed(characters: str, before: str, after: str) -> bool:
    if characters == "\ufeff":
        return before == ""
    if characters == "\u00ad":
        return _HYPHENATED.match(before) is not None and _HYPHENATED.match(after) is not None
    if _OF_PICTURES.fullmatch(characters):
        return _PICTURE.match(before) is not None or _SCRIPT.match(before) is not None
    return _OF_SCRIPTS.fullmatch(characters) is not None and any(map(_SCRIPT.match, (before, after)))
