"""The daily run over all terms: `watch_deadlines` and `gongkai remind`."""

from __future__ import annotations

from bundles.durable import sole_writer
from gongkai.app import App
from gongkai.reminders.channels import channels_of, groups_of
from gongkai.reminders.standing import standing_duties
from gongkai.workdays import load_working_days
from records.domain.errors import Unavailable
from records.services.reminding import Reminded


class RemindersUndelivered(Unavailable):
    """A channel left digests behind; the next run sends them, and nothing twice."""

    code = "reminders_undelivered"


def remind(app: App) -> Reminded:
    """Note and send what is due today; one run at a time on this machine, the other waits and finds it done.

    Raises:
        ClockBehind: see `RemindingService.remind`.
    """
    app.settings.run.mkdir(parents=True, exist_ok=True)
    with sole_writer(app.settings.run / f"remind-{app.bureau.id}.lock"):
        ways = (channels_of(app.settings, app.clock), groups_of(app.settings, app.clock))
        return app.reminding.remind(*ways, standing_duties(app))


def counts_of(done: Reminded) -> dict[str, int]:
    """For XCom and `--json`: counts alone, and how many digests each channel took."""
    return {
        "working_day": int(done.is_working_day),
        "documents": done.documents,
        "requests": done.requests,
        "consultations": done.consultations,
        "overdue": done.overdue,
        "undetermined": done.undetermined,
        "noted": done.noted,
        "duties": done.duties,
        **{f"sent_by_{sent.channel}": sent.sent for sent in done.sent},
    }


def require_sent(done: Reminded) -> None:
    """Let pass if every channel took all of its digests.

    Raises:
        RemindersUndelivered: names the channels, and the codes of why.
    """
    left_behind = [sent for sent in done.sent if sent.left]
    if left_behind:
        named = "，".join(f"{sent.channel} {sent.left} 份（{sent.code}）" for sent in left_behind)
        raise RemindersUndelivered(f"催办通知没有全部发出：{named}。")


def require_calendar(app: App) -> None:
    """Let pass if every term can be counted.

    Raises:
        WorkingDaysFileInvalid: the bureau's own file is wrong, and was not used.
        CalendarYearMissing: a year that is needed now is not on file.
    """
    load_working_days(app.settings.working_days_file)
    app.reminding.require_calendar()
