"""What a citizen asks for: the parameters of /search, checked, and the links that lead to neighbouring results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from search.engine import SearchQuery

PAGE_SIZE = 10
LAST_PAGE = 100
LONGEST_QUERY = 200  # characters
LONGEST_FILTER = 100  # characters
NEWEST, YES, TITLES = "newest", "1", "titles"
FIRST_YEAR = 1949
#: Each filter and its parameter in the address.
FILTERS: Final = {
    "column": "column",
    "unit": "unit",
    "organ": "organ",
    "document_type": "type",
    "year": "year",
    "validity": "validity",
    "subject": "subject",
}


class FormInvalid(ValueError):
    """A parameter is out of bounds. The message is a Chinese sentence for the citizen."""


@dataclass(frozen=True, slots=True)
class SearchForm:
    """`page` is 1-based. What FILTERS names narrows down, and so do days (both included); None leaves open.

    `titles_only`: words have to stand in the title. `by_date`: newest first. `as_typed`: no other spelling is tried.
    """

    text: str = ""
    unit: str | None = None
    document_type: str | None = None
    year: int | None = None
    column: str | None = None
    organ: str | None = None
    validity: str | None = None
    subject: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    titles_only: bool = False
    by_date: bool = False
    as_typed: bool = False
    page: int = 1

    @classmethod
    def read(cls, parameters: QueryParams) -> SearchForm:
        """Read the query string; unknown parameters are ignored.

        Raises:
            FormInvalid: something is too long, or no number where one belongs.
        """
        text = " ".join(parameters.get("q", "").split())
        if len(text) > LONGEST_QUERY:
            raise FormInvalid(f"搜索词过长，请控制在{LONGEST_QUERY}字以内。")
        since, until = _day(parameters.get("from")), _day(parameters.get("to"))
        if since and until and since > until:
            raise FormInvalid("起始日期晚于截止日期，请对调或者去掉其中一个。")
        return cls(
            text=text,
            unit=_filter(parameters.get("unit")),
            document_type=_filter(parameters.get("type")),
            year=_number(parameters.get("year"), FIRST_YEAR, 9999, "年份应为四位数字。"),
            column=_filter(parameters.get("column")),
            organ=_filter(parameters.get("organ")),
            validity=_filter(parameters.get("validity")),
            subject=_filter(parameters.get("subject")),
            since=since,
            until=until,
            titles_only=parameters.get("in") == TITLES,
            by_date=parameters.get("sort") == NEWEST,
            as_typed=parameters.get("exact") == YES,
            page=_number(parameters.get("page"), 1, LAST_PAGE, f"页码应在1至{LAST_PAGE}之间。") or 1,
        )

    def query(self, bureau: str) -> SearchQuery:
        return SearchQuery(
            bureau=bureau,
            text=self.text,
            unit=self.unit,
            document_type=self.document_type,
            year=self.year,
            column=self.column,
            organ=self.organ,
            validity=self.validity,
            subject=self.subject,
            since=self.since,
            until=self.until,
            titles_only=self.titles_only,
            sort="newest" if self.by_date else "relevance",
            as_typed=self.as_typed,
            offset=(self.page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )

    @property
    def narrowed(self) -> bool:
        return any(getattr(self, name) is not None for name in FILTERS) or self.has_conditions

    @property
    def has_conditions(self) -> bool:
        """Whether anything is set that the form asks for, and no facet offers."""
        return self.titles_only or self.since is not None or self.until is not None

    @property
    def parameters(self) -> dict[str, str]:
        """Everything but words and page, as the address has it."""
        return self.kept_by_the_form | self.conditions

    @property
    def conditions(self) -> dict[str, str]:
        """What the form asks for beside the words, as the address has it."""
        days = {"from": self.since, "to": self.until}
        return ({"in": TITLES} if self.titles_only else {}) | {
            name: day.isoformat() for name, day in days.items() if day
        }

    @property
    def kept_by_the_form(self) -> dict[str, str]:
        """What is chosen elsewhere, as the address has it."""
        chosen = {parameter: getattr(self, name) for name, parameter in FILTERS.items()}
        chosen |= {"sort": NEWEST if self.by_date else None, "exact": YES if self.as_typed else None}
        return {parameter: str(value) for parameter, value in chosen.items() if value}

    @property
    def link(self) -> str:
        """The address of these results."""
        return self.address("/search")

    @property
    def feed_link(self) -> str:
        """The address of the feed of this question: the same one in whatever order and on whatever page it is asked."""
        return replace(self, by_date=False, as_typed=False, page=1).address("/search/feed.atom")

    def address(self, path: str) -> str:
        """The question, put to another path of the site."""
        pairs = ({"q": self.text} if self.text else {}) | self.parameters
        pairs |= {"page": str(self.page)} if self.page > 1 else {}
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def at_page(self, page: int) -> SearchForm:
        return replace(self, page=page)

    def narrow(self, facet: str, value: str | None) -> SearchForm:
        """The same question with one filter (a key of FILTERS) set, or lifted by None; from the first page on."""
        if facet not in FILTERS:
            raise ValueError(f"unknown facet: {facet}")
        chosen: Any = int(value) if facet == "year" and value else value
        return replace(self, page=1, **{facet: chosen})

    def in_all(self) -> SearchForm:
        """The same question put to whole documents, from the first page on."""
        return replace(self, titles_only=False, page=1)

    def at_any_time(self) -> SearchForm:
        """The same question without days, from the first page on."""
        return replace(self, since=None, until=None, page=1)

    def sorted_by(self, *, date: bool) -> SearchForm:
        """The same question in another order, from the first page on."""
        return replace(self, by_date=date, page=1)

    def spelled(self, *, as_typed: bool) -> SearchForm:
        """The same question with or without other spellings, from the first page on."""
        return replace(self, as_typed=as_typed, page=1)

    def saying(self, text: str) -> SearchForm:
        """Other words under the same filters, from the first page on."""
        return replace(self, text=text, page=1)

    def widened(self) -> SearchForm:
        """The same words without any filter."""
        return SearchForm(self.text)


def _filter(value: str | None) -> str | None:
    if value is not None and len(value) > LONGEST_FILTER:
        raise FormInvalid("筛选条件过长。")
    return value or None


def _day(value: str | None) -> dt.date | None:
    """A day as browsers send it; empty is none."""
    if not value:
        return None
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        raise FormInvalid("日期应写作2021-03-05这样的形式。") from None
    if day.year < FIRST_YEAR:
        raise FormInvalid(f"日期应在{FIRST_YEAR}年以后。")
    return day


def _number(value: str | None, least: int, most: int, refusal: str) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 4 and least <= int(value) <= most):
        raise FormInvalid(refusal)
    return int(value)
