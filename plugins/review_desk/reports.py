"""The reports that the bureau owes (报告), for the office and the leaders: as they stand now, and as they were kept.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from gongkai.reports import annual, monthly_forms
from gongkai.reports.monthly_tables import notes_of, tables_of, title_of
from records.domain.annual_report import annual_report_due
from records.domain.bureau import SHANGHAI, Person
from records.domain.errors import NotAllowed, NotFound
from records.domain.months import Month
from review_desk.access import sees_reports
from review_desk.identity import CurrentPerson
from review_desk.rendering import page
from review_desk.services import Desk

router = APIRouter(prefix="/reports")

#: What a report can be had as.
MEDIA_TYPES: Final = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def report_reader(desk: Desk, person: CurrentPerson) -> Person:
    """Return who asks, if reports are for them.

    Raises:
        NotAllowed: they are neither of the office nor a leader.
    """
    if not sees_reports(desk.bureau, person):
        raise NotAllowed("报告由办公室和局领导查看。")
    return person


ReportReader = Annotated[Person, Depends(report_reader)]


@router.get("")
def this_month(request: Request, desk: Desk, person: ReportReader) -> HTMLResponse:
    """Show the month that was asked for, or the one that runs."""
    asked = request.query_params.get("month")
    return _show(request, desk, person, Month.parse(asked) if asked else _running(desk))


@router.get("/monthly/{month}/report.{form}")
def download(desk: Desk, person: ReportReader, month: str, form: str) -> Response:  # noqa: ARG001 - the guard
    """Hand out the report as it stands now, documents by title and number."""
    asked = Month.parse(month)
    makers = {"xlsx": monthly_forms.as_xlsx, "docx": monthly_forms.as_docx}
    if form not in makers:
        raise NotFound(f"没有 {form} 格式的月报。")
    report = desk.reporting.monthly(asked)
    return _file(makers[form](report), form, f"{title_of(report)}.{form}")


@router.get("/annual/{year}")
def year(request: Request, desk: Desk, person: ReportReader, year: int) -> HTMLResponse:
    """Show the annual report as it stands now, and what it lacks."""
    report = desk.make_annual(year)
    return page(
        request,
        "annual_report.html",
        bureau=desk.bureau,
        person=person,
        year=year,
        title=annual.title_of(report),
        sections=annual.sections_of(report),
        missing=annual.missing_of(report),
        remarks=annual.notes_of(report),
        due=annual_report_due(year),
    )


@router.get("/annual/{year}/report.docx")
def download_year(desk: Desk, person: ReportReader, year: int) -> Response:  # noqa: ARG001 - the guard
    """Hand out the annual report as a document."""
    report = desk.make_annual(year)
    return _file(annual.as_docx(report), "docx", f"{annual.title_of(report)}.docx")


@router.get("/kept/{month}/report.{form}")
def kept(desk: Desk, person: ReportReader, month: str, form: str) -> Response:  # noqa: ARG001 - the guard
    """Hand out a report as it was kept, documents by id."""
    data = desk.kept_monthly.read(month, f"report.{form}")
    if data is None or form not in MEDIA_TYPES:
        raise NotFound("没有存档的这份月报。")
    return _file(data, form, f"月报存档{month}.{form}")


def _show(request: Request, desk: Desk, person: Person, month: Month) -> HTMLResponse:
    report = desk.reporting.monthly(month)
    return page(
        request,
        "reports.html",
        bureau=desk.bureau,
        person=person,
        month=month,
        latest=_running(desk),
        title=title_of(report),
        notes=notes_of(report),
        tables=tables_of(report),
        kept=desk.kept_monthly.names(),
        years=[_running(desk).year - 1, _running(desk).year],
    )


def _running(desk: Desk) -> Month:
    today = desk.reporting.clock.now().astimezone(SHANGHAI).date()
    return Month(today.year, today.month)


def _file(data: bytes, form: str, name: str) -> Response:
    disposition = f"attachment; filename=report.{form}; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=MEDIA_TYPES[form], headers={"Content-Disposition": disposition})
