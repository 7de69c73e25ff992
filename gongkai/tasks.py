"""What the DAGs' tasks do. Ids and counts in, counts out: nothing else may reach XCom."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from gongkai import submissions
from gongkai.app import open_app
from gongkai.inbox_intake import InboxIntake
from gongkai.ingesting import ledger_counts
from gongkai.public_notices import tell_of_bureau
from gongkai.reconcile import everything
from gongkai.recovery.folder import BackupFolder
from gongkai.recovery.making import make_backup
from gongkai.reminders import daily
from gongkai.reports.monthly import keep_last_month
from gongkai.rereviewing import request
from gongkai.seeing.telemetry import traced
from gongkai.settings import load_settings
from gongkai.subscriptions import mailing
from records.domain.errors import Broken, Unavailable

#: A month of nights.
KEPT_BACKUPS = 30

log = logging.getLogger(__name__)


class LedgerDoesNotAddUp(Broken):
    """A file that a run saw has no fate on record."""

    code = "ledger_does_not_add_up"


class OutboxFailing(Broken):
    """A message was refused by its receiver for another reason than that it does not answer."""

    code = "outbox_failing"


class DisagreementLeft(Broken):
    """Stores disagree in a way that no program may settle."""

    code = "disagreement_left"


class NotAllCompared(Unavailable):
    """A neighbour did not answer, so that not everything was compared or repaired."""

    code = "not_all_compared"


class NotBackedUp(Broken):
    """Files that records name are missing, or are not what they were."""

    code = "originals_not_backed_up"


@traced
def discover(run_key: str, *, batch: int) -> list[list[str]]:
    """List the inbox and return arrival ids in batches; never an empty list of batches that would skip the ledger."""
    with open_app() as app:
        ids = InboxIntake(app).discover(run_key)
    return [list(ids[start : start + batch]) for start in range(0, len(ids), batch)] or [[]]


@traced
def read_batch(run_key: str, ids: Sequence[str]) -> dict[str, int]:
    """Take and read these files. One bad file costs itself only; a repeated call skips what is finished."""
    with open_app() as app:
        return InboxIntake(app).take_all(run_key, ids)


@traced
def deliver_outbox() -> dict[str, int]:
    """Deliver what waits for Airflow and the public side.

    Raises:
        Unavailable: a neighbour does not answer; the rows stay and the task is tried again.
        OutboxFailing: a row cannot be delivered as it is; the code names why.
    """
    with open_app() as app:
        delivered = app.deliver_outbox()
    if delivered.failed:
        codes = ", ".join(sorted({failure.code for failure in delivered.failed}))
        raise OutboxFailing(f"{len(delivered.failed)} 条待办未能送达：{codes}")
    return {"delivered": delivered.delivered}


@traced
def publish_batch(*, limit: int) -> dict[str, int]:
    """Publish up to `limit` cleared documents, tell the portal what the bureau says of itself, deliver the outbox."""
    with open_app() as app:
        published = app.publishing.publish_cleared(limit)
        tell_of_bureau(app)
    return {"published": len(published), **deliver_outbox()}


@traced
def print_ledger(run_key: str) -> dict[str, int]:
    """Print what became of each file of this run.

    Raises:
        LedgerDoesNotAddUp: files seen are not documents + duplicates + quarantined + waiting.
    """
    with open_app() as app:
        ledger = app.intake.ledger(run_key)
    for line in ledger.lines():
        log.info("%s", line)
    if not ledger.adds_up:
        raise LedgerDoesNotAddUp("本次台账不平。")
    return ledger_counts(ledger)


def request_rereview(document_id: str, *, reason_kind: str, urgent: bool, requested_by: str | None) -> int:
    """Open a re-review for whoever started the run; returns the new round.

    Raises:
        Refused: the person is unknown or may not ask, or nothing is published under this id.
    """
    with open_app() as app:
        requested = request(
            app,
            document_id,
            account=requested_by or "",
            reason_kind=reason_kind,
            reason=reason_kind,
            urgent=urgent,
            door="airflow",
        )
        app.deliver_outbox()
    return requested.round


@traced
def remind() -> dict[str, int]:
    """Remind everybody of today's terms.

    Raises:
        RemindersUndelivered: a channel left some behind; all others are sent, and a repetition sends the rest.
    """
    with open_app() as app:
        done = daily.remind(app)
    daily.require_sent(done)
    return daily.counts_of(done)


def require_calendar() -> None:
    """Fail if a term cannot be counted.

    Raises:
        WorkingDaysFileInvalid, CalendarYearMissing: the message says which year to add to which file.
    """
    with open_app() as app:
        daily.require_calendar(app)


def keep_monthly_report() -> bool:
    """Keep the report of the month before once it is due; whether this made it."""
    with open_app() as app:
        return keep_last_month(app) is not None


@traced
def forget_removed() -> bool:
    """Erase from the index's files what was taken off or corrected; whether there was anything to erase."""
    with open_app() as app:
        return app.public.index.forget_removed()


@traced
def renew_validity() -> int:
    """Let the index say what has expired or taken effect overnight; returns how many documents were put again."""
    with open_app() as app:
        return app.public.index.renew_validity()


@traced
def export_open_data() -> int:
    """Make the open-data dump anew; returns how many documents it holds."""
    with open_app() as app:
        return app.public.open_data.make(app.clock.now()).documents


@traced
def take_submissions() -> dict[str, int]:
    """Take what citizens put into the drop box, tell them how their requests and consultations stand, erase by term.

    Then mails to new subscribers ask them to confirm; what the server leaves waits for the next run. Counts of taken,
    known, unusable, told, erased, consultations, erased_comments, mails and mails_left.
    """
    with open_app() as app:
        counts = submissions.take_submissions(app)
        told = app.requests.telling.tell(app.request_board)
        erased = app.requests.telling.erase_expired(app.request_board)
        shown = app.consultations.telling.tell(app.consultation_board)
        erased_comments = app.consultations.telling.erase_expired()
        mailed = mailing.send_confirmations(app)
    counts |= {"told": told, "erased": erased, "consultations": shown, "erased_comments": erased_comments}
    return {**counts, "mails": mailed.sent, "mails_left": mailed.left}


@traced
def mail_subscribers() -> dict[str, int]:
    """Tell every subscriber what was newly published; counts of mails.

    Raises:
        Unavailable: the mail server or the search does not answer; a repetition tells the rest, and nobody twice.
    """
    with open_app() as app:
        app.deliver_outbox()  # what is published is in the index before anybody is told
        done = mailing.mail_subscribers(app)
    return {"sent": done.sent, "empty": done.empty, "refused": done.refused}


@traced
def reconcile() -> dict[str, int]:
    """Repair what records, originals, bundles, index and Airflow disagree about; returns counts by outcome.

    Raises:
        DisagreementLeft: something is left that people have to look at; all else is repaired.
        NotAllCompared: a neighbour did not answer; doing it again completes it.
    """
    findings = everything.reconcile_all()
    for finding in findings:
        log.info("%s", finding.line())
    counts = everything.counts(findings)
    if counts["left"]:
        raise DisagreementLeft(everything.summary(findings))
    if counts["unreachable"]:
        raise NotAllCompared(everything.summary(findings))
    return counts


@traced
def back_up() -> dict[str, int]:
    """Back up into the folder of the settings, if there is one, and keep the newest; returns counts.

    Raises:
        NotBackedUp: a file is missing or changed; all else is in the backup.
        Unavailable: no key, or the folder is not there; there is no new backup.
    """
    settings = load_settings()
    if settings.backup_folder is None:
        log.info("No GONGKAI_BACKUP_FOLDER: nothing is backed up")
        return {"files": 0, "written": 0}
    made = make_backup(settings, settings.backup_folder)
    BackupFolder(settings.backup_folder).keep(KEPT_BACKUPS)
    for place in made.missing:
        log.warning("Missing or changed, not backed up: %s", place)
    if made.missing:
        raise NotBackedUp(f"{len(made.missing)} 个文件没有备份。")
    return {"files": made.files, "written": made.written}


@traced
def rebuild_index() -> int:
    """Build the index anew from the published bundles; returns how many documents it holds."""
    with open_app() as app:
        return app.engine.rebuild(app.public.index.everything())
