"""What may be meant by what is being typed: words of the list, documents by title or number, organs. All of it public.

The index proposes: a phrase in quotation marks is looked for as it stands, in any engine. Bundles decide, as they do of
results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Literal
from urllib.parse import urlencode

from bundles.article import chinese_date, shanghai_day
from bundles.format import BundleMeta
from portal.site import Site
from search.analysis import fold
from search.engine import SearchPage, SearchQuery
from search.numbers import Numbered, find_number
from search.vocabulary import synonyms

Kind = Literal["word", "title", "number", "organ"]

SHORTEST = 2  # characters that something is suggested for
WORDS, DOCUMENTS, ORGANS = 2, 5, 1  # at most so many of each, in this order
LOOKED_AT = 20  # documents that have what was typed
_QUOTES = str.maketrans(dict.fromkeys('"“”„＂', " "))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`path` leads to it, relative to the site. `detail` tells documents with like titles apart, empty for others."""

    kind: Kind
    text: str
    path: str
    detail: str = ""


def suggestions(site: Site, typed: str) -> tuple[Suggestion, ...]:
    """The best of each kind; none for less than two characters.

    Raises:
        SearchUnavailable: the engine does not answer.
    """
    text = " ".join(typed.translate(_QUOTES).split())
    if len(fold(text)) < SHORTEST:
        return ()
    page = _ask(site, f'"{text}"', LOOKED_AT)
    documents = chain(_numbered(site, text), _titled(site, fold(text), page))
    found = (
        *islice(_words(site, fold(text)), WORDS),
        *islice(_distinct(documents), DOCUMENTS),
        *islice(_organs(site, fold(text), page), ORGANS),
    )
    return found or tuple(_otherwise(site, text))


def _ask(site: Site, text: str, limit: int, *, organ: str | None = None, as_typed: bool = True) -> SearchPage:
    return site.engine.search(SearchQuery(site.bureau, text, organ=organ, limit=limit, as_typed=as_typed))


def _public(site: Site, page: SearchPage) -> tuple[BundleMeta, ...]:
    return site.public(hit.id for hit in page.hits)


@cache
def _listed_words() -> tuple[str, ...]:
    """All words of the list, the shortest first."""
    every = {word for typed, others in synonyms().items() for word in (typed, *others)}
    return tuple(sorted(every, key=lambda word: (len(word), word)))


def _words(site: Site, folded: str) -> Iterator[Suggestion]:
    """Words of the list that go on as what was typed, then those that contain it, if anything public has them."""
    inside = [word for word in _listed_words() if folded in word and folded != word]
    for word in sorted(inside, key=lambda word: not word.startswith(folded)):
        if _public(site, _ask(site, f'"{word}"', 1)):
            yield Suggestion("word", word, f"/search?{urlencode({'q': word})}")


def _numbered(site: Site, text: str) -> Iterator[Suggestion]:
    """Documents whose number is as typed, or goes on by one digit: engines know whole numbers only."""
    found = find_number(text)
    if found is None:
        return
    _, _, typed = found
    written = f"{typed.code}〔{typed.year}〕{{}}号" if typed.year else f"{typed.code}{{}}号文"
    serials = (typed.serial, *(f"{typed.serial}{digit}" for digit in range(10)))
    page = _ask(site, " OR ".join(map(written.format, serials)), LOOKED_AT)
    yield from (_by_number(meta) for meta in _public(site, page) if _goes_on(typed, meta))


def _goes_on(typed: Numbered, meta: BundleMeta) -> bool:
    """Whether a document bears a number that begins as typed; many others only cite it."""
    found = find_number(meta.attributes.document_number or "")
    if found is None:
        return False
    _, _, borne = found
    return borne.code.endswith(typed.code) and typed.year in ("", borne.year) and borne.serial.startswith(typed.serial)


def _titled(site: Site, folded: str, page: SearchPage) -> Iterator[Suggestion]:
    """Documents whose title begins with what was typed, then those that have it in title or number."""
    found = _public(site, page)
    yield from (_by_title(meta) for meta in found if fold(meta.attributes.title).startswith(folded))
    for meta in found:
        if folded in fold(meta.attributes.document_number or ""):
            yield _by_number(meta)
        elif folded in fold(meta.attributes.title):
            yield _by_title(meta)


def _organs(site: Site, folded: str, page: SearchPage) -> Iterator[Suggestion]:
    for each in page.facets.get("organ", ()):
        if folded not in fold(each.value):
            continue
        theirs = _public(site, _ask(site, "", 1, organ=each.value))
        if any(each.value in meta.attributes.issuing_organs for meta in theirs):
            yield Suggestion("organ", each.value, f"/search?{urlencode({'organ': each.value})}")


def _otherwise(site: Site, text: str) -> Iterator[Suggestion]:
    """Where nothing has what was typed in one piece: its words, or another spelling, as the page of results does."""
    page = _ask(site, text, DOCUMENTS, as_typed=False)
    found = _public(site, page)
    if found and page.corrected:
        yield Suggestion("word", page.corrected, f"/search?{urlencode({'q': page.corrected})}")
    in_title = {hit.id for hit in page.hits if hit.title.marks}
    yield from (_by_title(meta) for meta in found if meta.id in in_title)


def _by_title(meta: BundleMeta) -> Suggestion:
    facts = meta.attributes
    told = facts.document_number or f"{chinese_date(shanghai_day(meta.published_at))}发布"
    return Suggestion("title", facts.title, f"/d/{meta.id}", told)


def _by_number(meta: BundleMeta) -> Suggestion:
    facts = meta.attributes
    return Suggestion("number", facts.document_number or "", f"/d/{meta.id}", facts.title)


def _distinct(found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Each document once, as it was proposed first."""
    seen = set[str]()
    for each in found:
        if each.path not in seen:
            seen.add(each.path)
            yield each
