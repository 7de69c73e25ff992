"""Two releases made of one version: row by row the change of each, or a refusal that names what both have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from records.domain.lists.checking import Fault, RowsInvalid
from records.domain.lists.kind import ListKind, Row

_COLLIDES = "您打开页面以后，这一项已由他人登记、更新或者取消。请重新打开，核对最近一次登记的内容以后再办理。"


class RowsCollide(RowsInvalid):
    """Somebody else changed the same rows meanwhile; nothing was taken, and `faults` names each of them."""

    code = "rows_collide"
    advice = "请重新打开页面，核对最近一次登记的内容。"

    def __init__(self, faults: Sequence[Fault]) -> None:
        RowsInvalid.__init__(self, faults, 0)
        self.args = (f"有 {len(faults)} 项刚刚由他人改过，您的内容没有登记。",)


def merged(kind: ListKind, base: Sequence[Row], theirs: Sequence[Row], ours: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of `theirs` with what `ours` made another than `base`; rows are told by their keys.

    They stand in the order of `theirs`, new ones of `ours` come last; if nobody else changed anything, it is `ours`.

    Raises:
        RowsCollide: both made another thing of the same row.
    """
    if list(theirs) == list(base):
        return tuple(ours)
    before, meanwhile, wanted = (_by_key(kind, rows) for rows in (base, theirs, ours))
    keys = dict.fromkeys((*meanwhile, *wanted, *before))
    faults = [
        Fault(None, _name(kind, key, wanted.get(key) or meanwhile.get(key) or before[key]), _COLLIDES)
        for key in keys
        if _collides(before.get(key), meanwhile.get(key), wanted.get(key))
    ]
    if faults:
        raise RowsCollide(faults)
    chosen = (wanted.get(key) if wanted.get(key) != before.get(key) else meanwhile.get(key) for key in keys)
    return tuple(row for row in chosen if row is not None)


def _collides(before: Row | None, theirs: Row | None, ours: Row | None) -> bool:
    return before not in (theirs, ours) and theirs != ours


def _by_key(kind: ListKind, rows: Sequence[Row]) -> Mapping[str, Row]:
    return {kind.key_of(row): row for row in rows}


def _name(kind: ListKind, key: str, row: Row) -> str:
    name = row.get(kind.row_name, "")
    return key if name in ("", key) else f"{key} {name}"
