"""The index proposes, bundles decide: a hit is shown only as far as a public bundle bears it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from bundles.article import chinese_date
from bundles.format import BundleMeta
from bundles.verification import BundleRefused
from portal.attachments import Attachment, Searched
from portal.search_form import LAST_PAGE, PAGE_SIZE, TITLES, SearchForm
from portal.site import Site
from search.engine import Fragment, SearchHit, SearchPage

FACETS = (
    ("column", "栏目"),
    ("document_type", "文种"),
    ("year", "年份"),
    ("validity", "有效性"),
    ("organ", "发文机关"),
    ("unit", "公开科室"),
    ("subject", "主题分类"),
)
VALIDITY = {"effective": "现行有效", "amended": "已修改", "repealed": "已废止", "expired": "已失效"}
FACET_VALUES = 8
FRAGMENTS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of text that shows why a document was found, and the attachment that it is from, if it is from one."""

    fragment: Fragment
    attachment: Attachment | None


@dataclass(frozen=True, slots=True)
class Result:
    """A hit as it is shown: all facts from the bundle; marks and fragments from the index, where they agree."""

    meta: BundleMeta
    title: Fragment
    fragments: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class FacetLink:
    """`key` as it stands in addresses, `value` as it is shown."""

    key: str
    value: str
    count: int
    link: str
    active: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What results can be narrowed by: a key of FILTERS, what the page calls it, its most frequent values."""

    name: str
    label: str
    links: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results. `pages` are the numbers that the paging shows, `chosen` the filters with what lifts them.

    `corrected`: what was searched instead of what was typed. `relaxed`: some hits lack one of the words.
    """

    form: SearchForm
    total: int
    results: tuple[Result, ...]
    facets: tuple[Facet, ...]
    last_page: int
    chosen: tuple[FacetLink, ...] = ()
    corrected: str | None = None
    relaxed: bool = False

    @property
    def pages(self) -> range:
        return range(max(1, self.form.page - 2), min(self.last_page, self.form.page + 2) + 1)


def find(site: Site, form: SearchForm) -> Results:
    """Ask the engine and keep what is public.

    Raises:
        SearchUnavailable: the engine does not answer.
    """
    answer = site.engine.search(form.query(site.bureau))
    results = tuple(_borne_out(site, answer.hits))
    total = answer.total - (len(answer.hits) - len(results))
    return Results(
        form=form,
        total=total,
        results=results,
        facets=tuple(Facet(name, label, _links(site, form, answer, name)) for name, label in FACETS),
        chosen=tuple(_chosen(site, form)),
        corrected=answer.corrected,
        relaxed=answer.relaxed,
        last_page=min(LAST_PAGE, -(-answer.total // PAGE_SIZE)),
    )


def marked(fragment: Fragment) -> Markup:
    """The fragment's text, escaped, with <mark> around what was found."""
    pieces = []
    done = 0
    for start, end in fragment.marks:
        pieces += [escape(fragment.text[done:start]), Markup("<mark>{}</mark>").format(fragment.text[start:end])]
        done = end
    return Markup().join([*pieces, escape(fragment.text[done:])])


def _borne_out(site: Site, hits: tuple[SearchHit, ...]) -> Iterator[Result]:
    for hit in hits:
        meta = site.current(hit.id)
        if not isinstance(meta, BundleMeta):
            continue
        try:
            searched = Searched.of(meta, site.reader.body_parts(meta))
        except BundleRefused:
            continue
        title = meta.attributes.title
        yield Result(
            meta=meta,
            title=hit.title if hit.title.text == title else Fragment(title),
            fragments=tuple(_found(searched, each) for each in _telling(hit.fragments) if searched.holds(each.text)),
        )


def _telling(fragments: tuple[Fragment, ...]) -> Iterator[Fragment]:
    """The two with the longest marks, in the order of the text: what was typed in one piece tells most."""
    longest = sorted(fragments, key=lambda each: max((end - start for start, end in each.marks), default=0))
    chosen = longest[-FRAGMENTS:]
    return (each for each in fragments if each in chosen)


def _found(searched: Searched, fragment: Fragment) -> Found:
    first = fragment.marks[0][0] if fragment.marks else 0
    return Found(fragment, searched.attachment(fragment.text, first))


def _links(site: Site, form: SearchForm, answer: SearchPage, name: str) -> tuple[FacetLink, ...]:
    chosen = str(getattr(form, name) or "")
    values = answer.facets.get(name, ())[:FACET_VALUES]
    return tuple(
        FacetLink(
            key=each.value,
            value=shown_value(site, name, each.value),
            count=each.count,
            link=form.narrow(name, None if each.value == chosen else each.value).link,
            active=each.value == chosen,
        )
        for each in values
    )


def _chosen(site: Site, form: SearchForm) -> Iterator[FacetLink]:
    for name, _ in FACETS:
        value = getattr(form, name)
        if value is not None:
            shown = shown_value(site, name, str(value))
            yield FacetLink(str(value), shown, 0, form.narrow(name, None).link, active=True)
    if form.titles_only:
        yield FacetLink(TITLES, "只在标题中查找", 0, form.in_all().link, active=True)
    if form.since or form.until:
        yield FacetLink("", shown_days(form.since, form.until), 0, form.at_any_time().link, active=True)


def shown_days(since: dt.date | None, until: dt.date | None) -> str:
    """A span of days in words."""
    if since is None:
        return f"{chinese_date(until)}及以前" if until else ""
    return f"{chinese_date(since)}至{chinese_date(until)}" if until else f"{chinese_date(since)}及以后"


def shown_value(site: Site, name: str, value: str) -> str:
    """A value of a facet in words; one that is unknown as it stands in the address."""
    match name:
        case "column":
            column = site.catalogue.columns.find(value)
            return column.name if column else value
        case "validity":
            return VALIDITY.get(value, value)
        case "year":
            return f"{value}年"
        case _:
            return value
