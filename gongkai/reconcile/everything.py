"""All that can disagree, in the order in which repairs build on each other: records first, the index last."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from gongkai.app import App, open_app
from gongkai.errors import OK, OUR_FAULT, SERVICE_MISSING
from gongkai.reconcile.finding import Finding, Outcome
from gongkai.reconcile.leftovers import remove_leftovers
from gongkai.reconcile.public_repairs import repair
from gongkai.reconcile.review_runs import reopen_runs
from gongkai.seeing.marks import Mark, leave_mark
from gongkai.settings import Settings
from gongkai.verifying import index_problems, page_problems
from records.domain.outbox import Lane
from records.services.verify import Problem
from search.engine import SearchUnavailable

log = logging.getLogger(__name__)

_LANES = {Lane.AIRFLOW: "Airflow", Lane.PUBLIC: "公开网站", Lane.ORIGINALS: "原件库"}


def reconcile_all(settings: Settings | None = None, *, dry_run: bool = False) -> list[Finding]:
    """Find every disagreement and, unless `dry_run`, repair it. Safe to repeat, and beside a running night.

    Raises:
        Unavailable: the records or the originals do not answer; nothing can be compared without them.
    """
    with open_app(settings) as app:
        return [
            *_held(app),
            *_deliver(app, dry_run=dry_run),
            *repair(app, _record_problems, dry_run=dry_run),
            *repair(app, page_problems, dry_run=dry_run),
            *_index(app, dry_run=dry_run),
            *reopen_runs(app, dry_run=dry_run),
            *remove_leftovers(app, dry_run=dry_run),
        ]


def as_json(findings: Sequence[Finding], *, dry_run: bool) -> dict[str, Any]:
    """The report in the form of `--json`: dry_run, findings, and their number by outcome."""
    return {"dry_run": dry_run, "findings": [asdict(each) for each in findings], **counts(findings)}


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many ended in which way; every way is named."""
    return {outcome.value: sum(each.outcome is outcome for each in findings) for outcome in Outcome}


def summary(findings: Sequence[Finding]) -> str:
    """One line for people."""
    number = counts(findings)
    return (
        f"不一致 {len(findings)} 处：已修复 {number['repaired']}，待下次 {number['unreachable']}，"
        f"须人工处理 {number['left']}，未处理（只核对） {number['found']}。"
    )


def exit_code(findings: Sequence[Finding]) -> int:
    """0: everything agrees now; 69: a neighbour did not answer; 70: something is left, or a dry run found something."""
    outcomes = {each.outcome for each in findings}
    if outcomes & {Outcome.LEFT, Outcome.FOUND}:
        return OUR_FAULT
    return SERVICE_MISSING if Outcome.UNREACHABLE in outcomes else OK


def _record_problems(app: App) -> Sequence[Problem]:
    problems = app.verification.verify().problems
    leave_mark(app.settings, "verification", Mark(app.clock.now(), len(problems)))
    return problems


def _held(app: App) -> Iterator[Finding]:
    if app.settings.hold.exists():
        message, advice = "系统由备份恢复，公开网站尚未开放。", "核对此后撤下的文件，再执行 gongkai restore --open。"
        yield Finding("public_side_held", "public", message, Outcome.UNREACHABLE, advice)


def _deliver(app: App, *, dry_run: bool) -> Iterator[Finding]:
    """What waits for delivery, by document; delivering is the repair."""
    pending = app.overview.undelivered()
    if pending and not dry_run:
        app.deliver_outbox(limit=len(pending))
    left = {row.sequence: row for row in app.overview.undelivered()}
    for row in pending:
        message = f"有一条给{_LANES[row.message.kind.lane]}的待办没有送达。"
        if dry_run:
            outcome, done = Outcome.FOUND, "将送达。"
        elif row.sequence in left:
            outcome, done = Outcome.UNREACHABLE, f"仍未送达：{left[row.sequence].last_error or '排在后面'}。"
        else:
            outcome, done = Outcome.REPAIRED, "已送达。"
        yield Finding("not_delivered", row.message.document_id, message, outcome, done)


def _index(app: App, *, dry_run: bool) -> Iterator[Finding]:
    try:
        yield from repair(app, index_problems, dry_run=dry_run)
    except SearchUnavailable as error:
        log.warning("The index was not compared: %s", error)
        yield Finding(
            "search_unavailable", "search", "检索引擎没有应答，索引未核对。", Outcome.UNREACHABLE, "下次再核对。"
        )
