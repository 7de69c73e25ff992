"""What may be meant by what is being typed: words of the list, documents by title or number, organs. All of it public.

The index proposes, bundles decide, as with results. Somebody types faster than searches are made, so nothing is ranked
here: an answer is a few look-ups of names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from typing import Literal
from urllib.parse import urlencode

from bundles.article import chinese_date, shanghai_day
from bundles.format import BundleMeta
from portal.answer_cache import AnswerCache
from portal.site import Site
from search.analysis import fold
from search.engine import SearchQuery
from search.numbers import Numbered, find_number
from search.vocabulary import synonyms

Kind = Literal["word", "title", "number", "organ"]

SHORTEST = 2  # characters that something is suggested for
WORDS, DOCUMENTS, ORGANS = 2, 5, 1  # at most so many of each, in this order
LOOKED_AT = 12  # documents that are called so
TRIED = 4  # words of the list, and organs, that are looked for
_QUOTES = str.maketrans(dict.fromkeys('"“”„＂', " "))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`path` leads to it, relative to the site. `detail` tells documents with like titles apart, empty for others."""

    kind: Kind
    text: str
    path: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggestions of one site. What does not depend on what is typed is kept for a while."""

    site: Site
    _has_documents: AnswerCache[bool] = field(default_factory=AnswerCache)
    _organs: AnswerCache[tuple[str, ...]] = field(default_factory=AnswerCache)

    def find(self, typed: str) -> tuple[Suggestion, ...]:
        """The best of each kind; none for less than two characters.

        Raises:
            SearchUnavailable: the engine does not answer.
        """
        text = " ".join(typed.translate(_QUOTES).split())
        folded = fold(text)
        if len(folded) < SHORTEST:
            return ()
        found = (
            *islice(self._words(folded), WORDS),
            *islice(self._documents(text), DOCUMENTS),
            *islice(self._issuers(folded), ORGANS),
        )
        return found if found or not _is_latin(folded) else tuple(self._by_sound(text))

    def _named(self, text: str, limit: int) -> tuple[BundleMeta, ...]:
        return self.site.public(self.site.engine.named(self.site.bureau, text, limit))

    def _documents(self, text: str) -> list[Suggestion]:
        """Titles that begin with what was typed, then numbers that do, then titles that have it; each newest first."""
        number = find_number(text)
        typed = number[2] if number else None
        called = [_called(meta, fold(text), typed) for meta in self._named(text, LOOKED_AT)]
        return [suggestion for _, suggestion in sorted(called, key=lambda each: each[0])]

    def _words(self, folded: str) -> Iterator[Suggestion]:
        """Words of the list that go on as what was typed, then those that contain it, if a document is called so."""
        inside = [word for word in _listed_words() if folded in word and folded != word]
        for word in sorted(inside, key=lambda word: not word.startswith(folded))[:TRIED]:
            if self._once(f"词语 {word}", partial(self._is_called, word)):
                yield Suggestion("word", word, f"/search?{urlencode({'q': word})}")

    def _is_called(self, word: str) -> bool:
        return bool(self._named(word, 1))

    def _issuers(self, folded: str) -> Iterator[Suggestion]:
        inside = [organ for organ in self._all_organs() if folded in fold(organ)]
        for organ in inside[:TRIED]:
            if self._once(f"机关 {organ}", partial(self._has_issued, organ)):
                yield Suggestion("organ", organ, f"/search?{urlencode({'organ': organ})}")

    def _has_issued(self, organ: str) -> bool:
        query = SearchQuery(self.site.bureau, organ=organ, limit=1)
        theirs = self.site.public(hit.id for hit in self.site.engine.search(query).hits)
        return any(organ in meta.attributes.issuing_organs for meta in theirs)

    def _once(self, name: str, has_documents: Callable[[], bool]) -> bool:
        """Whether documents are there for a word or an organ, as was found out before or is now."""
        revision = self.site.catalogue.revision()
        known = self._has_documents.get(name, revision)
        if known is None:
            known = has_documents()
            self._has_documents.put(name, revision, known)
        return known

    def _all_organs(self) -> tuple[str, ...]:
        """Those with the most documents, a hundred at most."""
        revision = self.site.catalogue.revision()
        known = self._organs.get("", revision)
        if known is None:
            page = self.site.engine.search(SearchQuery(self.site.bureau, limit=1))
            known = tuple(each.value for each in page.facets.get("organ", ()))
            self._organs.put("", revision, known)
        return known

    def _by_sound(self, text: str) -> Iterator[Suggestion]:
        """Pinyin: another spelling and what it finds, as the page of results does."""
        page = self.site.engine.search(SearchQuery(self.site.bureau, text, limit=DOCUMENTS))
        found = self.site.public(hit.id for hit in page.hits)
        if found and page.corrected:
            yield Suggestion("word", page.corrected, f"/search?{urlencode({'q': page.corrected})}")
            yield from map(_by_title, found)


@cache
def _listed_words() -> tuple[str, ...]:
    """All words of the list, the shortest first."""
    every = {word for typed, others in synonyms().items() for word in (typed, *others)}
    return tuple(sorted(every, key=lambda word: (len(word), word)))


def _is_latin(folded: str) -> bool:
    return folded.isascii() and any(character.isalpha() for character in folded)


def _called(meta: BundleMeta, folded: str, typed: Numbered | None) -> tuple[int, Suggestion]:
    """How a document is suggested, with its place among others: by its number, or by its title."""
    title, number = fold(meta.attributes.title), meta.attributes.document_number or ""
    if title.startswith(folded):
        return 0, _by_title(meta)
    if folded in fold(number) or (typed and _goes_on(typed, number)):
        return 1, _by_number(meta)
    return (2 if folded in title else 3), _by_title(meta)


def _goes_on(typed: Numbered, number: str) -> bool:
    """Whether a document number goes on as what was typed of one, however that was written."""
    found = find_number(number)
    if found is None:
        return False
    _, _, borne = found
    return borne.code.endswith(typed.code) and typed.year in ("", borne.year) and borne.serial.startswith(typed.serial)


def _by_title(meta: BundleMeta) -> Suggestion:
    facts = meta.attributes
    told = facts.document_number or f"{chinese_date(shanghai_day(meta.published_at))}发布"
    return Suggestion("title", facts.title, f"/d/{meta.id}", told)


def _by_number(meta: BundleMeta) -> Suggestion:
    facts = meta.attributes
    return Suggestion("number", facts.document_number or "", f"/d/{meta.id}", facts.title)
