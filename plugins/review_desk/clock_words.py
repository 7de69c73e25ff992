"""The legal clocks in the words of the desk: what is left, what is over, what cannot be counted."""

from __future__ import annotations

from typing import Final

from records.domain.legal_clock import CountedFrom, LegalClock, Limit

#: Working days before the last one, from which on a term is shown as pressing.
_PRESSING_DAYS: Final = 1


def left(limit: Limit) -> str:
    """Say how much of a term is left, such as 还剩 2 个工作日 or 已逾期 3 个工作日."""
    if limit.days_left is None:
        return "已逾期" if limit.is_overdue else "期限无法计算"
    if limit.days_left < 0:
        return f"已逾期 {-limit.days_left} 个工作日"
    return f"还剩 {limit.days_left} 个工作日" if limit.days_left else "今天到期"


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
