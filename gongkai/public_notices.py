"""What the public side is told beside documents: columns, contacts, who answers, what may be sent in, a key."""

from __future__ import annotations

from bundles.request_guide import RequestGuide
from bundles.responsibility import Responsibility, ResponsibleUnit
from gongkai.app import App
from gongkai.submissions import dropbox_public_key
from gongkai.subscriptions.mailing import tell_of_subscriptions
from records.domain.bureau import Bureau
from records.domain.document import PersonId
from records.domain.lifecycle import Role


def furnish_public_side(app: App) -> None:
    """Tell the portal all that it needs of the inside beside bundles; what it knows already is not written again."""
    app.public.writer.write_dropbox_key(app.bureau.id, dropbox_public_key(app.settings))
    tell_of_bureau(app)


def tell_of_bureau(app: App) -> None:
    """Tell the portal what the bureau's files say now."""
    app.public.show_columns()
    writer, bureau = app.public.writer, app.bureau
    writer.write_request_guide(bureau.id, _request_guide(bureau))
    writer.write_responsibility(bureau.id, responsibility_of(bureau))
    tell_of_subscriptions(app)
    app.consultations.telling.tell(app.consultation_board)


def responsibility_of(bureau: Bureau) -> Responsibility:
    """By the bureau's plan, 四（一）: the principal leader heads the group, those in charge are its deputies.

    Its office is where the office's people are; each unit's head is its first responsible person. There are no names
    in it unless the bureau says so.
    """
    if not bureau.publish_responsibility:
        return Responsibility()
    deputies = dict.fromkeys(unit.deputy for unit in bureau.units if unit.deputy != bureau.head)
    offices = {person.unit for person in bureau.people if Role.OFFICE in person.roles}
    return Responsibility(
        head=_name(bureau, bureau.head),
        deputies=tuple(_name(bureau, person) for person in deputies),
        office="、".join(unit.name for unit in bureau.units if unit.id in offices),
        units=tuple(ResponsibleUnit(unit=unit.name, person=_name(bureau, unit.head)) for unit in bureau.units),
    )


def _name(bureau: Bureau, person_id: PersonId) -> str:
    person = bureau.person(person_id)
    return person.name if person else str(person_id)


def _request_guide(bureau: Bureau) -> RequestGuide:
    said = bureau.request_office
    return RequestGuide(
        organ=said.name or bureau.name,
        address=said.address,
        hours=said.hours,
        phone=said.phone,
        fax=said.fax,
        email=said.email,
        review_organ=said.review_organ,
        court=said.court,
        rectification_working_days=said.rectification_working_days,
    )
