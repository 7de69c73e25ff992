"""The levels of a subject classification (主题分类), which bundles write with a backslash between them."""

from __future__ import annotations

from typing import Final

_PARTED_BY: Final = "\\"


def levels(subject: str | None) -> tuple[str, ...]:
    r"""The classes from the widest to the narrowest; none if there is no subject.

    >>> levels(r"劳动、人事、监察\劳动就业")
    ('劳动、人事、监察', '劳动就业')
    """
    return tuple(part.strip() for part in (subject or "").split(_PARTED_BY) if part.strip())
