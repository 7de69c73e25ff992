"""Two people change one list at once: what differs by row is both, what is the same row is refused and named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.domain.lists.catalogue import KINDS
from records.domain.lists.kind import Row
from records.domain.lists.merging import RowsCollide, merged
from tests.records.lists.list_kit import power

POWERS = KINDS["powers"]
BASE = (power(1), power(2), power(3))


def test_changes_of_different_rows_are_both_kept() -> None:
    theirs = (power(1, unit="办公室"), power(2), power(3), power(4))
    ours = (power(1), power(3, name="示例新名"), power(5))
    assert merged(POWERS, BASE, theirs, ours) == (
        power(1, unit="办公室"),
        power(3, name="示例新名"),
        power(4),
        power(5),
    )


def test_if_nobody_else_changed_anything_it_is_as_it_was_handed_in() -> None:
    ours = (power(9), power(3), power(1))
    assert merged(POWERS, BASE, BASE, ours) == ours


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ((power(1), power(2, unit="甲科"), power(3)), (power(1), power(2, unit="乙科"), power(3))),
        ((power(1), power(3)), (power(1), power(2, unit="乙科"), power(3))),
        ((power(1), power(2, unit="甲科"), power(3)), (power(1), power(3))),
    ],
    ids=["both changed it", "they took it out", "we took it out"],
)
def test_the_same_row_changed_twice_is_refused_by_its_name(theirs: tuple[Row, ...], ours: tuple[Row, ...]) -> None:
    with pytest.raises(RowsCollide) as refused:
        merged(POWERS, BASE, theirs, ours)
    assert [fault.column for fault in refused.value.faults] == ["示-002 示例职权2"]
    assert "已由他人" in str(refused.value.faults[0])


def test_a_new_row_that_both_entered_is_refused_unless_it_says_the_same() -> None:
    ours = (*BASE, power(4, unit="乙科"))
    with pytest.raises(RowsCollide):
        merged(POWERS, BASE, (*BASE, power(4, unit="甲科")), ours)
    assert merged(POWERS, BASE, ours, ours) == ours


_ROWS = st.dictionaries(st.integers(1, 5), st.sampled_from(["甲科", "乙科", "丙科"])).map(
    lambda units: tuple(power(number, unit=unit) for number, unit in units.items())
)


@given(_ROWS, _ROWS, _ROWS)
def test_no_change_of_anybody_is_lost(base: tuple[Row, ...], theirs: tuple[Row, ...], ours: tuple[Row, ...]) -> None:
    """Whichever is first: each row is as whoever changed it left it, or the whole is refused."""

    def by_key(rows: tuple[Row, ...]) -> dict[str, Row]:
        return {POWERS.key_of(row): row for row in rows}

    try:
        found = by_key(merged(POWERS, base, theirs, ours))
    except RowsCollide:
        with pytest.raises(RowsCollide):
            merged(POWERS, base, ours, theirs)
        return
    assert found == by_key(merged(POWERS, base, ours, theirs))
    before, of_theirs, of_ours = by_key(base), by_key(theirs), by_key(ours)
    for key in {*before, *of_theirs, *of_ours}:
        for changed in (of_theirs, of_ours):
            if changed.get(key) != before.get(key):
                assert found.get(key) == changed.get(key)
