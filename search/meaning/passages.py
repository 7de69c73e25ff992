"""A document → the pieces of text whose meanings stand for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from search.analysis import fold
from search.engine import IndexDocument

#: Characters of a piece, within the model's 510 tokens; shorter pieces were measured to find less.
PIECE_CHARS = 400
#: Pieces of a document, beside its title: 9,600 characters; what lies beyond is found by its words alone.
MOST_PIECES = 24
#: Which way of cutting; change it with the cutting, and every text is read anew.
CUTTING = "1"

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_BLANK = re.compile(r"\s+")


def passages(document: IndexDocument) -> list[str]:
    """The title, then the text in pieces of whole sentences, of at most 400 characters each."""
    text = "\n".join((document.body, *document.attachments))
    return [fold(document.title), *islice(_pieces(fold(text)), MOST_PIECES)]


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for sentence in _SENTENCE.findall(text):
        said = _BLANK.sub("", sentence)
        if piece and len(piece) + len(said) > PIECE_CHARS:
            yield piece
            piece = ""
        piece += said
        while len(piece) > PIECE_CHARS:
            yield piece[:PIECE_CHARS]
            piece = piece[PIECE_CHARS:]
    if piece:
        yield piece
