"""Another spelling for what is found nowhere: pinyin, characters that sound alike, a slip of one character.

There is no word list: a correction is a piece of text that stands in a published document, or a
word of our lists for what stands there.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import Protocol

import rjieba

from search.analysis import fold, is_han, tokens
from search.plan import Combined, Equal, Node, Phrase, Tokens
from search.query import ParsedQuery, Term
from search.ranking import containing
from search.schema import SOUNDED_CHARS
from search.sounds import initial_pairs, read_pinyin, sound_pairs, sounds_of
from search.spelt_numbers import with_codes
from search.vocabulary import synonyms

LOOKED_AT = 30  # documents
SHORTEST, LONGEST = 3, 12  # characters of a term that may be misspelt
FEWEST_INITIALS = 3  # of an abbreviation by first letters
SCANNED_CHARS = 20_000  # of one text, for slips
WEIGHED = 6  # candidates
_TITLE_COUNTS, _NUMBER_COUNTS = 10, 100  # a title and a number count as much as so many bodies
_WORD_COUNTS = 3  # a word of the dictionary, as much as so many other pieces of text
_SLIPS_PER_CHARS = 5  # one slip in so many characters
_BESIDE = 2  # characters before and after a misspelt piece
_LETTERS = re.compile(r"[a-z]+(?:[ '’]+[a-z]+)*")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")


class Texts(Protocol):
    """What a correction asks of an index, within one bureau."""

    def counts(self, nodes: Sequence[Node]) -> list[int]:
        """How many documents match each of the nodes."""

    def texts(self, nodes: Sequence[Node], limit: int, *, newest: bool) -> list[list[tuple[str, ...]]]:
        """Title, body, attachments and document number of the newest matches of each node, or of the best."""


def correct(index: Texts, text: str, parsed: ParsedQuery, *, found: bool, unknown: frozenset[str]) -> str | None:
    """The query in another spelling, or None.

    `found`: whether the query as typed finds a document. `unknown`: what was typed that no document has.
    """
    corrected = fold(text)
    if not found:
        corrected = with_codes(index, corrected)
        corrected = _LETTERS.sub(lambda run: _from_pinyin(index, run[0]) or run[0], corrected)
    for term in _terms(parsed):
        better = _respelt(index, term, found=found, unknown=unknown)
        if better:
            corrected = corrected.replace(term.typed, better, 1)
    return corrected if corrected != fold(text) else None


def looked_up(parsed: ParsedQuery) -> Iterator[Node]:
    """What `correct` counts of nearly every query, however much that finds: whether a document has it as typed."""
    return (containing(term.tokens) for term in _terms(parsed) if _is_mendable(term) and len(term.tokens) <= LONGEST)


def _is_mendable(term: Term) -> bool:
    return all(map(is_han, term.tokens)) and len(term.tokens) >= SHORTEST


def _terms(parsed: ParsedQuery) -> Iterator[Term]:
    for clause in parsed.clauses:
        yield from (asked for asked in clause.required if isinstance(asked, Term) and not asked.exact)


def _respelt(index: Texts, term: Term, *, found: bool, unknown: frozenset[str]) -> str | None:
    if not _is_mendable(term):
        return None
    strange = [concept.typed for concept in term.concepts if concept.typed in unknown and not concept.known]
    if not strange and ((found and len(term.tokens) > LONGEST) or _has_any(index, (term.tokens,))):
        return None
    if len(term.tokens) <= LONGEST:
        better = _sounding_alike(index, term.tokens, in_title=found and not strange)
        if better or (found and not strange):
            return better
    if not strange:  # all are words: they are meant, and there is nothing about them
        return None
    return _pieces_respelt(index, term, strange) or _with_a_slip(index, term.tokens)


def _pieces_respelt(index: Texts, term: Term, strange: Iterable[str]) -> str | None:
    corrected = term.typed
    for piece in strange:
        before, _, after = corrected.partition(piece)
        beside = (before[-_BESIDE:], after[:_BESIDE])
        corrected = corrected.replace(piece, _sounding_alike(index, tuple(piece), beside=beside) or piece, 1)
    return corrected if corrected != term.typed else None


def _from_pinyin(index: Texts, letters: str, before: str = "") -> str | None:
    """What the letters stand for; `before` is what was found for the word before."""
    for syllables in read_pinyin(letters):
        if found := _best_sounding(index, syllables, beside=(before[-_BESIDE:], "")):
            return found
        if listed := _listed(index, syllables):
            return listed
    words = letters.split()
    if len(words) == 1:
        return _abbreviated(index, letters) if FEWEST_INITIALS <= len(letters) <= LONGEST else None
    found_words: list[str] = []
    for word in words:
        found = _from_pinyin(index, word, found_words[-1] if found_words else "")
        if found is None:
            return None
        found_words.append(found)
    return " ".join(found_words)


def _listed(index: Texts, syllables: Sequence[str]) -> str | None:
    """The word of our lists that sounds so, if a document has it or a synonym: gongzufang is 公租房."""
    for word in _words_by_sound().get(tuple(syllables), ()):
        if _has_any(index, [tuple(tokens(form)) for form in (word, *synonyms()[word])]):
            return word
    return None


@cache
def _words_by_sound() -> Mapping[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for word in synonyms():
        if len(word) > 1 and (sounds := sounds_of(word)):
            found.setdefault(tuple(sounds), []).append(word)
    return found


def _abbreviated(index: Texts, initials: str) -> str | None:
    """What a title has whose characters begin so: zyjy is 职业教育."""
    found = _heard_in(index, ("title_sounds",), initial_pairs(initials), initials)
    return max(sorted(found), key=lambda piece: (_is_word(piece), found[piece])) if found else None


def _sounding_alike(
    index: Texts, typed: Tokens, *, in_title: bool = False, beside: tuple[str, str] = ("", "")
) -> str | None:
    syllables = sounds_of("".join(typed))
    found = _best_sounding(index, syllables, in_title=in_title, beside=beside) if syllables else None
    return found if found != "".join(typed) else None


def _best_sounding(
    index: Texts, syllables: Sequence[str], *, in_title: bool = False, beside: tuple[str, str] = ("", "")
) -> str | None:
    """What sounds so in titles and where bodies begin: what stands `beside` the same, then the most frequent.

    Words of the dictionary count more than other pieces of text.
    """
    options = sound_pairs(syllables)
    if not options or not all(options):
        return None
    found = _heard_in(index, ("title_sounds",) if in_title else ("title_sounds", "sounds"), options, syllables)
    frequent = sorted(found, key=lambda piece: (-found[piece], piece))[:WEIGHED]
    weights = _weights(index, frequent, beside)
    return max(sorted(weights), key=weights.__getitem__) if weights else None


def _weights(index: Texts, pieces: Sequence[str], beside: tuple[str, str]) -> Mapping[str, tuple[bool, int]]:
    """Of each piece: whether a document has it next to what was typed before or after it; in how many places it is."""
    asked = [(*_places(piece), *_wholes(piece, beside)) for piece in pieces]
    counts = iter(index.counts([node for nodes in asked for node in nodes]))
    having = [list(islice(counts, len(nodes))) for nodes in asked]
    return {
        piece: (any(wholes), _weight(piece, anywhere, titles, numbers))
        for piece, (anywhere, titles, numbers, *wholes) in zip(pieces, having, strict=True)
    }


def _places(piece: str) -> tuple[Node, Node, Node]:
    phrase = tuple(tokens(piece))
    return containing(phrase), Phrase("title", phrase), Phrase("number", phrase)


def _wholes(piece: str, beside: tuple[str, str]) -> Iterator[Node]:
    before, after = beside
    wholes = (before + piece, piece + after)
    return (containing(tuple(tokens(whole))) for whole in wholes if len(whole) > len(piece))


def _has_any(index: Texts, phrases: Sequence[Tokens]) -> bool:
    """Whether a document has one of the phrases."""
    return any(index.counts(tuple(map(containing, phrases))))


def _weight(piece: str, anywhere: int, titles: int, numbers: int) -> int:
    places = anywhere + _TITLE_COUNTS * titles + _NUMBER_COUNTS * numbers
    return places * (_WORD_COUNTS if _is_word(piece) else 1)


def _is_word(piece: str) -> bool:
    return len(rjieba.cut(piece, False)) == 1


def _heard_in(
    index: Texts, fields: Sequence[str], options: Sequence[Collection[str]], syllables: Sequence[str]
) -> Counter[str]:
    from search.hearing import heard  # with numpy, whose threads must not be there yet when tasks are forked

    found = index.texts([_sounding(field, options) for field in fields], LOOKED_AT, newest=True)
    counts: Counter[str] = Counter()
    for field, documents in zip(fields, found, strict=True):
        texts = (title if field == "title_sounds" else body[:SOUNDED_CHARS] for title, body, *_ in documents)
        counts.update(heard(texts, syllables))
    return counts


def _sounding(field: str, options: Iterable[Iterable[str]]) -> Node:
    return Combined(
        must=tuple(Combined(may=tuple(Equal(field, pair) for pair in sorted(each)), least=1) for each in options)
    )


def _with_a_slip(index: Texts, typed: Tokens) -> str | None:
    """What stands in documents that have most of the pairs of characters, and differs in one character or two."""
    if len(typed) > LONGEST:
        return None
    swapped = [(*typed[:at], typed[at + 1], typed[at], *typed[at + 2 :]) for at in range(len(typed) - 1)]
    having = index.counts(tuple(map(containing, swapped)))
    if right := next((phrase for phrase, number in zip(swapped, having, strict=True) if number), None):
        return "".join(right)
    pairs = tuple(Phrase("text", pair) for pair in pairwise(typed))
    half = Combined(may=pairs, least=max(1, math.ceil(len(pairs) / 2) - 1))
    word = "".join(typed)
    counts = _alike((text for texts in index.texts((half,), LOOKED_AT, newest=False)[0] for text in texts), word)
    slips = {piece: _distance(piece, word) for piece in counts}
    near = [piece for piece, slip in slips.items() if 0 < slip <= _allowed(word)]
    return min(near, key=lambda piece: (slips[piece], -counts[piece], piece)) if near else None


def _allowed(word: str) -> int:
    return max(1, len(word) // _SLIPS_PER_CHARS)


def _alike(texts: Iterable[str], word: str) -> Counter[str]:
    """The pieces as long as the word, or all but, with hardly a character that it has not."""
    from search.fold_at_once import fold_at_once  # with numpy, too

    begun = re.compile("|".join(map("".join, pairwise(word))))
    runs = (run for text in texts for run in _HAN_RUN.findall(fold_at_once(text[:SCANNED_CHARS])) if begun.search(run))
    counts = Counter[str]()
    for run, times in Counter(runs).items():  # many documents have the same sentences
        for piece in _alike_in(run, word):
            if len(set(piece).difference(word)) <= _allowed(word):
                counts[piece] += times
    return counts


def _alike_in(run: str, word: str) -> Iterator[str]:
    """The pieces about the places where two characters of the word stand beside one another."""
    starts = {match.start() - at for at in range(len(word) - 1) for match in re.finditer(word[at : at + 2], run)}
    for start in {start + shift for start in starts for shift in (-1, 0, 1)}:
        for length in (len(word), len(word) + 1, len(word) - 1):
            if 0 <= start <= len(run) - length:
                yield run[start : start + length]


def _distance(first: str, second: str) -> int:
    """Characters to replace, add, leave out or swap with their neighbours."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
