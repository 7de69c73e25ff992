"""The kinds of lists hang together, whoever adds one."""

from __future__ import annotations

import pytest

from bundles.columns import default_columns
from records.domain.lists.catalogue import KINDS, UnknownKind, kind_of
from records.domain.lists.kind import FieldType, ListKind


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_a_kind_names_only_fields_and_columns_that_there_are(kind: ListKind) -> None:
    names = [field.name for field in kind.fields]
    labels = [field.label for field in kind.fields]
    assert len(set(names)) == len(names) >= 2
    assert len(set(labels)) == len(labels)
    optional = {name for name in (kind.number, kind.day) if name}
    assert {*kind.key, kind.row_name, *kind.filters, *optional} <= set(names)
    assert all(kind.field(name).required for name in (*kind.key, kind.row_name))
    assert all(bool(field.choices) == (field.type is FieldType.CHOICE) for field in kind.fields)
    assert default_columns().find(kind.column) is not None
    assert kind.title_of(dict.fromkeys(names, "示例"))


def test_the_kinds_are_those_that_the_plan_names() -> None:
    assert set(KINDS) == {
        "powers",
        "random_inspections",
        "enforcement",
        "proposals",
        "service_items",
        "service_guides",
        "proofs",
    }


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    with pytest.raises(UnknownKind, match="powers"):
        kind_of("secrets")
