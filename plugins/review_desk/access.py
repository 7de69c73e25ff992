"""Who may see a document that is not public."""

from __future__ import annotations

import datetime as dt

from records.domain.bureau import CHAIN, Bureau, Person
from records.domain.errors import Refused
from records.domain.lifecycle import Role
from records.services.desk import Dossier


class NotAllowed(Refused):
    """This person has no part in this document, or not this part."""

    code = "not_allowed"
    advice = "请由有相应职责的人员办理。"


def require_reader(bureau: Bureau, dossier: Dossier, person: Person, now: dt.datetime) -> None:
    """Let the people of this document pass.

    They are its chain with today's delegates, who decided on it, its unit's clerks, who handed it in, the office, and
    the duty officer once it has been published.

    Raises:
        NotAllowed: it is none of this person's business.
    """
    if not may_read(bureau, dossier, person, now):
        raise NotAllowed("您不是这份公文的承办或者审查人员，不能查看。")


def may_read(bureau: Bureau, dossier: Dossier, person: Person, now: dt.datetime) -> bool:
    """Whether this person is one of the document's people."""
    return _handles(bureau, dossier, person) or _reviews(bureau, dossier, person, now)


def _handles(bureau: Bureau, dossier: Dossier, person: Person) -> bool:
    document = dossier.document
    roles = bureau.roles_of(person.id, document.unit)
    may_withdraw = Role.DUTY_OFFICER in roles and bool(dossier.versions)
    return document.handed_in_by == person.id or Role.OFFICE in roles or Role.CLERK in roles or may_withdraw


def _reviews(bureau: Bureau, dossier: Dossier, person: Person, now: dt.datetime) -> bool:
    if any(decision.person == person.id for decision in dossier.decisions):
        return True
    unit = dossier.document.unit
    if unit is None or not bureau.has_unit(unit):
        return False
    levels = dossier.rounds[-1].chain if dossier.rounds else CHAIN
    return any(holder.person.id == person.id for role in levels for holder in bureau.holders(unit, role, now))
