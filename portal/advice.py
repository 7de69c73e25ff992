"""What helps where nothing was found: fewer words, fewer filters, other spellings, each only if it leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.columns_pages import CountedColumn, counted_columns
from portal.results import FACETS, shown_days, shown_value
from portal.search_form import SearchForm
from portal.site import Site
from search.query import Term, parse
from search.ranking import loose_concepts

#: Words of the question that are tried each by itself.
MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Way:
    """A link to results, with what it is about and how many there are."""

    words: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Advice:
    """`words` of the question alone, and filters whose lifting (`without`) brings results; `other_spellings` is a link.

    `columns` are the top ones that have documents.
    """

    words: tuple[Way, ...]
    without: tuple[Way, ...]
    other_spellings: str | None
    columns: tuple[CountedColumn, ...]


def advice(site: Site, form: SearchForm) -> Advice:
    """Ask for neighbours of a question that has no answer: at most one search for each word and each filter.

    Raises:
        SearchUnavailable: the engine does not answer.
    """
    return Advice(
        words=tuple(_words(site, form)),
        without=tuple(_without(site, form)),
        other_spellings=form.spelled(as_typed=False).link if form.as_typed else None,
        columns=tuple(each for each in counted_columns(site) if each.count),
    )


def _words(site: Site, form: SearchForm) -> Iterator[Way]:
    for word in _apart(form.text)[:MOST_WORDS]:
        alone = form.widened().saying(word)
        if count := _count(site, alone):
            yield Way(word, count, alone.link)


def _apart(text: str) -> list[str]:
    """What was typed with blanks between; of one piece, the words in it; nothing of a single word."""
    parsed = parse(text)
    asked = (each for clause in parsed.clauses for each in clause.required)
    terms = list(dict.fromkeys(each.typed for each in asked if isinstance(each, Term)))
    words = terms if len(terms) > 1 else [concept.typed for concept in loose_concepts(parsed)]
    return words if len(words) > 1 else []


def _without(site: Site, form: SearchForm) -> Iterator[Way]:
    chosen = [name for name, _ in FACETS if getattr(form, name) is not None]
    lifted = [(shown_value(site, name, str(getattr(form, name))), form.narrow(name, None)) for name in chosen]
    if form.titles_only:
        lifted.append(("只在标题中查找", form.in_all()))
    if form.since or form.until:
        lifted.append((shown_days(form.since, form.until), form.at_any_time()))
    if len(lifted) > 1:
        lifted.append(("全部条件", form.widened()))
    for value, wider in lifted:
        if count := _count(site, wider):
            yield Way(value, count, wider.link)


def _count(site: Site, form: SearchForm) -> int:
    """How many documents have what is asked, as it is typed."""
    answer = site.engine.search(replace(form.query(site.bureau), as_typed=True, limit=1))
    return 0 if answer.relaxed else answer.total
