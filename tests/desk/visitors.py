"""People at the desk: what a browser without scripts would send for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from html import unescape

from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from httpx import Response
from review_desk.app import create_app
from review_desk.layout_press import LayoutPress
from review_desk.login import airflow_user_id
from review_desk.services import DeskServices, ServicesHolder
from starlette.types import Receive, Scope, Send

from gongkai.lists.releasing import ListReleasing
from gongkai.reports.kept import KeptReports
from gongkai.seeing.marks import Mark
from gongkai.seeing.survey import Disk, Store, Survey
from gongkai.settings import load_settings
from processors.pool import ReaderPool
from records.domain.annual_figures import AnnualFigures
from records.domain.annual_report import Part
from records.domain.document import DocumentId
from records.domain.errors import StoreUnavailable
from records.domain.standing import StandingDuty
from records.services.delegating import DelegationService
from records.services.editing import EditService
from records.services.error_reports import ErrorReportService
from records.services.finding import FindService
from records.services.lists import ListService
from records.services.operating import OperatingService
from records.services.reminding import RemindingService
from records.services.reporting import ReportingService
from records.services.requests.desk import RequestCounts
from tests.records.consultations.consultation_kit import Forum, open_forum
from tests.records.office_kit import WORKING_DAYS, Office
from tests.records.requests.registry_kit import open_registry

ORIGIN = "http://testserver"
# Matches <input type="hidden" name="round" value="1">, not an input without a value.
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


_FORM = re.compile(r"<form .*?</form>", re.DOTALL)


def hidden_fields(page: str, act: str = "") -> dict[str, str]:
    """The hidden fields of the page's form for this act, of its last form without one."""
    forms = [dict(_HIDDEN.findall(form)) for form in _FORM.findall(page)]
    fields = next((fields for fields in forms if fields.get("act") == act), forms[-1] if forms else {})
    return {name: unescape(value) for name, value in fields.items()}


def user_of_header(request: Request) -> str:
    """Takes the place of Airflow's log-in, which the end-to-end test exercises."""
    return request.headers["x-test-user"]


@cache
def built_app() -> FastAPI:
    """The application, built once: FastAPI reads its routes for a third of a second, as long as a test takes."""
    return create_app()


@dataclass
class DeskOfHouse:
    """The application as one house has it: its services and its log-in count for every request that comes this way.

    Houses take turns; no test sends requests to two at the same moment.
    """

    services: ServicesHolder
    dependency_overrides: dict[Callable[..., object], Callable[..., object]] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = built_app()
        app.state.services = self.services
        app.dependency_overrides = self.dependency_overrides
        await app(scope, receive, send)


@dataclass
class DeskHouse:
    """The desk's application over an office. `woken` counts the deliveries to Airflow that were attempted.

    `annual` is what the office has written for the annual report, `duties` are those of the bureau. `index` and `parts`
    are what a look at the installation finds beside the records; `runs` counts the runs over the inbox.
    """

    office: Office
    woken: int = 0
    airflow_is_down: bool = False
    duties: tuple[StandingDuty, ...] = ()
    annual: tuple[AnnualFigures, dict[Part, str]] = (AnnualFigures(), {})
    index: Store | None = field(default_factory=lambda: Store(0, 0, 0))
    parts: dict[str, bool] = field(default_factory=lambda: {"scheduler": True})
    runs: int = 0
    app: DeskOfHouse = field(init=False)
    outer: FastAPI = field(init=False)
    pool: ReaderPool = field(init=False)
    press: LayoutPress = field(init=False)
    forum: Forum = field(init=False)

    def __post_init__(self) -> None:
        self.forum = open_forum(self.office)
        self.pool = ReaderPool(self.office.folder / "models", text_children=1)
        self.press = LayoutPress(self.office.originals, self.pool)
        self.app = DeskOfHouse(ServicesHolder(lambda: nullcontext(self._services())))
        self.outer = FastAPI()
        self.outer.mount("/desk", self.app)

    def visitor(self, user: str) -> Visitor:
        self.app.dependency_overrides[airflow_user_id] = user_of_header
        return Visitor(TestClient(self.outer, headers={"x-test-user": user, "origin": ORIGIN}))

    def stranger(self) -> TestClient:
        """Somebody who is not logged in to Airflow; its own dependency answers."""
        self.app.dependency_overrides.clear()
        return TestClient(self.outer, headers={"origin": ORIGIN})

    def deliver(self) -> None:
        self.woken += 1
        if self.airflow_is_down:
            raise StoreUnavailable("Airflow 没有回应。")

    def take_in(self) -> bool:
        self.runs += not self.airflow_is_down
        return not self.airflow_is_down

    def survey(self) -> Survey:
        operating = self._operating()
        situation = operating.situation()
        return Survey(
            situation=situation,
            requests=RequestCounts(open=0, overdue=0, uncountable=0),
            nights=tuple(operating.nights(14)),
            disks=(Disk("home", 100 * 2**30, 50 * 2**30),),
            bundles=Store(len(situation.live), 0, 0),
            index=self.index,
            parts=self.parts,
            verification=Mark(situation.at, 0),
            backup=None,
        )

    def _operating(self) -> OperatingService:
        return OperatingService(self.office.records, self.office.clock, self.office.bureau, WORKING_DAYS)

    def _services(self) -> DeskServices:
        office = self.office
        reporting = ReportingService(office.records, office.clock, office.bureau, WORKING_DAYS)
        return DeskServices(
            bureau=office.bureau,
            desk=office.desk,
            finding=FindService(office.records, office.clock, office.bureau),
            intake=office.intake,
            review=office.review,
            delegating=DelegationService(office.records, office.clock, office.bureau),
            edit=EditService(office.records, office.clock, office.bureau),
            sealing=office.sealing,
            publishing=office.publishing,
            reminding=RemindingService(office.records, office.clock, office.bureau, WORKING_DAYS),
            error_reports=ErrorReportService(office.records, office.clock, office.bureau),
            requests=open_registry(office).services,
            consultations=self.forum.services,
            reporting=reporting,
            lists=ListReleasing(
                ListService(office.records, office.clock, office.bureau, office.originals),
                self.pool,
                office.clock,
                load_settings({"GONGKAI_HOME": str(office.folder)}),
            ),
            kept_monthly=KeptReports(office.folder / "reports" / "monthly"),
            make_annual=lambda year: reporting.annual(year, *self.annual),
            standing_duties=lambda: self.duties,
            originals=office.originals,
            pool=self.pool,
            press=self.press,
            deliver_outbox=self.deliver,
            operating=self._operating(),
            survey=self.survey,
            look_anew=lambda: None,
            take_in=self.take_in,
        )


@dataclass
class Visitor:
    client: TestClient

    def get(self, path: str) -> Response:
        return self.client.get(f"/desk{path}")

    def open(self, document_id: DocumentId) -> str:
        response = self.get(f"/documents/{document_id}")
        assert response.status_code == 200, response.text
        return response.text

    def send(self, document_id: DocumentId, page: str, **fields: str) -> Response:
        """Fill in a form of a page that was opened before, and send it; a redirect is not followed."""
        offered = [act for act in ("decide", "determine", "submit") if f'name="act" value="{act}"' in page]
        act = fields.get("act") or next(iter(offered), "")
        return self.client.post(
            f"/desk/documents/{document_id}", data=hidden_fields(page, act) | fields, follow_redirects=False
        )

    def decide(self, document_id: DocumentId, **fields: str) -> Response:
        return self.send(document_id, self.open(document_id), **fields)
