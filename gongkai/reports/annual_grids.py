"""The three fixed tables of the annual report, filled with what is known; what is missing is said, and never summed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from gongkai.reports.annual_words import (
    CASE_NAMES,
    CASE_RESULT_NAMES,
    REQUEST_NAMES,
    RESULT_GROUPS,
)
from gongkai.reports.grids import Grid, Span
from records.domain.annual_figures import (
    APPLICANT_NAMES,
    RESULTS,
    AnnualFigures,
    Applicant,
    CaseKind,
    Disclosed,
    RequestRow,
)

MISSING: Final = "待填"


def disclosed_grid(figures: AnnualFigures) -> Grid:
    """二、主动公开政府信息情况."""
    spans: list[Span] = []
    for title, head, rows in _DISCLOSED:
        top = max((span.row + span.rows for span in spans), default=0)
        spans.append(Span(top, 0, title, columns=4, is_head=True))
        spans.append(Span(top + 1, 0, "信息内容", is_head=True))
        width = 3 // len(head)
        spans += [
            Span(top + 1, 1 + place * width, name, columns=width, is_head=True) for place, name in enumerate(head)
        ]
        for number, (name, cells) in enumerate(rows, start=top + 2):
            spans.append(Span(number, 0, name, is_head=True))
            spans += [
                Span(number, 1 + place * width, _known(figures, cell), columns=width)
                for place, cell in enumerate(cells)
            ]
    return Grid("二、主动公开政府信息情况", tuple(spans))


def requests_grid(figures: AnnualFigures) -> Grid:
    """三、收到和处理政府信息公开申请情况: three columns of names, then applicants and their sum."""
    return Grid("三、收到和处理政府信息公开申请情况", (*_requests_head(), *_request_rows(figures)))


def cases_grid(figures: AnnualFigures) -> Grid:
    """四、政府信息公开行政复议、行政诉讼情况: one row of numbers below three levels of names."""
    names = (*CASE_RESULT_NAMES.values(), "总计")
    width = len(names)
    spans = [
        Span(0, 0, "行政复议", rows=2, columns=width, is_head=True),
        Span(0, width, "行政诉讼", columns=2 * width, is_head=True),
    ]
    spans += [
        Span(1, width * place, CASE_NAMES[kind], columns=width, is_head=True)
        for place, kind in enumerate(CaseKind)
        if kind is not CaseKind.RECONSIDERATION
    ]
    for place, kind in enumerate(CaseKind):
        numbers = _with_total(figures.cases.get(kind), len(CASE_RESULT_NAMES))
        for column, (name, number) in enumerate(zip(names, numbers, strict=True), start=width * place):
            spans += [Span(2, column, name, is_head=True), Span(3, column, number)]
    return Grid("四、政府信息公开行政复议、行政诉讼情况", tuple(spans))


_DISCLOSED: Final = (
    (
        "第二十条第（一）项",
        ("本年制发件数", "本年废止件数", "现行有效件数"),
        (
            ("规章", (Disclosed.RULES_MADE, Disclosed.RULES_REPEALED, Disclosed.RULES_IN_FORCE)),
            (
                "行政规范性文件",
                (Disclosed.NORMATIVE_MADE, Disclosed.NORMATIVE_REPEALED, Disclosed.NORMATIVE_IN_FORCE),
            ),
        ),
    ),
    ("第二十条第（五）项", ("本年处理决定数量",), (("行政许可", (Disclosed.LICENCES,)),)),
    (
        "第二十条第（六）项",
        ("本年处理决定数量",),
        (("行政处罚", (Disclosed.PENALTIES,)), ("行政强制", (Disclosed.COERCION,))),
    ),
    ("第二十条第（八）项", ("本年收费金额（单位：万元）",), (("行政事业性收费", (Disclosed.FEES,)),)),
)
_RULE: Final = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_NAMES: Final = 3  # columns of names before the numbers
_HEAD: Final = 3  # rows above the numbers


def _requests_head() -> Iterator[Span]:
    last = _NAMES + len(Applicant)
    yield Span(0, 0, _RULE, rows=_HEAD, columns=_NAMES, is_head=True)
    yield Span(0, _NAMES, "申请人情况", columns=len(Applicant) + 1, is_head=True)
    yield Span(1, _NAMES, APPLICANT_NAMES[Applicant.NATURAL_PERSON], rows=2, is_head=True)
    yield Span(1, _NAMES + 1, "法人或其他组织", columns=len(Applicant) - 1, is_head=True)
    yield Span(1, last, "总计", rows=2, is_head=True)
    organisations = [name for applicant, name in APPLICANT_NAMES.items() if applicant is not Applicant.NATURAL_PERSON]
    for column, name in enumerate(organisations, start=_NAMES + 1):
        yield Span(2, column, name, is_head=True)


def _request_rows(figures: AnnualFigures) -> Iterator[Span]:
    row = _HEAD
    for each in (RequestRow.RECEIVED, RequestRow.CARRIED_IN):
        yield Span(row, 0, REQUEST_NAMES[each], columns=_NAMES, is_head=True)
        yield from _numbers(row, figures.requests.get(each))
        row += 1
    yield Span(row, 0, "三、本年度办理结果", rows=len(RESULTS) + 1, is_head=True)
    yield from _results(row, figures)
    row += len(RESULTS)
    yield Span(row, 1, "（七）总计", columns=_NAMES - 1, is_head=True)
    yield from _numbers(row, figures.total(*RESULTS))
    yield Span(row + 1, 0, REQUEST_NAMES[RequestRow.CARRIED_OUT], columns=_NAMES, is_head=True)
    yield from _numbers(row + 1, figures.requests.get(RequestRow.CARRIED_OUT))


def _results(top: int, figures: AnnualFigures) -> Iterator[Span]:
    group = top + 2  # behind 予以公开 and 部分公开, which have no rows of their own
    for name, rows in RESULT_GROUPS:
        yield Span(group, 1, name, rows=rows, is_head=True)
        group += rows
    for row, each in enumerate(RESULTS, start=top):
        is_single = row < top + 2
        yield Span(row, 1 if is_single else 2, REQUEST_NAMES[each], columns=2 if is_single else 1, is_head=True)
        yield from _numbers(row, figures.requests.get(each))


def _numbers(row: int, numbers: Sequence[int] | None) -> Iterator[Span]:
    for column, text in enumerate(_with_total(numbers, len(Applicant)), start=_NAMES):
        yield Span(row, column, text)


def _with_total(numbers: Sequence[int] | None, count: int) -> list[str]:
    return [MISSING] * (count + 1) if numbers is None else [*map(str, numbers), str(sum(numbers))]


def _known(figures: AnnualFigures, cell: Disclosed) -> str:
    number = figures.disclosed.get(cell)
    return MISSING if number is None else format(number, "f")
