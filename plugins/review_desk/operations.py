"""The operators' page (运维): how the nights went, what is wrong and what to do, what was set aside.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from gongkai.seeing import alarms, measures, runbook
from gongkai.term_words import stage_name
from records.domain.bureau import Person, StepRole
from records.domain.document import Document, DocumentId
from records.domain.errors import BadInput, NotAllowed, Refused
from records.domain.ledger import Fate
from records.domain.outbox import Lane
from records.domain.reminders import Duty, Stage
from review_desk.access import operates
from review_desk.identity import CurrentPerson
from review_desk.names import unit_name
from review_desk.rendering import page, root_of
from review_desk.security import FormToken, OwnForm
from review_desk.services import Desk, DeskServices

router = APIRouter(prefix="/operations")

#: So many are listed; all of one code can be read again at once.
MOST_LISTED: Final = 200
PART: Final = {
    "api-server": "Airflow 页面与接口",
    "scheduler": "Airflow 调度",
    "dag-processor": "Airflow 读取 DAG",
    "portal": "公开网站",
}
LANE: Final = {Lane.AIRFLOW: "送 Airflow", Lane.PUBLIC: "送公开网站和检索", Lane.ORIGINALS: "删除封存文件的明文"}
FATE: Final = {Fate.DOCUMENT: "公文", Fate.DUPLICATE: "重复", Fate.QUARANTINED: "隔离", Fate.WAITING: "等待"}
PLACE: Final = {"home": "数据目录", "originals": "原件", "bundles": "公开包"}


class NothingChosen(BadInput):
    """A form that names neither a document nor a code."""

    code = "incomplete"


def operator(person: CurrentPerson) -> Person:
    """Return who asks, if the page is for them.

    Raises:
        NotAllowed: they are neither an operator nor of the office.
    """
    if not operates(person):
        raise NotAllowed("这一页由运维和办公室查看；运维人员请在 bureau.toml 中登记 operator 职责。")
    return person


Operator = Annotated[Person, Depends(operator)]


@router.get("")
def operations(
    request: Request, desk: Desk, person: Operator, token: FormToken, again: int = -1, started: int = 1
) -> HTMLResponse:
    """Show the installation as it is; `again` documents were just sent to be read once more."""
    survey = desk.survey()
    quarantined = desk.operating.quarantined()
    return page(
        request,
        "operations.html",
        bureau=desk.bureau,
        person=person,
        form_token=token,
        survey=survey,
        now=survey.situation,
        alarms=alarms.raised(measures.families(survey)),
        overdue=[(stage_name(_stage(stage)), count) for stage, count in sorted(survey.situation.overdue.items())],
        quarantined=quarantined[:MOST_LISTED],
        quarantined_count=len(quarantined),
        codes=sorted(survey.situation.quarantined.items()),
        again=again,
        started=bool(started),
        words={"part": PART, "lane": LANE, "fate": FATE, "place": PLACE},
        unit_name=lambda unit_id: unit_name(desk.bureau, unit_id),
    )


@router.post("")
def read_again(desk: Desk, person: Operator, request: Request, form: OwnForm) -> Response:
    """Take one document, or all with one fault, out of quarantine and have them read."""
    chosen = _chosen(desk, str(form.get("id") or ""), str(form.get("code") or ""))
    taken = sum(_retried(desk, document, person) for document in chosen)
    started = desk.take_in() if taken else True
    desk.look_anew()
    return RedirectResponse(f"{root_of(request)}/operations?again={taken}&started={int(started)}", status_code=303)


@router.get("/runbook")
def show_runbook(request: Request, desk: Desk, person: Operator) -> HTMLResponse:
    """Show what to do at each alarm."""
    return page(request, "runbook.html", bureau=desk.bureau, person=person, text=Markup(runbook.as_html()))  # noqa: S704


def _chosen(desk: DeskServices, document_id: str, code: str) -> list[Document]:
    if document_id:
        return [desk.desk.dossier(DocumentId(document_id)).document]
    if code:
        return [document for document in desk.operating.quarantined() if document.fault_code == code]
    raise NothingChosen("请选择要重新读取的公文。")


def _retried(desk: DeskServices, document: Document, person: Person) -> bool:
    """Whether it is out now; somebody else may have been faster. Records put a refusal on the audit chain."""
    try:
        desk.intake.retry(document.id, by=person.id)
    except Refused:
        return False
    return True


def _stage(name: str) -> Stage:
    return Duty(name) if name in set(Duty) else StepRole(name)
