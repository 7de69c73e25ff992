"""What citizens say is wrong with published pages (网友报错), and what came of it.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from records.domain.error_report import ReportOutcome
from records.domain.errors import BadInput
from review_desk.identity import CurrentPerson
from review_desk.rendering import page, root_of
from review_desk.security import FormToken, OwnForm
from review_desk.services import Desk
from review_desk.wording import REPORT_FAULT, REPORT_OUTCOME

router = APIRouter(prefix="/error-reports")


class OutcomeMissing(BadInput):
    """A form without an outcome that there is."""

    code = "incomplete"


@router.get("")
def error_reports(request: Request, desk: Desk, person: CurrentPerson, token: FormToken) -> HTMLResponse:
    """List what waits for this person, the oldest first."""
    return page(
        request,
        "error_reports.html",
        bureau=desk.bureau,
        person=person,
        form_token=token,
        flagged=desk.error_reports.open_for(person.id),
        faults=REPORT_FAULT,
        outcomes=REPORT_OUTCOME,
    )


@router.post("")
def settle(request: Request, desk: Desk, person: CurrentPerson, form: OwnForm) -> Response:
    """Say what came of one report."""
    report_id, outcome = form.get("id"), form.get("outcome")
    if not isinstance(report_id, str) or outcome not in set(ReportOutcome):
        raise OutcomeMissing("请选择处理结果。")
    desk.error_reports.settle(report_id, ReportOutcome(outcome), by=person.id)
    return RedirectResponse(f"{root_of(request)}/error-reports", status_code=303)
