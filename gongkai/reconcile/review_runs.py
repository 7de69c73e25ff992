"""Reviews that wait for people while Airflow has no run that asks them."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.airflow_api import AirflowUnavailable, review_run_id
from gongkai.app import App
from gongkai.reconcile.finding import Finding, Outcome
from records.domain.document import Document
from records.domain.outbox import OutboxKind

_UNFINISHED = {"running", "queued"}


def reopen_runs(app: App, *, dry_run: bool) -> Iterator[Finding]:
    """Start the run of a review again where it vanished; where it ended too early, let it ask again."""
    waiting = _waiting(app)
    if not waiting:
        return
    try:
        running = app.runs.running_reviews()
        for document in waiting:
            if review_run_id(document.id, document.round) not in running:
                yield from _reopen(app, document, dry_run=dry_run)
    except AirflowUnavailable:
        message = f"Airflow 没有应答，{len(waiting)} 件在审公文的审查流程未核对。"
        yield Finding("runs_not_checked", "airflow", message, Outcome.UNREACHABLE, "审查台照常；下次再核对。")


def _waiting(app: App) -> list[Document]:
    """In review, by what records say; but for those whose run the outbox still has to open."""
    unopened = {
        (row.message.document_id, row.message.round)
        for row in app.overview.undelivered()
        if row.message.kind is OutboxKind.OPEN_REVIEW
    }
    return [each for each in app.overview.in_review() if (each.id, each.round) not in unopened]


def _reopen(app: App, document: Document, *, dry_run: bool) -> Iterator[Finding]:
    state = app.runs.review_state(document.id, document.round)
    if state in _UNFINISHED:
        return
    vanished = state is None
    code = "run_vanished" if vanished else "run_ended_early"
    what = "在 Airflow 中不见了" if vanished else f"在 Airflow 中已经结束（{state}），而审查没有结束"
    message = f"第 {document.round} 轮审查的流程{what}。"
    if dry_run:
        yield Finding(code, document.id, message, Outcome.FOUND, "将重新征询。")
    elif not app.reconciling.still_in_review(document.id, document.round):
        return
    elif vanished:
        app.reconciling.open_run_again(document.id, document.round, code)
        left = app.deliver_outbox(document_id=document.id).left
        outcome, done = (Outcome.UNREACHABLE, "尚未送达，下次再做。") if left else (Outcome.REPAIRED, "已重新发起。")
        yield Finding(code, document.id, message, outcome, done)
    else:
        app.runs.ask_again(document.id, document.round)
        app.reconciling.note(document.id, code, round=document.round)
        yield Finding(code, document.id, message, Outcome.REPAIRED, "已重新征询。")
