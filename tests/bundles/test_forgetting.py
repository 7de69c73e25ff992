"""What a reader remembers: or a robot that walks over every page fills the memory of the portal."""

from __future__ import annotations

from bundles.forgetting import forget_oldest


def test_what_has_been_remembered_longest_is_forgotten_first() -> None:
    remembered = dict.fromkeys(range(10))

    forget_oldest(remembered, 3)
    forget_oldest(remembered, 3)

    assert list(remembered) == [7, 8, 9]
