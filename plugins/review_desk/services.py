"""What the desk needs of the product, opened once per API server, at the first request.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Annotated, Protocol

from fastapi import Depends, Request

from gongkai.lists.releasing import ListReleasing
from gongkai.reports.kept import KeptReports
from gongkai.seeing.survey import Survey
from gongkai.settings import Settings
from processors.pool import ReaderPool
from records.domain.annual_report import AnnualReport
from records.domain.bureau import Bureau
from records.domain.ports import Originals
from records.domain.standing import StandingDuty
from records.services.consultations.use_cases import ConsultationServices
from records.services.delegating import DelegationService
from records.services.desk import DeskService
from records.services.editing import EditService
from records.services.error_reports import ErrorReportService
from records.services.finding import FindService
from records.services.intake import IntakeService
from records.services.operating import OperatingService
from records.services.publish import PublishService
from records.services.reminding import RemindingService
from records.services.reporting import ReportingService
from records.services.requests import RequestServices
from records.services.review import ReviewService
from records.services.sealing import SealingService
from review_desk.layout_press import LayoutPress
from review_desk.login import AirflowUserId


@dataclass(frozen=True, slots=True)
class DeskServices:
    """The use cases that a person can reach from the desk.

    `deliver_outbox` wakes the waiting Airflow task; it may fail, and then the next run delivers. `take_in` starts a run
    over the inbox; whether Airflow took it. `survey` looks at the whole installation, `look_anew` has it look again.
    """

    bureau: Bureau
    desk: DeskService
    finding: FindService
    intake: IntakeService
    review: ReviewService
    delegating: DelegationService
    edit: EditService
    sealing: SealingService
    publishing: PublishService
    reminding: RemindingService
    error_reports: ErrorReportService
    requests: RequestServices
    consultations: ConsultationServices
    reporting: ReportingService
    lists: ListReleasing
    kept_monthly: KeptReports
    make_annual: Callable[[int], AnnualReport]
    standing_duties: Callable[[], tuple[StandingDuty, ...]]
    originals: Originals
    pool: ReaderPool
    press: LayoutPress
    deliver_outbox: Callable[[], object]
    operating: OperatingService
    survey: Callable[[], Survey]
    look_anew: Callable[[], None]
    take_in: Callable[[], bool]


OpenServices = Callable[[], AbstractContextManager[DeskServices]]


class NotOfThisBureau(Exception):
    """The Airflow user is logged in, but no bureau's directory, or more than one, names such a person."""

    def __init__(self, airflow_user: str) -> None:
        super().__init__(f"no person of one bureau has the Airflow user {airflow_user!r}")
        self.airflow_user = airflow_user


class FindsServices(Protocol):
    """Whose services somebody works with, until all are closed."""

    def of_user(self, user_id: str) -> DeskServices:
        """The services of this Airflow user's bureau.

        Raises:
            NotOfThisBureau: there is none.
        """

    def close(self) -> None: ...


@contextmanager
def open_product(settings: Settings | None = None) -> Iterator[DeskServices]:
    """Open the product as these settings say, or those of this process."""
    from gongkai.app import open_app
    from gongkai.reminders.standing import standing_duties
    from gongkai.reports.annual import make_annual
    from gongkai.reports.monthly import kept_monthly
    from gongkai.seeing.survey import Lookout

    with open_app(settings) as app:
        lookout = Lookout(app)
        keep_what_is_loaded()
        yield DeskServices(
            bureau=app.bureau,
            desk=app.desk,
            finding=app.finding,
            intake=app.intake,
            review=app.review,
            delegating=app.delegating,
            edit=app.edit,
            sealing=app.intake.sealing,
            publishing=app.publishing,
            reminding=app.reminding,
            error_reports=app.error_reports,
            requests=app.requests,
            consultations=app.consultations,
            reporting=app.reporting,
            lists=app.lists,
            kept_monthly=kept_monthly(app.settings),
            make_annual=lambda year: make_annual(app, year),
            standing_duties=lambda: standing_duties(app),
            originals=app.originals,
            pool=app.pool,
            press=LayoutPress(app.originals, app.pool),
            deliver_outbox=app.deliver_outbox,
            operating=app.operating,
            survey=lookout.survey,
            look_anew=lookout.forget,
            take_in=app.runs.take_in,
        )


def keep_what_is_loaded() -> None:
    """Leave all that this process has loaded by now out of garbage collections: walking it takes 0.2 s of a request."""
    gc.collect()
    gc.freeze()


class ServicesHolder:
    """Opens the services when first asked and keeps them until closed.

    Not at start-up: a fault in our settings must not keep Airflow's own UI from coming up, and nobody must have to
    restart it once the fault is gone.
    """

    def __init__(self, open_services: OpenServices) -> None:
        self._open_services = open_services
        self._stack = ExitStack()
        self._lock = threading.Lock()
        self._services: DeskServices | None = None

    def of_user(self, user_id: str) -> DeskServices:  # noqa: ARG002 - all are of one bureau
        return self.get()

    def get(self) -> DeskServices:
        with self._lock:
            if self._services is None:
                self._services = self._stack.enter_context(self._open_services())
            return self._services

    def close(self) -> None:
        with self._lock:
            self._services = None
            self._stack.close()


def desk_services(request: Request, user_id: AirflowUserId) -> DeskServices:
    """Return the services of whoever is logged in, of the app that this request came to."""
    holder: FindsServices = request.app.state.services
    return holder.of_user(user_id)


Desk = Annotated[DeskServices, Depends(desk_services)]
