"""Counts and lists for operators: what is where, and what it waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from records.domain.bureau import Bureau, StepRole
from records.domain.document import Document, DocumentId
from records.domain.lifecycle import State
from records.domain.outbox import OutboxRow
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.publication import Publication, PublicationStatus, is_public
from records.domain.waiting import WaitingStep
from records.services.rounds import current_wait

LEVEL_NAMES: Mapping[StepRole, str] = {
    StepRole.UNIT_HEAD: "科室负责人",
    StepRole.OFFICER: "保密员",
    StepRole.DEPUTY: "分管领导",
    StepRole.HEAD: "主要领导",
}

_WHY: Mapping[State, str] = {
    State.RECEIVED: "等待读取",
    State.SEALED: "标有密级，已封存，由保密员处理",
    State.REFERRED: "已报请确定，等待答复",
    State.CLEARED: "等待公开",
    State.PUBLISHED: "已公开",
    State.ON_REQUEST: "依申请公开",
    State.WITHHELD: "不予公开",
    State.SUSPENDED: "暂停公开，等待重新审查",
    State.WITHDRAWN: "已撤下",
    State.SUPERSEDED: "已由更正件代替",
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of `gongkai status`. `step` is 1-based while in review; `why` is a Chinese phrase."""

    id: DocumentId
    state: State
    title: str | None
    file_name: str | None
    unit: str | None
    round: int
    step: int | None
    index_number: str | None
    publication: PublicationStatus | None
    received_at: dt.datetime
    why: str


@dataclass(frozen=True, slots=True)
class OverviewService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def counts(self) -> Mapping[State, int]:
        """Documents by state; every state is named."""
        with self.open_work(read_only=True) as work:
            counted = work.documents.count_by_state()
        return {state: counted.get(state, 0) for state in State}

    def documents(self, *states: State) -> list[DocumentRow]:
        """One row per document in these states, or in any; oldest first."""
        with self.open_work(read_only=True) as work:
            found = work.documents.in_states(*states) if states else work.documents.all()
            return [self._row(work, document) for document in found]

    def undelivered(self) -> list[OutboxRow]:
        """What Airflow or the public side has not been told yet, oldest first."""
        with self.open_work(read_only=True) as work:
            return work.outbox.pending()

    def in_review(self) -> list[Document]:
        """What waits for reviewers, oldest first."""
        with self.open_work(read_only=True) as work:
            return work.documents.in_states(State.IN_REVIEW)

    def live(self) -> Mapping[DocumentId, Publication]:
        """What records say is before the public now."""
        with self.open_work(read_only=True) as work:
            return {page.document_id: page for page in work.publications.all() if is_public(page)}

    def _row(self, work: UnitOfWork, document: Document) -> DocumentRow:
        waiting = current_wait(work, self.bureau, document, self.clock.now())
        page = work.publications.latest(document.id)
        return DocumentRow(
            id=document.id,
            state=document.state,
            title=document.title,
            file_name=document.file_name,
            unit=document.unit,
            round=document.round,
            step=waiting.step if waiting else None,
            index_number=page.index_number if page else None,
            publication=page.status if page else None,
            received_at=document.received_at,
            why=_why(document, waiting),
        )


def _why(document: Document, waiting: WaitingStep | None) -> str:
    if waiting is not None:
        level = LEVEL_NAMES[waiting.role]
        return f"等待{level}审查" if waiting.holders else f"等待{level}审查，但无人可审，请指定受托人"
    match document.state:
        case State.QUARANTINED:
            return f"隔离（{document.fault_code}）{document.fault_message}"
        case State.EXTRACTED if not document.is_determined:
            return "公开属性待办公室确定"
        case State.EXTRACTED:
            return "等待送审" if document.round == 0 else "已退回，等待经办人重新送审"
        case state:
            return _WHY.get(state, "")
