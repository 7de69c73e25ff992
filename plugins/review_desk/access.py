"""Who may see a document that is not public."""

from __future__ import annotations

from records.domain.bureau import Bureau, Person
from records.domain.errors import NotAllowed
from records.domain.lifecycle import Role, State
from records.services.desk import Dossier


def require_reader(bureau: Bureau, dossier: Dossier, person: Person) -> None:
    """Let the people of this document pass.

    They are its chain with today's delegates, who decided on it, its unit's clerks, who handed it in, the office, the
    duty officer once it has been published, and the confidentiality officer once it is sealed.

    Raises:
        NotAllowed: it is none of this person's business.
    """
    if not may_read(bureau, dossier, person):
        raise NotAllowed("您不是这份公文的承办或者审查人员，不能查看。")


def may_read(bureau: Bureau, dossier: Dossier, person: Person) -> bool:
    """Whether this person is one of the document's people."""
    return _handles(bureau, dossier, person) or _reviews(dossier, person)


def _handles(bureau: Bureau, dossier: Dossier, person: Person) -> bool:
    document = dossier.document
    roles = bureau.roles_of(person.id, document.unit)
    may_withdraw = Role.DUTY_OFFICER in roles and bool(dossier.versions)
    may_unseal = Role.CONFIDENTIALITY_OFFICER in roles and document.state is State.SEALED
    is_staff = document.handed_in_by == person.id or Role.OFFICE in roles or Role.CLERK in roles
    return is_staff or may_withdraw or may_unseal


def _reviews(dossier: Dossier, person: Person) -> bool:
    return person.id in dossier.reviewers or any(decision.person == person.id for decision in dossier.decisions)


def sees_reports(bureau: Bureau, person: Person) -> bool:
    """Whether the bureau's reports are for this person: the office, the deputies in charge and the principal leader."""
    leads = person.id == bureau.head or any(unit.deputy == person.id for unit in bureau.units)
    return leads or Role.OFFICE in person.roles


def operates(person: Person) -> bool:
    """Whether the operators' page is for this person: operators, and the office, which answers for the nights."""
    return not person.roles.isdisjoint({Role.OPERATOR, Role.OFFICE})
