"""Keeping arrivals straight across runs; always inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from records.domain.document import Document, DocumentId
from records.domain.errors import NotFound
from records.domain.ledger import Arrival, ArrivalFacts, Fate
from records.domain.lifecycle import State
from records.domain.outbox import OutboxKind, OutboxMessage
from records.domain.ports import UnitOfWork
from records.services.identity import new_id


def note_arrival(work: UnitOfWork, bureau: str, facts: ArrivalFacts, now: dt.datetime) -> Arrival:
    """The arrival of this file: the one on record, or a new one."""
    known = work.arrivals.with_facts(facts)
    if known is None:
        arrival = Arrival(
            bureau=bureau,
            id=new_id(now),
            source_path=facts.source_path,
            size_bytes=facts.size_bytes,
            modified_at=facts.modified_at,
            first_seen_at=now,
            message=facts.waiting_for,
        )
        work.arrivals.add(arrival)
        return arrival
    if known.fate is Fate.WAITING and known.message != facts.waiting_for:
        known = replace(known, message=facts.waiting_for)
        work.arrivals.save(known)
    return known


def find_arrival(work: UnitOfWork, arrival_id: str) -> Arrival:
    """The arrival of this id, or the one that became the document of this id.

    Raises:
        NotFound: neither exists.
    """
    arrival = work.arrivals.get(arrival_id)
    if arrival is not None:
        return arrival
    for of_document in work.arrivals.of_document(DocumentId(arrival_id)):
        if of_document.fate is not Fate.DUPLICATE:
            return of_document
    raise NotFound(f"没有编号为 {arrival_id} 的到件。")


def note_duplicate(work: UnitOfWork, arrival: Arrival, first: Document, now: dt.datetime) -> None:
    """Name the first document with the same bytes; a copy of a sealed one leaves neither name nor plaintext."""
    duplicate = replace(arrival, fate=Fate.DUPLICATE, document_id=first.id, message=None)
    if first.state is State.SEALED:
        duplicate = replace(duplicate, source_path=None)
        work.outbox.add(OutboxMessage(OutboxKind.ERASE_ORIGINAL, first.id), now)
    work.arrivals.save(duplicate)
