"""What citizens sent: from the drop box to the records, each once, then the box goes."""

from __future__ import annotations

import logging
from collections import Counter

from bundles.dropbox import DropBoxReader, new_key_pair, public_key_of
from bundles.submissions import (
    AnySubmission,
    Comment,
    ErrorReport,
    InformationRequest,
    RectificationRequest,
    SubscriptionAnswer,
    SubscriptionWish,
)
from gongkai.app import App
from gongkai.request_words import IDENTITY_NAMES
from gongkai.secrets import keep_secret
from gongkai.settings import Settings
from records.domain.consultations.comments import CommentContent
from records.domain.document import DocumentId
from records.domain.error_report import ErrorReport as ReportOnRecord
from records.domain.errors import NotFound
from records.domain.requests.content import Requester
from records.domain.requests.request import ApplicantClass, Delivery
from records.domain.subscriptions.subscription import SubscriptionAct, SubscriptionContent
from records.services.requests.intake import Claimed, RequestForm

DROPBOX_KEY_FILE = "dropbox-private-key"

log = logging.getLogger(__name__)

#: Boxes of one run; the rest waits for the next one.
BOXES_A_RUN = 500


def dropbox_key(settings: Settings) -> bytes:
    """The private key of the drop box, 32 bytes, made at the first call."""
    return bytes.fromhex(keep_secret(settings.secrets, DROPBOX_KEY_FILE, new_key_pair()[0]))


def dropbox_public_key(settings: Settings) -> str:
    """What the portal seals with, in hexadecimal."""
    return public_key_of(dropbox_key(settings))


def take_submissions(app: App) -> dict[str, int]:
    """Put what came on record; counts of `taken`, `known` already, and `unusable`. May be killed and repeated.

    A box is removed once it is on record, or if nothing can be done with it. Its text is never logged.

    Raises:
        Unavailable: the records do not answer; the boxes stay.
    """
    counts: Counter[str] = Counter(taken=0, known=0, unusable=0)
    reader = DropBoxReader(app.settings.dropbox, dropbox_key(app.settings))
    for box in reader.boxes(BOXES_A_RUN):
        fate = "unusable" if box.submission is None else _take(app, box.submission)
        counts[fate] += 1
        box.path.unlink(missing_ok=True)
    if counts["unusable"]:
        log.warning("%d submissions could not be used and were removed", counts["unusable"])
    return dict(counts)


def _take(app: App, submission: AnySubmission) -> str:
    if submission.bureau != app.bureau.id:
        return "unusable"
    match submission:
        case ErrorReport():
            return _take_report(app, submission)
        case InformationRequest() | RectificationRequest():
            return _take_request(app, submission)
        case Comment():
            return _take_comment(app, submission)
        case SubscriptionWish():
            return _take_wish(app, submission)
        case SubscriptionAnswer():
            return _take_answer(app, submission)


def _take_request(app: App, sent: InformationRequest | RectificationRequest) -> str:
    identity = f"{IDENTITY_NAMES[sent.identity_kind]} {sent.identity_number}"
    form = RequestForm(
        applicant=ApplicantClass(sent.applicant),
        requester=Requester(sent.name, identity, sent.phone, sent.email, sent.address, sent.contact),
        description=sent.description,
        delivery=Delivery(sent.delivery),
        claimed=Claimed(sent.claim, sent.evidence) if isinstance(sent, RectificationRequest) else None,
    )
    # A portal's clock that runs ahead must not put a request into days to come.
    sent_at = min(sent.at, app.clock.now())
    is_new = app.requests.intake.take(sent.id, form, sent_at=sent_at, status_key=sent.status_key)
    return "taken" if is_new else "known"


def _take_comment(app: App, sent: Comment) -> str:
    content = CommentContent(sent.text, sent.name, sent.contact)
    sent_at = min(sent.at, app.clock.now())
    try:
        is_new = app.consultations.taking.take(sent.id, sent.consultation_id, content, sent_at=sent_at)
    except NotFound:
        return "unusable"
    return "taken" if is_new else "known"


def _take_wish(app: App, sent: SubscriptionWish) -> str:
    search = sent.search.model_dump(mode="json") if sent.search else None
    content = SubscriptionContent(sent.email, sent.path, sent.column, search)
    asked_at = min(sent.at, app.clock.now())
    return "taken" if app.subscriptions.taking.take(sent.id, content, asked_at=asked_at) else "known"


def _take_answer(app: App, sent: SubscriptionAnswer) -> str:
    act = SubscriptionAct(sent.act)
    return "taken" if app.subscriptions.taking.act(act, sent.subscription_id, sent.key) else "known"


def _take_report(app: App, report: ErrorReport) -> str:
    on_record = ReportOnRecord(
        bureau=report.bureau,
        id=report.id,
        document_id=DocumentId(report.document_id),
        version=report.version,
        fault=report.fault,
        text=report.text,
        sent_at=report.at,
        taken_at=app.clock.now(),
    )
    try:
        return "taken" if app.error_reports.take(on_record) else "known"
    except NotFound:
        return "unusable"
