"""What a citizen asks for: the parameters of /search, checked, and the links that lead to neighbouring results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from search.engine import SearchQuery

PAGE_SIZE = 10
LAST_PAGE = 100
LONGEST_QUERY = 200  # characters
LONGEST_FILTER = 100  # characters


class FormInvalid(ValueError):
    """A parameter is out of bounds. The message is a Chinese sentence for the citizen."""


@dataclass(frozen=True, slots=True)
class SearchForm:
    """`page` is 1-based. `unit`, `document_type` and `year` narrow down; None leaves open."""

    text: str = ""
    unit: str | None = None
    document_type: str | None = None
    year: int | None = None
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
        return cls(
            text=text,
            unit=_filter(parameters.get("unit")),
            document_type=_filter(parameters.get("type")),
            year=_number(parameters.get("year"), 1949, 9999, "年份应为四位数字。"),
            page=_number(parameters.get("page"), 1, LAST_PAGE, f"页码应在1至{LAST_PAGE}之间。") or 1,
        )

    def query(self, bureau: str) -> SearchQuery:
        return SearchQuery(
            bureau=bureau,
            text=self.text,
            unit=self.unit,
            document_type=self.document_type,
            year=self.year,
            offset=(self.page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )

    @property
    def narrowed(self) -> bool:
        return self.unit is not None or self.document_type is not None or self.year is not None

    @property
    def link(self) -> str:
        """The address of these results."""
        pairs = {"q": self.text, "unit": self.unit, "type": self.document_type, "year": self.year}
        if self.page > 1:
            pairs["page"] = self.page
        return "/search?" + urlencode({name: value for name, value in pairs.items() if value})

    def at_page(self, page: int) -> SearchForm:
        return replace(self, page=page)

    def narrow(self, facet: str, value: str | None) -> SearchForm:
        """The same question with one filter set, or lifted by None; from the first page on.

        `facet` is `unit`, `document_type` or `year`.
        """
        match facet:
            case "unit":
                return replace(self, unit=value, page=1)
            case "document_type":
                return replace(self, document_type=value, page=1)
            case "year":
                return replace(self, year=int(value) if value else None, page=1)
            case _:
                raise ValueError(f"unknown facet: {facet}")

    def widened(self) -> SearchForm:
        """The same words without any filter."""
        return SearchForm(self.text)


def _filter(value: str | None) -> str | None:
    if value is not None and len(value) > LONGEST_FILTER:
        raise FormInvalid("筛选条件过长。")
    return value or None


def _number(value: str | None, least: int, most: int, refusal: str) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 4 and least <= int(value) <= most):
        raise FormInvalid(refusal)
    return int(value)
