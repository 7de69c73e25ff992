"""Traditional → simplified, one character for one, after OpenCC's tables."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2A6E0))


def simplified(character: str) -> str:
    """The simplified form of a character; itself if it has none."""
    return _table().get(character, character)


@cache
def _table() -> dict[str, str]:
    characters = [chr(code) for first, end in _RANGES for code in range(first, end)]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    table = {traditional: plain for traditional, plain in pairs if len(plain) == 1 and plain != traditional}
    return {traditional: table.get(plain, plain) for traditional, plain in table.items()}
