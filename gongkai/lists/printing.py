"""What `gongkai lists import` does and prints."""

from __future__ import annotations

import json
import os
import pwd
from dataclasses import asdict, replace
from pathlib import Path

import typer

from gongkai.app import App, open_app
from gongkai.lists.releasing import Header
from gongkai.rereviewing import UnknownPerson
from gongkai.settings import Settings
from records.domain.document import PersonId
from records.domain.lists.catalogue import kind_of
from records.domain.lists.checking import RowsInvalid


def import_now(settings: Settings, kind_id: str, file: Path, header: Header, *, by: str | None, as_json: bool) -> bool:
    """Import a table and print what became of it; False if it has faults, all of which are printed then.

    Raises:
        BureauError: the kind, the unit or the person is unknown, or may not do it.
    """
    kind = kind_of(kind_id)
    account = by or pwd.getpwuid(os.getuid()).pw_name
    with open_app(settings) as app:
        person = _person(app, account)
        known = (unit.id for unit in app.bureau.units if header.unit in (unit.id, unit.name))
        try:
            released = app.lists.import_table(kind, file, replace(header, unit=next(known, header.unit)), by=person)
        except RowsInvalid as refusal:
            _print_faults(refusal, as_json=as_json)
            return False
        app.deliver_outbox()
    if as_json:
        typer.echo(json.dumps({"released": [asdict(one) for one in released], "faults": []}, ensure_ascii=False))
    else:
        for one in released:
            typer.echo(f"{one.document_id} {one.title}（第 {one.number} 次登记，第 {one.round} 轮审查）")
    return True


def _person(app: App, account: str) -> PersonId:
    person = app.bureau.person(PersonId(account)) or app.bureau.person_of_airflow_user(account)
    if person is None:
        raise UnknownPerson(f"通讯录中没有“{account}”，不能登记清单。")
    return person.id


def _print_faults(refusal: RowsInvalid, *, as_json: bool) -> None:
    if as_json:
        faults = [asdict(fault) for fault in refusal.faults]
        typer.echo(json.dumps({"released": [], "faults": faults}, ensure_ascii=False))
        return
    for fault in refusal.faults:
        typer.echo(str(fault), err=True)
    typer.echo(f"gongkai: {refusal} {refusal.advice}", err=True)
