"""`gongkai remind`: what was said today, or what would be."""

from __future__ import annotations

import json
from typing import Any

import typer

from gongkai.app import open_app
from gongkai.reminders.daily import counts_of, remind, require_sent
from gongkai.settings import Settings
from gongkai.term_words import left, stage_name
from records.domain.reminders import Reminder, SubjectKind
from records.services.reminding import Reminded


def trust_clock(settings: Settings) -> None:
    """Say that today is today: what is on record for later days was written by a wrong clock."""
    with open_app(settings) as app:
        app.reminding.trust_clock()


def print_reminded(settings: Settings, *, as_json: bool) -> None:
    """Remind, and say how many were.

    Raises:
        ClockBehind: people were reminded on a later day.
        RemindersUndelivered: a channel left some behind.
    """
    with open_app(settings) as app:
        done = remind(app)
    typer.echo(json.dumps(counts_of(done)) if as_json else _sentence(done))
    require_sent(done)


def print_preview(settings: Settings, *, as_json: bool) -> None:
    """List what would be said and to whom, the nearest last day first; note and send nothing."""
    with open_app(settings) as app:
        rows = [_row(each) for each in app.reminding.due()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        informed = f"；并告知 {'、'.join(row['informed'])}" if row["informed"] else ""
        typer.echo(f"{_subject(row)}  {row['name']}{row['left']}：{'、'.join(row['doers'])}{informed}")
    typer.echo(f"今天催办 {len({_subject(row) for row in rows})} 件，共 {len(rows)} 项。", err=True)


def _sentence(done: Reminded) -> str:
    if not done.is_working_day:
        return "今天不是工作日，不催办。"
    sent = "".join(f"，{each.channel} 发出 {each.sent} 份" for each in done.sent)
    return (
        f"催办公文 {done.documents} 件、申请 {done.requests} 件、征求意见 {done.consultations} 件，"
        f"其中逾期 {done.overdue} 件、期限无法计算 {done.undetermined} 件；"
        f"机关事项 {done.duties} 项；新记录 {done.noted} 项{sent}。"
    )


def _subject(row: dict[str, Any]) -> str:
    return str(next(row[kind] for kind in SubjectKind if kind in row))


def _row(reminder: Reminder) -> dict[str, Any]:
    return {
        reminder.subject_kind.value: reminder.subject_id,
        "round": reminder.round,
        "step": reminder.step,
        "stage": reminder.stage.value,
        "name": stage_name(reminder.stage),
        "occasion": reminder.occasion.value,
        "due": reminder.limit.due.isoformat() if reminder.limit.due else None,
        "days_left": reminder.limit.days_left,
        "left": left(reminder.limit),
        "doers": list(reminder.doers),
        "informed": list(reminder.informed),
    }
