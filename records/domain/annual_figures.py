"""The figures of the annual report (政府信息公开工作年度报告), as its fixed format has them, and how they agree.

Format: 国办公开办函〔2021〕30号. Regulations, articles 49 and 50.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from records.domain.errors import BadInput


class Disclosed(StrEnum):
    """Table 二: what was made and done in the year, by the items of article 20. `FEES` is in 万元."""

    RULES_MADE = "rules_made"
    RULES_REPEALED = "rules_repealed"
    RULES_IN_FORCE = "rules_in_force"
    NORMATIVE_MADE = "normative_made"
    NORMATIVE_REPEALED = "normative_repealed"
    NORMATIVE_IN_FORCE = "normative_in_force"
    LICENCES = "licences"
    PENALTIES = "penalties"
    COERCION = "coercion"
    FEES = "fees"


class Applicant(StrEnum):
    """The columns of table 三, in their order."""

    NATURAL_PERSON = "natural_person"
    BUSINESS = "business"
    RESEARCH = "research"
    PUBLIC_INTEREST = "public_interest"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"


class RequestRow(StrEnum):
    """The rows of table 三 that are counted, in their order; the others are their sums."""

    RECEIVED = "received"
    CARRIED_IN = "carried_in"
    DISCLOSED = "disclosed"
    PARTLY_DISCLOSED = "partly_disclosed"
    STATE_SECRET = "state_secret"  # noqa: S105 - a kind
    BARRED_BY_LAW = "barred_by_law"
    PUBLIC_SAFETY = "public_safety"
    THIRD_PARTY = "third_party"
    INTERNAL_AFFAIRS = "internal_affairs"
    PROCESS = "process"
    CASE_FILE = "case_file"
    ENQUIRY = "enquiry"
    NOT_HELD = "not_held"
    TO_BE_MADE = "to_be_made"
    STILL_UNCLEAR = "still_unclear"
    COMPLAINT = "complaint"
    REPEATED = "repeated"
    PUBLICATION = "publication"
    EXCESSIVE = "excessive"
    RECONFIRMATION = "reconfirmation"
    NOT_CORRECTED = "not_corrected"
    FEE_UNPAID = "fee_unpaid"
    OTHER = "other"
    CARRIED_OUT = "carried_out"


#: The rows that say what became of a request (三、本年度办理结果).
RESULTS: Final = tuple(
    row for row in RequestRow if row not in (RequestRow.RECEIVED, RequestRow.CARRIED_IN, RequestRow.CARRIED_OUT)
)


class CaseKind(StrEnum):
    """The three parts of table 四: 行政复议, 未经复议直接起诉, 复议后起诉."""

    RECONSIDERATION = "reconsideration"
    SUIT = "suit"
    SUIT_AFTER_RECONSIDERATION = "suit_after_reconsideration"


class CaseResult(StrEnum):
    """结果维持, 结果纠正, 其他结果, 尚未审结."""

    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"
    PENDING = "pending"


class FiguresDisagree(BadInput):
    """Figures that have to agree do not. `cells` names each place in a sentence."""

    code = "figures_disagree"
    advice = "请核对台账后改正。"

    def __init__(self, cells: Sequence[str]) -> None:
        super().__init__("；".join(cells) + "。")
        self.cells = tuple(cells)


@dataclass(frozen=True, slots=True)
class AnnualFigures:
    """What is known; whatever is not in a mapping is missing, and never counts as 0.

    A row of `requests` has a number for each `Applicant`, a row of `cases` one for each `CaseResult`, in their order.
    """

    disclosed: Mapping[Disclosed, Decimal] = field(default_factory=dict)
    requests: Mapping[RequestRow, tuple[int, ...]] = field(default_factory=dict)
    cases: Mapping[CaseKind, tuple[int, ...]] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Disclosed | RequestRow | CaseKind, ...]:
        """In the order of the tables."""
        return (
            *(each for each in Disclosed if each not in self.disclosed),
            *(each for each in RequestRow if each not in self.requests),
            *(each for each in CaseKind if each not in self.cases),
        )

    def total(self, *rows: RequestRow) -> tuple[int, ...] | None:
        """The sum of these rows, by applicant; None if one is missing."""
        found = [self.requests[row] for row in rows if row in self.requests]
        if len(found) < len(rows):
            return None
        return tuple(sum(numbers) for numbers in zip(*found, strict=True))

    def with_counted(self, counted: Mapping[RequestRow, tuple[int, ...]] | None) -> AnnualFigures:
        """These figures, the table of requests by the register's count unless somebody wrote a row of it.

        Whoever writes one writes them all: a register that began within the year does not hold the whole year.
        """
        return self if self.requests or counted is None else replace(self, requests=counted)

    def differing(self, counted: Mapping[RequestRow, tuple[int, ...]] | None) -> tuple[RequestRow, ...]:
        """The rows that say something else than the register counts."""
        known = counted or {}
        return tuple(row for row, numbers in self.requests.items() if known.get(row, numbers) != numbers)

    def require_agreement(self, last_year: AnnualFigures | None = None) -> None:
        """Let pass what agrees in itself and with the year before, as far as both are known.

        Raises:
            FiguresDisagree: names every cell that does not.
        """
        faults = [*self._unbalanced(), *self._broken_off(last_year or AnnualFigures())]
        if faults:
            raise FiguresDisagree(faults)

    def _unbalanced(self) -> Iterator[str]:
        """The format's own rule: rows 一 and 二 together are rows 三 and 四 together."""
        came = self.total(RequestRow.RECEIVED, RequestRow.CARRIED_IN)
        results, carried = self.total(*RESULTS), self.total(RequestRow.CARRIED_OUT)
        if came is None or results is None or carried is None:
            return
        for applicant, had, done, left in zip(Applicant, came, results, carried, strict=True):
            if had != done + left:
                yield (
                    f"表三“{APPLICANT_NAMES[applicant]}”列：本年新收与上年结转共 {had} 件，"
                    f"办理结果总计 {done} 件与结转下年度 {left} 件共 {done + left} 件，两者应当相等"
                )

    def _broken_off(self, last_year: AnnualFigures) -> Iterator[str]:
        """What the year before carried out is what this year carries in."""
        then, now = last_year.total(RequestRow.CARRIED_OUT), self.total(RequestRow.CARRIED_IN)
        if then is None or now is None:
            return
        for applicant, out, brought in zip(Applicant, then, now, strict=True):
            if out != brought:
                yield (
                    f"表三“{APPLICANT_NAMES[applicant]}”列：上年结转 {brought} 件，"
                    f"而上年报告结转下年度继续办理 {out} 件，两者应当相等"
                )


APPLICANT_NAMES: Final[Mapping[Applicant, str]] = {
    Applicant.NATURAL_PERSON: "自然人",
    Applicant.BUSINESS: "商业企业",
    Applicant.RESEARCH: "科研机构",
    Applicant.PUBLIC_INTEREST: "社会公益组织",
    Applicant.LEGAL_SERVICE: "法律服务机构",
    Applicant.OTHER: "其他",
}
