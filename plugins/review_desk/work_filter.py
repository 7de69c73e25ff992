"""Which part of a list a person wants to see: plain parameters of the address, so that it works without script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from records.domain.bureau import StepRole
from records.services.open_documents import ListedDocument, WorkItem

PAGE_SIZE: Final = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """`unit` and `level` None mean all of them; `mine` leaves the office what waits for this very person."""

    unit: str | None = None
    level: StepRole | None = None
    blocking: bool = False
    overdue: bool = False
    mine: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> WorkFilter:
        """Read the parameters; what cannot be meant is left out, an address typed by hand is no error."""
        levels = {level.value: level for level in StepRole}
        return cls(
            unit=parameters.get("unit") or None,
            level=levels.get(parameters.get("level", "")),
            blocking=parameters.get("blocking") == "1",
            overdue=parameters.get("overdue") == "1",
            mine=parameters.get("mine") == "1",
        )

    @property
    def is_active(self) -> bool:
        return self != WorkFilter()

    def takes(self, item: ListedDocument) -> bool:
        """Whether a document of any list is wanted, by its unit and its clock."""
        return (self.unit is None or item.document.unit == self.unit) and (not self.overdue or item.is_overdue)

    def takes_work(self, item: WorkItem) -> bool:
        """Whether a waiting document is wanted, by its level and findings as well."""
        return (
            self.takes(item)
            and (self.level is None or item.waiting.role is self.level)
            and (not self.blocking or item.blocking_findings > 0)
        )

    def address(self, **changes: object) -> str:
        """Return the query of this view with other values, such as the next page."""
        chosen = {name: getattr(self, name) for name in self.__dataclass_fields__} | changes
        return "?" + urlencode([(name, _as_text(value)) for name, value in chosen.items() if value])


@dataclass(frozen=True, slots=True)
class Portion(Generic[T]):
    """One page of a list. `number` is 1-based, `total` counts the whole list."""

    items: Sequence[T]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / PAGE_SIZE))


def page_number(text: str, total: int) -> int:
    """Return the page asked for, or the nearest there is."""
    asked = int(text) if text.isdecimal() and len(text) < 7 else 1
    return min(max(asked, 1), max(1, ceil(total / PAGE_SIZE)))


def portion_of(items: Sequence[T], asked: str) -> Portion[T]:
    """Cut the page that was asked for out of a whole list."""
    number = page_number(asked, len(items))
    return Portion(items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(items))


def _as_text(value: object) -> str:
    return "1" if value is True else str(value)
