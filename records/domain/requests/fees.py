"""What a request costs whose requester asks too much: 信息处理费, by requests or by pages, each part at its own rate.

Source: 政府信息公开信息处理费管理办法 (国办函〔2020〕109号), articles 5 to 7, from memory: its text was not at hand.
"""

from __future__ import annotations

from typing import Final

#: Of one requester in one calendar month: (up to the so manieth, yuan for each). Beyond, ten more cost 100 yuan more.
REQUEST_STEPS: Final = ((10, 0), (30, 100))
BEYOND_STEP: Final = 10
BEYOND_MORE_YUAN: Final = 100
#: Of one request: (up to the so manieth page, yuan for each); the last one has no end.
PAGE_STEPS: Final = ((30, 0), (100, 10), (200, 20), (None, 40))


def fee_of_request(nth: int) -> int:
    """Yuan for the `nth` (1-based) request of one requester in a calendar month.

    >>> [fee_of_request(nth) for nth in (10, 11, 30, 31, 40, 41)]
    [0, 100, 100, 200, 200, 300]
    """
    for last, yuan in REQUEST_STEPS:
        if nth <= last:
            return yuan
    last, yuan = REQUEST_STEPS[-1]
    return yuan + BEYOND_MORE_YUAN * -(-(nth - last) // BEYOND_STEP)


def fee_of_pages(pages: int) -> int:
    """Yuan for what is supplied, by its pages.

    >>> [fee_of_pages(pages) for pages in (30, 31, 100, 101, 201)]
    [0, 10, 700, 720, 2740]
    """
    total, before = 0, 0
    for last, yuan in PAGE_STEPS:
        within = pages if last is None else min(pages, last)
        total += max(within - before, 0) * yuan
        before = last or before
    return total
