"""Changes of what was published (Regulations, article 26: 形成或者变更): each begins both clocks of disclosure anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from records.domain.publication import Publication
from records.domain.review import Outcome, Round


@dataclass(frozen=True, slots=True)
class Change:
    """`changed_at` is when the other content came to the reviewers, `published_at` when it took the old one's place.

    `published_at` is None as long as the public sees the old content, or none.
    """

    changed_at: dt.datetime
    published_at: dt.datetime | None


def open_change(content_hash: str | None, versions: Sequence[Publication], rounds: Sequence[Round]) -> Change | None:
    """The change that the public has not got yet, of a document whose content is now `content_hash`.

    None if it never had a page, or what it says is what the page said last. `versions` and `rounds` are all of the
    document's, in their order.
    """
    if not versions or content_hash is None:
        return None
    page = versions[-1]
    if page.listed_only or page.content_hash == content_hash:
        return None
    changed_at = _changed_at(page, rounds)
    return Change(changed_at, None) if changed_at else None


def published_changes(versions: Sequence[Publication], rounds: Sequence[Round]) -> tuple[Change, ...]:
    """The changes that the public has got, in their order: a page each with another content than the one before."""
    found = []
    for earlier, later in pairwise(versions):
        is_change = earlier.content_hash != later.content_hash and not (earlier.listed_only or later.listed_only)
        until = [one for one in rounds if one.opened_at <= later.published_at]
        changed_at = _changed_at(earlier, until) if is_change else None
        if changed_at:
            found.append(Change(changed_at, later.published_at))
    return tuple(found)


def _changed_at(page: Publication, rounds: Sequence[Round]) -> dt.datetime | None:
    """When the first round with another content was opened after the one that cleared this page.

    An edit during a review opens a round of its own. What was edited after a review had ended with a return, and was
    not handed in again, counts from that end: from before the edit, never from after it.
    """
    cleared = (one.number for one in rounds if one.outcome is Outcome.CLEARED and one.content_hash == page.content_hash)
    begun = max((number for number in cleared), default=0)
    later = [one for one in rounds if one.number > begun]
    first = next((one for one in later if one.content_hash != page.content_hash), None)
    if first is not None:
        return first.opened_at
    return (later[-1].closed_at or later[-1].opened_at) if later else None
