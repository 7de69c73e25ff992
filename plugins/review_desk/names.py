"""Names of people and units for the pages; an id that the directory no longer knows is shown as it is."""

from __future__ import annotations

from records.domain.bureau import Bureau
from records.domain.document import PersonId


def person_name(bureau: Bureau, person_id: PersonId | None) -> str:
    """Return a person's name, or an empty string for nobody."""
    if person_id is None:
        return ""
    person = bureau.person(person_id)
    return person.name if person else person_id


def unit_name(bureau: Bureau, unit_id: str | None) -> str:
    """Return a unit's name, or words for none."""
    if unit_id is None:
        return "未确定"
    return next((unit.name for unit in bureau.units if unit.id == unit_id), unit_id)
