"""Composition root: the only place that builds adapters and hands them to services."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bundles.reader import BundleReader
from bundles.request_status import StatusFolder
from bundles.writer import BundleWriter
from gongkai.airflow_api import AirflowApi
from gongkai.bureaus import directory_of
from gongkai.clock import SystemClock
from gongkai.consultation_board import ConsultationBoard, DraftsInBundles
from gongkai.late import Late
from gongkai.lists.releasing import ListReleasing
from gongkai.public_side import Airlock
from gongkai.recovery.removals import REMOVALS_NAME, NotedVault, RemovalLog
from gongkai.request_board import RequestBoard
from gongkai.sealing import require_seal_key
from gongkai.secrets import keep_secret
from gongkai.settings import Settings, load_settings
from gongkai.site_columns import bureau_columns
from gongkai.stack.airflow_environment import SERVICE_ACCOUNT, service_password
from gongkai.workdays import usable_working_days
from records.domain.bureau import Bureau
from records.domain.document import DocumentId
from records.domain.ports import Clock
from records.domain.workdays import WorkingDays
from records.services.audit import AuditService
from records.services.consultations.book import ConsultationBook
from records.services.consultations.use_cases import ConsultationServices
from records.services.delegating import DelegationService
from records.services.desk import DeskService
from records.services.editing import EditService
from records.services.error_reports import ErrorReportService
from records.services.finding import FindService
from records.services.intake import IntakeService
from records.services.lists import ListService
from records.services.operating import OperatingService
from records.services.outbox import Delivered, OutboxService
from records.services.overview import OverviewService
from records.services.publish import PublishService
from records.services.reconciling import ReconcileService
from records.services.reminding import RemindingService
from records.services.reporting import ReportingService
from records.services.requests import RequestServices
from records.services.requests.book import RequestBook
from records.services.rescreening import RescreenService
from records.services.review import ReviewService
from records.services.sealing import SealingService
from records.services.subscriptions.book import SubscriptionBook
from records.services.subscriptions.use_cases import SubscriptionServices
from records.services.verify import VerifyService
from records.store.engine import create_engine
from records.store.originals import FolderOriginals
from records.store.private_box import KEY_BYTES, SecretPrivateBox
from records.store.seals import FolderVault
from records.store.unit_of_work import SqlRecords
from search.engine import SearchEngine
from search.open import open_engine

if TYPE_CHECKING:
    from processors.pool import ReaderPool


@dataclass(frozen=True, slots=True)
class App:
    """Everything that entry points call. Built by `open_app`, valid inside its block."""

    settings: Settings
    bureau: Bureau
    clock: Clock
    calendar: WorkingDays
    originals: FolderOriginals
    pool: ReaderPool
    bundles: BundleReader
    engine: SearchEngine
    intake: IntakeService
    review: ReviewService
    delegating: DelegationService
    edit: EditService
    publishing: PublishService
    outbox: OutboxService
    desk: DeskService
    finding: FindService
    overview: OverviewService
    operating: OperatingService
    verification: VerifyService
    reconciling: ReconcileService
    audit: AuditService
    rescreening: RescreenService
    reminding: RemindingService
    error_reports: ErrorReportService
    requests: RequestServices
    request_board: RequestBoard
    consultations: ConsultationServices
    consultation_board: ConsultationBoard
    subscriptions: SubscriptionServices
    reporting: ReportingService
    lists: ListReleasing
    runs: AirflowApi
    public: Airlock

    def deliver_outbox(self, *, limit: int = 500, document_id: DocumentId | None = None) -> Delivered:
        """Tell Airflow and the public side what is still to be told, of all documents or of one."""
        return self.outbox.deliver(runs=self.runs, public=self.public, limit=limit, document_id=document_id)


@contextmanager
def open_app(settings: Settings | None = None, *, watching: bool = False) -> Iterator[App]:
    """Build the product from settings; files, children and connections are released at the end.

    The readers and the index are opened when something first asks them: whoever takes a page off must not wait for the
    readers, and no review step for the index, which raises SearchUnavailable then if it cannot be opened. With
    `watching` the index is opened for reading only, as an account that may no more has it.

    Raises:
        SettingsInvalid, BureauFileInvalid, ColumnsUnusable, SealKeyMissing: what this machine was told is wrong or
            incomplete.
    """
    settings = settings or load_settings()
    bureau = directory_of(settings)
    clock = SystemClock()
    with ExitStack() as stack:
        database = create_engine(settings.records_url)
        stack.callback(database.dispose)
        work = SqlRecords(database, bureau.id, keep_secret(settings.secrets, "audit-hmac").encode())
        originals = FolderOriginals(settings.originals)
        removals = RemovalLog(settings.backup_folder / REMOVALS_NAME) if settings.backup_folder else None
        pool = stack.enter_context(Late(partial(_open_pool, settings.models))).as_part()
        meanings = None if watching else settings.meanings
        opening = partial(open_engine, settings.search_url, read_only=watching, meanings=meanings)
        engine = stack.enter_context(Late(opening)).as_part()
        bundles = BundleReader(settings.bundles)
        sealed, seal_key = settings.sealed, require_seal_key(settings)
        vault = NotedVault(sealed, seal_key, removals, clock) if removals else FolderVault(sealed, seal_key)
        sealing = SealingService(work, clock, bureau, originals, vault)
        calendar = usable_working_days(settings.working_days_file)
        box, drafts = private_box(settings), DraftsInBundles(bundles, bureau.id)
        yield App(
            settings=settings,
            bureau=bureau,
            clock=clock,
            calendar=calendar,
            originals=originals,
            pool=pool,
            bundles=bundles,
            engine=engine,
            intake=IntakeService(work, clock, bureau, sealing),
            review=ReviewService(work, clock, bureau),
            delegating=DelegationService(work, clock, bureau),
            edit=EditService(work, clock, bureau),
            publishing=PublishService(work, clock, bureau),
            outbox=OutboxService(work, clock, originals),
            desk=DeskService(work, clock, bureau, calendar),
            finding=FindService(work, clock, bureau),
            overview=OverviewService(work, clock, bureau),
            operating=OperatingService(work, clock, bureau, calendar),
            verification=VerifyService(work, originals),
            reconciling=ReconcileService(work, clock, bureau),
            audit=AuditService(work),
            rescreening=RescreenService(work, clock, bureau),
            reminding=RemindingService(work, clock, bureau, calendar),
            error_reports=ErrorReportService(work, clock, bureau),
            requests=RequestServices(RequestBook(work, clock, bureau, calendar, box)),
            request_board=RequestBoard(StatusFolder(settings.bundles, bureau.id)),
            consultations=ConsultationServices(ConsultationBook(work, clock, bureau, calendar, box, drafts)),
            consultation_board=ConsultationBoard(BundleWriter(settings.bundles), bureau.id),
            subscriptions=SubscriptionServices(SubscriptionBook(work, clock, bureau, box)),
            reporting=ReportingService(work, clock, bureau, calendar),
            lists=ListReleasing(ListService(work, clock, bureau, originals), pool, clock, settings),
            runs=AirflowApi(settings.airflow_url, SERVICE_ACCOUNT, service_password(settings), settings.bureau),
            public=Airlock(
                bureau,
                BundleWriter(settings.bundles),
                bundles,
                engine,
                pool,
                bureau_columns(settings),
                hold=settings.hold,
                removals=removals,
            ),
        )


def private_box(settings: Settings) -> SecretPrivateBox:
    """What encrypts personal data of citizens; its key is made at the first call, apart from the database."""
    key = keep_secret(settings.secrets, "requests-key", secrets.token_bytes(KEY_BYTES).hex())
    return SecretPrivateBox(bytes.fromhex(key))


def _open_pool(models: Path) -> ReaderPool:
    from processors.pool import ReaderPool  # half a second of processor time, with all rules of reading

    return ReaderPool(models)
