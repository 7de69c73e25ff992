"""What matches a query and what ranks it, as a plan for either engine: every weight of the search is here.

Strict: all concepts of a clause. Relaxed, where that finds next to nothing: most of them. What was quoted, a document
number and what was excluded hold in both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.analysis import GAP, pair_places, tokens
from search.concepts import Concept
from search.coverage import Known, covered, covering
from search.dates import Dated
from search.numbers import Numbered
from search.plan import Begins, Best, Combined, Constant, Equal, Everything, Node, Phrase, Tokens, Weighted
from search.query import Asked, Clause, ParsedQuery, Term

#: How much a match weighs by the field it is in. `text` holds everything, so it decides what matches; `topics` has
#: what a document keeps coming back to, and nothing of a single character.
FIELD_WEIGHTS = {"text": 1.0, "title": 2.5, "organs": 1.0, "topics": 1.25}
#: Of a title, once more, whose words the text comes back to.
BORNE_OUT_WEIGHT = 1.25
#: The same for a phrase of several words, beside what its words weigh.
PHRASE_WEIGHTS = {"text": 2.0, "title": 2.5, "organs": 2.0}
#: At least so much, in a small collection, too, where BM25 knows no rare words.
AS_TYPED_SCORE = 6.0
RUN_WEIGHTS = {"text": 1.0, "title": 2.0, "organs": 2.0}
#: A synonym counts a little less than the word itself, the words within it much less.
SYNONYM_WEIGHT, PARTS_WEIGHT = 0.8, 0.6
#: Pairs of characters of a usual word.
FORM_PAIRS = 2
#: Of each further form that a document has, beside the one that scores best.
ANOTHER_FORM = 0.4
#: By where a year or day was found: in the title, as the document's own, anywhere.
DATE_SCORES = {"title": 40.0, "own": 36.0, "text": 0.5}
#: What bears the number, or the title, comes before all that cites it.
WHOLE_SCORE = 1000.0
NUMBER_SCORES = {"whole": WHOLE_SCORE, "number": 100.0, "beginning": 50.0, "text": 1.0}
#: What is in force comes before what no longer is, where both match alike.
IN_FORCE_SCORE = 2.0

_ALL_UP_TO = 2  # concepts that must all be there, also relaxed


def strict(parsed: ParsedQuery) -> Node:
    """Documents with all that was asked."""
    return _plan(parsed, None)


def relaxed(parsed: ParsedQuery, known: Known, *, least: int) -> Node | None:
    """Documents with at least so many votes (search.coverage); None if no document can have them."""
    if all(covering(_loose(clause), known, least) is None for clause in parsed.clauses):
        return None
    return _plan(parsed, _Relaxed(known, least))


def loose_concepts(parsed: ParsedQuery) -> list[Concept]:
    """What was asked for neither in quotation marks nor as a document number."""
    return list(dict.fromkeys(concept for clause in parsed.clauses for concept in _loose(clause)))


def excluded(parsed: ParsedQuery) -> tuple[Node, ...]:
    """The documents that a query of one clause doesn't want."""
    return tuple(_anywhere(asked) for clause in parsed.clauses for asked in clause.excluded)


def mentions(concept: Concept) -> Node:
    """Documents with a concept in any of its forms."""
    if concept.dated:
        return _dated(concept.dated)
    typed, *synonyms = concept.forms
    options = [_form(typed, 1.0), *(_form(other, SYNONYM_WEIGHT) for other in synonyms)]
    return Best(tuple(options), ANOTHER_FORM) if synonyms else options[0]


def _form(form: Tokens, weight: float) -> Node:
    """BM25 adds up over the pairs of a form; without this the longest synonym would win."""
    longer = len(pair_places(form)) / FORM_PAIRS
    return Weighted(weight / math.sqrt(max(longer, 1.0)), _in_fields(form, FIELD_WEIGHTS))


def mentions_parts(parts: Sequence[Concept]) -> Node:
    """Documents with all of these words, found within a longer one."""
    return Weighted(PARTS_WEIGHT, Combined(must=tuple(map(mentions, parts))))


def numbered(number: Numbered) -> Node:
    """Documents that bear a number, or cite it."""
    bears: list[Node] = [Phrase("number", (*_code_and_year(number), number.serial, "号"))]
    if number.code and not number.year:
        both = (Phrase("number", tuple(tokens(number.code))), Phrase("number", (number.serial, "号")))
        bears = [Combined(must=both)]
    options: list[Node] = [Constant(NUMBER_SCORES["number"], each) for each in bears]
    if number.year:
        options.append(Constant(NUMBER_SCORES["whole"], Equal("whole_number", number.whole)))
        options.append(Constant(NUMBER_SCORES["text"], Phrase("text", number.cited)))
    if number.is_open and number.code and number.year:
        options.append(Constant(NUMBER_SCORES["beginning"], Begins("whole_number", number.beginning)))
    return Best(tuple(options))


def together(term: Term) -> Iterator[tuple[Tokens, Node]]:
    """The phrase that ranks documents higher which have all the words as they were typed, beside one another."""
    if _is_several(term):
        phrase = _in_fields(term.tokens, PHRASE_WEIGHTS)
        yield term.tokens, Combined(must=(phrase,), may=(Constant(AS_TYPED_SCORE, Everything()),))


def side_by_side(term: Term) -> Iterator[tuple[Tokens, Node]]:
    """Phrases that rank documents higher which have two of the words beside one another, or synonyms of them."""
    for run in term.runs if _is_several(term) else ():
        if run.typed != term.tokens:
            yield run.typed, _in_fields(run.typed, RUN_WEIGHTS)
        if run.otherwise:
            said = tuple(_in_fields(each, RUN_WEIGHTS) for each in run.otherwise)
            yield run.otherwise[0], Weighted(SYNONYM_WEIGHT, Best(said))


def _is_several(term: Term) -> bool:
    return not term.exact and term.tokens not in term.concepts[0].forms


def containing(phrase: Tokens) -> Node:
    """Documents that have a phrase anywhere."""
    return Phrase("text", phrase)


@dataclass(frozen=True, slots=True)
class _Relaxed:
    known: Known
    least: int


def _plan(parsed: ParsedQuery, how: _Relaxed | None) -> Node:
    if not parsed.clauses:
        return Everything()
    clauses = tuple(_clause(clause, how) for clause in parsed.clauses)
    matching = clauses[0] if len(clauses) == 1 else Combined(may=clauses, least=1)
    return Combined(must=(matching,), may=tuple(_standing(parsed)))


def _standing(parsed: ParsedQuery) -> Iterator[Node]:
    if parsed.ranks:
        yield Constant(IN_FORCE_SCORE, Equal("standing", "in_force"))
        yield Constant(WHOLE_SCORE, Equal("whole_title", "".join(parsed.whole)))


def _clause(clause: Clause, how: _Relaxed | None) -> Node:
    must = [_firm(asked) for asked in clause.required if isinstance(asked, Numbered) or asked.exact]
    loose = _loose(clause)
    must += _most(loose, how) if how else map(mentions, loose)
    terms = [asked for asked in clause.required if isinstance(asked, Term)]
    return Combined(
        must=tuple(must) or (Everything(),),
        may=tuple(node for term in terms for _, node in (*together(term), *side_by_side(term))),
        never=tuple(_anywhere(asked) for asked in clause.excluded),
    )


def _loose(clause: Clause) -> list[Concept]:
    terms = [asked for asked in clause.required if isinstance(asked, Term) and not asked.exact]
    return list(dict.fromkeys(concept for term in terms for concept in term.concepts))


def _most(concepts: list[Concept], how: _Relaxed) -> list[Node]:
    matching = covering(concepts, how.known, how.least)
    if matching is None:
        return [mentions(each) for each in concepts]
    found = (evidence.node for each in concepts if (evidence := how.known[each]).node)
    return [Combined(must=(matching,), may=(*found, *covered(concepts, how.known)))]


def _firm(asked: Asked) -> Node:
    return numbered(asked) if isinstance(asked, Numbered) else _in_fields(asked.tokens, FIELD_WEIGHTS)


def _anywhere(asked: Asked) -> Node:
    return numbered(asked) if isinstance(asked, Numbered) else containing(asked.tokens)


def _code_and_year(number: Numbered) -> Tokens:
    return tuple(token for token in tokens(f"{number.code} {number.year}") if token != GAP)


def _dated(date: Dated) -> Node:
    return Best(
        (
            Constant(DATE_SCORES["title"], Phrase("title", date.written)),
            Constant(DATE_SCORES["own"], Equal("dates", date.value)),
            Constant(DATE_SCORES["text"], Phrase("text", date.written)),
        )
    )


def _in_fields(phrase: Tokens, weights: dict[str, float]) -> Node:
    """Documents that have a phrase, ranked by where else they have it: `text` has all of `title` and `topics`, too."""
    may: list[Node] = [Weighted(weights[field], Phrase(field, phrase)) for field in ("title", "organs")]
    if "topics" in weights and len(phrase) > 1:
        topic = Phrase("topics", phrase)
        borne_out = Combined(only=(topic,), must=(Phrase("title", phrase),))
        may += [Weighted(weights["topics"], topic), Weighted(BORNE_OUT_WEIGHT, borne_out)]
    must = (Weighted(weights["text"], Phrase("text", phrase)),)
    return Combined(must=must, may=tuple(may))
