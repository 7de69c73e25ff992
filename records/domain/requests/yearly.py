"""A year of requests as the annual report's table of requests counts it (国办公开办函〔2021〕30号)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from records.domain.annual_figures import Applicant, RequestRow
from records.domain.requests.answer_rules import AnswerKind
from records.domain.requests.answers import Answer, Ground
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.request import Closing, DisclosureRequest, day_of

#: Whoever is told where it is published got it; what another organ has to answer is not held here; what the law has
#: citizens look up elsewhere (article 36, item 7) is an enquiry.
ROW_OF_ANSWER: Final[Mapping[AnswerKind, RequestRow]] = {
    AnswerKind.ALREADY_PUBLIC: RequestRow.DISCLOSED,
    AnswerKind.DISCLOSED: RequestRow.DISCLOSED,
    AnswerKind.PARTLY_DISCLOSED: RequestRow.PARTLY_DISCLOSED,
    AnswerKind.NOT_HELD: RequestRow.NOT_HELD,
    AnswerKind.NOT_OURS: RequestRow.NOT_HELD,
    AnswerKind.TO_BE_MADE: RequestRow.TO_BE_MADE,
    AnswerKind.STILL_UNCLEAR: RequestRow.STILL_UNCLEAR,
    AnswerKind.REPEATED: RequestRow.REPEATED,
    AnswerKind.SPECIAL_RULES: RequestRow.ENQUIRY,
    AnswerKind.COMPLAINT: RequestRow.COMPLAINT,
    AnswerKind.PUBLICATION: RequestRow.PUBLICATION,
    AnswerKind.EXCESSIVE: RequestRow.EXCESSIVE,
}
ROW_OF_GROUND: Final[Mapping[Ground, RequestRow]] = {
    Ground.STATE_SECRET: RequestRow.STATE_SECRET,
    Ground.BARRED_BY_LAW: RequestRow.BARRED_BY_LAW,
    Ground.PUBLIC_SAFETY: RequestRow.PUBLIC_SAFETY,
    Ground.THIRD_PARTY: RequestRow.THIRD_PARTY,
    Ground.INTERNAL_AFFAIRS: RequestRow.INTERNAL_AFFAIRS,
    Ground.PROCESS: RequestRow.PROCESS,
    Ground.CASE_FILE: RequestRow.CASE_FILE,
}
_ROW_OF_CLOSING: Final[Mapping[Closing, RequestRow]] = {
    Closing.NOT_CORRECTED: RequestRow.NOT_CORRECTED,
    Closing.NOT_PAID: RequestRow.FEE_UNPAID,
}


def yearly_rows(requests: Iterable[DisclosureRequest], year: int) -> Mapping[RequestRow, tuple[int, ...]]:
    """Every row of the table, by applicant in their order; what was never confirmed was never received.

    A request for rectification is none for information: the table has no place for it.

    A request counts in the year in which it was received, ends in that in which the answer reached the requester or it
    was closed without one, and is carried over in between.
    """
    counted = {row: dict.fromkeys(Applicant, 0) for row in RequestRow}
    for request in (one for one in requests if one.purpose is RequestPurpose.DISCLOSURE):
        for row in _rows_of(request, year):
            counted[row][Applicant(request.applicant.value)] += 1
    return {row: tuple(by_applicant.values()) for row, by_applicant in counted.items()}


def _rows_of(request: DisclosureRequest, year: int) -> Iterable[RequestRow]:
    received = request.received_on
    ended = _ended_on(request)
    if received is None or received.year > year or (ended is not None and ended.year < year):
        return
    yield RequestRow.RECEIVED if received.year == year else RequestRow.CARRIED_IN
    yield _result(request) if ended is not None and ended.year == year else RequestRow.CARRIED_OUT


def _ended_on(request: DisclosureRequest) -> dt.date | None:
    if request.delivered_on is not None:
        return request.delivered_on
    return day_of(request.closed_at) if request.closed_at else None


def _result(request: DisclosureRequest) -> RequestRow:
    if request.was_answered and request.answer is not None:
        return _of_answer(request.answer)
    return _ROW_OF_CLOSING.get(request.closing or Closing.WITHDRAWN, RequestRow.OTHER)


def _of_answer(answer: Answer) -> RequestRow:
    if answer.kind is AnswerKind.WITHHELD and answer.ground is not None:
        return ROW_OF_GROUND[answer.ground]
    return ROW_OF_ANSWER.get(answer.kind, RequestRow.OTHER)
