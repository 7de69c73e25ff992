"""People of the tests of redaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A visibly fictitious person with numbers that nobody has."""

    name: str
    id_number: str
    phone: str

    @property
    def kinds(self) -> dict[str, str]:
        """What of them has to go, with the kind of finding it is."""
        return {self.name: "name_list", self.id_number: "resident_id", self.phone: "mobile"}
