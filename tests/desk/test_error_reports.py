"""The page of error reports (网友报错): what citizens wrote, as text, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from review_desk.wording import REPORT_FAULT, REPORT_OUTCOME

from portal.error_reports import FAULTS
from records.domain.document import DocumentId
from records.domain.error_report import ErrorReport, ReportOutcome
from records.services.error_reports import ErrorReportService
from tests.desk.visitors import Visitor, hidden_fields
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]
TEXT = "<script>alert(1)</script>第二段应为三年"


@pytest.fixture
def flagged(office: Office) -> DocumentId:
    document_id = office.publish()
    now = office.clock.now()
    service = ErrorReportService(office.records, office.clock, office.bureau)
    service.take(ErrorReport(office.bureau.id, "01JZX000000000000000000001", document_id, 1, "text", TEXT, now, now))
    return document_id


def test_desk_portal_and_records_have_the_same_kinds() -> None:
    assert dict(REPORT_FAULT) == dict(FAULTS)
    assert set(REPORT_OUTCOME) == set(ReportOutcome)


def test_a_clerk_reads_a_report_as_text_and_says_what_came_of_it(visitor: Visitors, flagged: DocumentId):
    clerk = visitor("user-clerk")
    page = clerk.get("/error-reports").text
    assert f"/desk/documents/{flagged}" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;第二段应为三年" in page
    assert REPORT_FAULT["text"] in page

    fields = {"form_token": hidden_fields(page)["form_token"], "id": "01JZX000000000000000000001"}
    refused = clerk.client.post("/desk/error-reports", data=fields | {"outcome": "eaten"}, follow_redirects=False)
    assert refused.status_code in (400, 422)
    sent = clerk.client.post("/desk/error-reports", data=fields | {"outcome": "corrected"}, follow_redirects=False)
    assert sent.status_code == 303
    assert "没有待处理的报错" in clerk.get("/error-reports").text


def test_a_reviewer_sees_none(visitor: Visitors, flagged: DocumentId):
    assert "没有待处理的报错" in visitor("user-unit-head").get("/error-reports").text
