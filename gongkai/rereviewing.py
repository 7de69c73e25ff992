"""A second look at a published document (重新审查), asked for at the command line or by Airflow's form."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass

import typer

from bundles.reader import Published
from gongkai.app import App, open_app
from gongkai.settings import Settings
from records.domain.document import DocumentId, PersonId
from records.domain.errors import Refused

#: Longest name that is put on the audit chain of somebody the bureau does not know, in characters.
_NAME_LENGTH = 64


class UnknownPerson(Refused):
    """Whoever asks is nobody of this bureau."""

    code = "unknown_person"
    advice = "请用本人的账号发起；在命令行用 --by 写明本人的人员编号。"


@dataclass(frozen=True, slots=True)
class Requested:
    """`public`: whether citizens see its page now.

    `undelivered` counts what Airflow or the public side has not taken yet; the next delivery hands it over.
    """

    document_id: DocumentId
    round: int
    urgent: bool
    public: bool
    undelivered: int


def request_now(
    settings: Settings, document_id: str, *, by: str | None, reason_kind: str, reason: str, urgent: bool
) -> Requested:
    """Ask at the command line, as `by`, or as whoever is logged in to this machine.

    Raises:
        Refused: the person is unknown or may not ask, or there is nothing to look at again.
    """
    account = by or pwd.getpwuid(os.getuid()).pw_name
    with open_app(settings) as app:
        return request(
            app, document_id, account=account, reason_kind=reason_kind, reason=reason, urgent=urgent, door="cli"
        )


def request(
    app: App, document_id: str, *, account: str, reason_kind: str, reason: str, urgent: bool, door: str
) -> Requested:
    """Open the round for a person, named by id or Airflow account, and tell the public side of this document at once.

    Raises:
        Refused: as `request_now`; on the audit chain in any case.
    """
    person = app.bureau.person(PersonId(account)) or app.bureau.person_of_airflow_user(account)
    try:
        number = app.review.request_rereview(
            DocumentId(document_id),
            by=person.id if person else PersonId(account[:_NAME_LENGTH]),
            reason_kind=reason_kind,
            reason=reason,
            urgent=urgent,
            door=door,
        )
    except Refused:
        if person is None:
            raise UnknownPerson(f"通讯录中没有“{account}”，不能提请重新审查。") from None
        raise
    # Not behind what waits for other documents: an urgent page is off in a moment.
    delivered = app.deliver_outbox(document_id=DocumentId(document_id))
    public = isinstance(app.bundles.current(app.bureau.id, document_id), Published)
    return Requested(DocumentId(document_id), number, urgent, public, delivered.left)


def print_requested(requested: Requested) -> None:
    """For people."""
    typer.echo(f"公文 {requested.document_id} 在第 {requested.round} 轮审查中。")
    if requested.urgent:
        typer.echo("页面尚未撤下，下次送达时撤下。" if requested.public else "页面和检索结果已撤下。")
    if requested.undelivered:
        typer.echo(f"还有 {requested.undelivered} 条通知没有送达，Airflow 等恢复后自动送达。", err=True)
