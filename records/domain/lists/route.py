"""The one rule for the shorter way through review that some lists have (双随机 results: published at once)."""

from __future__ import annotations

from records.domain.bureau import CHAIN_WITH_OFFICER, SHORT_CHAINS, Bureau, Chain
from records.domain.lists.public_table import list_kind_of
from records.domain.reading import Reading


def chain_of(bureau: Bureau, unit_id: str, reading: Reading) -> Chain:
    """The levels that this content of this unit has to pass.

    The shorter way is for kinds that may have it and for which bureau.toml says so, as long as nothing in the list
    blocks an approval and nothing in it goes to the confidentiality officer: then all levels look.
    """
    usual = bureau.chain_for(unit_id, {finding.kind for finding in reading.findings})
    kind = list_kind_of(reading)
    if kind is None or not kind.may_be_short or reading.blocking or usual == CHAIN_WITH_OFFICER:
        return usual
    return bureau.list_routes.get(kind.id, usual)


def may_have(chain: Chain, reading: Reading) -> bool:
    """Whether a round with these levels may be about such content at all, whatever bureau.toml says today."""
    kind = list_kind_of(reading)
    return chain not in SHORT_CHAINS or (kind is not None and kind.may_be_short)
