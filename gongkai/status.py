"""`gongkai status`: addresses, folders, health, documents by state, open requests."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import typer
from sqlalchemy.engine import make_url

from gongkai.app import App, open_app
from gongkai.bureaus import read_bureaus
from gongkai.reminders.standing import standing_duties
from gongkai.reminders.wording import duty_words
from gongkai.settings import Settings
from gongkai.stack.launch import health, is_running
from records.domain.bureau import SHANGHAI
from records.domain.standing import StandingKind

Report = dict[str, Any]


def read_status(settings: Settings) -> Report:
    """The report in the form of `--json`; passwords in URLs are masked. Of several bureaus, how each one is."""
    if settings.bureaus is not None and settings.bureau is None:
        return {"running": is_running(settings), "parts": health(settings), "bureaus": _bureaus()}
    with open_app(settings) as app:
        documents = {state.value: count for state, count in app.overview.counts().items()}
        requests = asdict(app.requests.desk.counts())
        warnings = _warnings(app)
    return {
        "running": is_running(settings),
        "parts": health(settings),
        "addresses": {
            "airflow": settings.airflow_url,
            "review_desk": f"{settings.airflow_url}/desk/",
            "portal": settings.portal_url,
        },
        "records_url": make_url(settings.records_url).render_as_string(hide_password=True),
        "folders": {
            "inbox": settings.inbox_url,
            "originals": str(settings.originals),
            "bundles": str(settings.bundles),
            "sealed": str(settings.sealed),
            "logs": str(settings.logs),
        },
        "documents": documents,
        "requests": requests,
        "warnings": warnings,
    }


def _bureaus() -> dict[str, str]:
    bureaus = read_bureaus()
    served = {each.bureau.id: f"{each.bureau.name}，{each.bureau.public_url}" for each in bureaus.served}
    return served | {each.name: f"停用：{each.reason}" for each in bureaus.stopped}


def _warnings(app: App) -> list[str]:
    """What has to be done soon so that no term is missed: a file of working days, the annual report."""
    today = app.clock.now().astimezone(SHANGHAI).date()
    duties = (duty for duty in standing_duties(app) if duty.kind is not StandingKind.WORKING_DAYS)
    calendar = app.calendar.warning(today)
    return [*([calendar] if calendar else []), *(duty_words(duty) for duty in duties)]


def print_status(report: Report) -> None:
    """For people."""
    typer.echo("正在运行" if report["running"] else "没有运行（gongkai up 可启动）")
    for title, key in (
        ("各部分", "parts"),
        ("地址", "addresses"),
        ("目录", "folders"),
        ("文件数", "documents"),
        ("在办申请", "requests"),
        ("机关", "bureaus"),
    ):
        if key not in report:
            continue
        typer.secho(title, bold=True)
        for name, value in report[key].items():
            typer.echo(f"  {name}: {value}")
    if "records_url" in report:
        typer.echo(f"记录库: {report['records_url']}")
    for warning in report.get("warnings", ()):
        typer.secho(f"注意: {warning}", bold=True)
