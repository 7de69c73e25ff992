"""Finding a document by its title, its number or its id, in whatever state it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from records.domain.bureau import SHANGHAI, Bureau, Delegation
from records.domain.document import Document, PersonId
from records.domain.lifecycle import Role, State
from records.domain.ports import Clock, OpenWork
from records.services.delegating import with_delegations

#: Documents that are looked through for one answer, the newest first; a narrower search finds older ones.
LOOKED_THROUGH: Final = 500
_ALL_UNITS: Final = frozenset({Role.OFFICE, Role.DUTY_OFFICER, Role.CONFIDENTIALITY_OFFICER})


@dataclass(frozen=True, slots=True)
class FindService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def find(self, text: str, *, by: PersonId, limit: int) -> list[Document]:
        """At most `limit` documents of this person's units that have `text` in title, number or id, newest first.

        Of a sealed document nobody finds anything: nothing of it is left to look for.
        """
        with self.open_work(read_only=True) as work:
            units = self._units_of(by, with_delegations(work, self.bureau).delegations)
            found = work.documents.with_text(text, limit=LOOKED_THROUGH)
        mine = (one for one in found if units is None or one.unit in units or one.handed_in_by == by)
        return [one for one in mine if one.state is not State.SEALED][:limit]

    def _units_of(self, person: PersonId, delegations: Sequence[Delegation]) -> frozenset[str] | None:
        """The units whose documents this person handles or reviews today; None for all of them."""
        known = self.bureau.person(person)
        if known is None:
            return frozenset()
        if known.roles & _ALL_UNITS or person == self.bureau.head:
            return None
        today = self.clock.now().astimezone(SHANGHAI).date()
        principals = {
            delegation.principal
            for delegation in delegations
            if delegation.delegate == person and delegation.holds_on(today)
        } | {person}
        if self.bureau.head in principals:
            return None
        own = {known.unit} if known.unit and Role.CLERK in known.roles else set()
        return frozenset(own | {unit.id for unit in self.bureau.units if {unit.head, unit.deputy} & principals})
