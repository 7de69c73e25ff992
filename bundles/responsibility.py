"""Who answers for disclosure (责任): leading group and first responsible persons. `<bureau>/responsibility.json`.

A bureau decides in its directory whether the public sees it; without that there are no names in it.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

RESPONSIBILITY_NAME = "responsibility.json"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ResponsibleUnit(_Entry):
    """A unit (科室) and its first responsible person (第一责任人)."""

    unit: str
    person: str


class Responsibility(_Entry):
    """The leading group: its head (组长), deputies (副组长) and office; and every unit's first responsible person."""

    head: str = ""
    deputies: tuple[str, ...] = ()
    office: str = ""
    units: tuple[ResponsibleUnit, ...] = ()

    @property
    def is_public(self) -> bool:
        return bool(self.head)


def read_responsibility(bundles: Path, bureau: str) -> Responsibility:
    """What the inside wrote; nothing, if it wrote nothing that can be read."""
    try:
        return Responsibility.model_validate_json((bundles / bureau / RESPONSIBILITY_NAME).read_bytes())
    except (OSError, ValidationError):
        return Responsibility()
