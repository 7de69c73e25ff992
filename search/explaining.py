"""Why a hit stands where it does: the parts of its score, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.analysis import without_gaps
from search.by_meaning import closeness_scores
from search.engine import Near
from search.numbers import Numbered
from search.plan import Combined, Constant, Equal, Node
from search.query import Asked, ParsedQuery, Term
from search.ranking import IN_FORCE_SCORE, WHOLE_SCORE, mentions, numbered, side_by_side, together


def parts(parsed: ParsedQuery, near: Sequence[Near] = ()) -> Iterator[tuple[str, Node]]:
    """Each part of the score of a parsed query, with a name in Chinese; what excludes has none."""
    if near:
        yield "意思相近", Combined(may=tuple(closeness_scores(near)), least=1)
    for clause in parsed.clauses:
        for asked in clause.required:
            yield from _parts(asked)
    yield "标题与所查完全相同", Constant(WHOLE_SCORE, Equal("whole_title", "".join(parsed.whole)))
    yield "没有废止或失效", Constant(IN_FORCE_SCORE, Equal("standing", "in_force"))


def _parts(asked: Asked) -> Iterator[tuple[str, Node]]:
    if isinstance(asked, Numbered):
        yield f"文号“{asked.whole}”", numbered(asked)
        return
    for concept in asked.concepts:
        yield _named(asked, concept.typed, len(concept.forms) - 1), mentions(concept)
    for phrase, node in (*together(asked), *side_by_side(asked)):
        yield f"连在一起的“{''.join(without_gaps(phrase))}”", node


def _named(term: Term, word: str, synonyms: int) -> str:
    if term.exact:
        return f"原样的“{word}”"
    return f"“{word}”或其{synonyms}个同义词" if synonyms else f"“{word}”"
