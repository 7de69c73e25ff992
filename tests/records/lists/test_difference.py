"""What is another between two versions, against what must hold for any two lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from records.domain.lists.difference import ShownRow, difference

KEY = ("编码",)
_rows = st.lists(
    st.fixed_dictionaries({"编码": st.sampled_from("甲乙丙丁"), "名称": st.sampled_from(["", "一", "二"])}), max_size=6
)
_unique = _rows.map(lambda rows: list({row["编码"]: row for row in rows}.values()))


def counted(rows: Iterable[ShownRow]) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(tuple(sorted(row.items())) for row in rows)


@given(_rows, _rows)
def test_the_difference_leads_from_the_one_to_the_other(former: list[ShownRow], latter: list[ShownRow]) -> None:
    found = difference(former, latter, KEY)
    taken = counted(found.removed) + counted(one.before for one in found.changed)
    put = counted(found.added) + counted(one.after for one in found.changed)
    assert not taken - counted(former)
    assert counted(former) - taken + put == counted(latter)


@given(_rows)
def test_nothing_is_another_in_the_same_list_whatever_its_order(rows: list[ShownRow]) -> None:
    assert not difference(rows, rows, KEY)


@given(_unique, _unique)
def test_backwards_what_was_added_is_removed(former: list[ShownRow], latter: list[ShownRow]) -> None:
    there, back = difference(former, latter, KEY), difference(latter, former, KEY)
    assert counted(there.added) == counted(back.removed)
    assert counted(there.removed) == counted(back.added)
    assert counted(one.before for one in there.changed) == counted(one.after for one in back.changed)


@given(_unique)
def test_the_order_of_rows_is_no_difference(rows: list[ShownRow]) -> None:
    assert not difference(rows, rows[::-1], KEY)


def test_a_changed_row_says_which_texts_are_another() -> None:
    found = difference([{"编码": "甲", "名称": "一", "电话": "1"}], [{"编码": "甲", "名称": "二", "网址": "w"}], KEY)
    assert list(found.changed[0].fields()) == [("名称", "一", "二"), ("网址", "", "w"), ("电话", "1", "")]
