"""All kinds of structured records, in the order of the plan's clauses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from records.domain.errors import BadInput
from records.domain.lists.enforcement import ENFORCEMENT
from records.domain.lists.kind import ListKind
from records.domain.lists.powers import POWERS
from records.domain.lists.proofs import PROOFS
from records.domain.lists.proposals import PROPOSALS
from records.domain.lists.random_inspections import RANDOM_INSPECTIONS
from records.domain.lists.service_guides import SERVICE_GUIDES
from records.domain.lists.service_items import SERVICE_ITEMS

KINDS: Final[Mapping[str, ListKind]] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            POWERS,
            RANDOM_INSPECTIONS,
            ENFORCEMENT,
            PROPOSALS,
            SERVICE_ITEMS,
            SERVICE_GUIDES,
            PROOFS,
        )
    }
)


class UnknownKind(BadInput):
    """There is no such kind of list."""

    code = "unknown_kind"


def kind_of(kind_id: str) -> ListKind:
    """The kind of this id.

    Raises:
        UnknownKind: there is none.
    """
    kind = KINDS.get(kind_id)
    if kind is None:
        raise UnknownKind(f"没有“{kind_id}”这一类清单；有 {'、'.join(KINDS)}。")
    return kind
