"""What was typed → the same in the words of documents, for what reads meanings: 炒鱿鱼补偿 → 解除劳动合同补偿."""

from __future__ import annotations

from search.concepts import find_concepts
from search.vocabulary import in_documents


def reworded(text: str) -> str:
    """A folded text with what documents say for each word that they have another for."""
    said: list[str] = []
    at = 0
    for found in find_concepts(text):
        word = text[found.start : found.end]
        said += [text[at : found.start], in_documents().get(word, word)]
        at = found.end
    return "".join((*said, text[at:]))
