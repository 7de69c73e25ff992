"""What is another between two versions of a list: added, removed, changed rows. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

#: A row as it is shown: label → text. A label that is missing is an empty text.
ShownRow = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that both versions have, with other texts."""

    before: ShownRow
    after: ShownRow

    def fields(self) -> Iterator[tuple[str, str, str]]:
        """(label, before, after) of each text that is another, in the order of the newer row."""
        for label in dict.fromkeys((*self.after, *self.before)):
            before, after = self.before.get(label, ""), self.after.get(label, "")
            if before != after:
                yield label, before, after


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows in the order of the version that has them."""

    added: tuple[ShownRow, ...] = ()
    removed: tuple[ShownRow, ...] = ()
    changed: tuple[Changed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(former: Sequence[ShownRow], latter: Sequence[ShownRow], key: Sequence[str]) -> Difference:
    """Compare by the labels of `key`. Rows with the same key, as after a redaction, are paired in their order."""
    waiting: defaultdict[tuple[str, ...], list[ShownRow]] = defaultdict(list)
    for row in former:
        waiting[_key(row, key)].append(row)
    added: list[ShownRow] = []
    changed: list[Changed] = []
    for row in latter:
        same = waiting[_key(row, key)]
        if not same:
            added.append(row)
            continue
        change = Changed(same.pop(0), row)
        if any(change.fields()):
            changed.append(change)
    left = {id(row) for rows in waiting.values() for row in rows}
    return Difference(tuple(added), tuple(row for row in former if id(row) in left), tuple(changed))


def _key(row: ShownRow, labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(label, "") for label in labels)
