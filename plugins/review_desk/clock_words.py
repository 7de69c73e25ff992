"""The legal clocks in the words of the desk: what is left, what is over, what cannot be counted."""

from __future__ import annotations

from typing import Final

from gongkai.term_words import left
from records.domain.legal_clock import CountedFrom, LegalClock, Limit

__all__ = ["counted_from", "left", "tone"]

#: Working days before the last one, from which on a term is shown as pressing.
_PRESSING_DAYS: Final = 1


def tone(limit: Limit) -> str:
    """Return the class of a term's mark; the words say the same, for who doesn't see colours."""
    if limit.is_overdue:
        return "over"
    if limit.days_left is None:
        return "unknown"
    return "pressing" if limit.days_left <= _PRESSING_DAYS else "calm"


def counted_from(clock: LegalClock) -> str:
    """Say which day both terms are counted from, such as 自成文日期 2026-03-05 起算."""
    day = clock.formation.day.isoformat()
    match clock.formation.counted_from:
        case CountedFrom.ADOPTION:
            return f"自成文日期 {day} 起算"
        case CountedFrom.RECEIPT:
            return f"自收到之日 {day} 起算（没有读到成文日期）"
        case CountedFrom.CHANGE:
            return f"自公开的内容变更之日 {day} 起算"
