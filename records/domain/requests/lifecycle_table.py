"""The transition table of requests as Markdown: docs/request-lifecycle.md is this, and a test keeps it so."""

from __future__ import annotations

from records.domain.lifecycle import Role
from records.domain.requests.lifecycle import OF_DISCLOSURE_ALONE, REQUEST_TRANSITIONS, RequestEvent, RequestState

_HEAD = """# The life of a request

Generated from `REQUEST_TRANSITIONS` in `records/domain/requests/lifecycle.py`; a test fails when this page is out of
date:

    python -m records.domain.requests.lifecycle_table > docs/request-lifecycle.md

What is not in the table is forbidden and, when tried, goes on the audit chain.
Which article stands behind each step: [duties](duties.md).
"""

_COLUMNS = "| from | event | to | by |\n|---|---|---|---|"


def request_lifecycle_markdown() -> str:
    """The page, with a line per transition in the order of the states."""
    order = list(RequestState)
    rows = sorted(REQUEST_TRANSITIONS.items(), key=lambda row: (order.index(row[0][0]), row[0][1]))
    lines = [
        f"| {state} | {event} | {step.to} | {', '.join(role for role in Role if role in step.roles)} |"
        for (state, event), step in rows
    ]
    first = [
        f"| – | submitted online, by fax or by ordinary mail | {RequestState.UNCONFIRMED} | system, clerk, office |",
        f"| – | handed in, told, or by mail that is signed for | {RequestState.REGISTERED} | clerk, office |",
    ]
    apart = ", ".join(event for event in RequestEvent if event in OF_DISCLOSURE_ALONE)
    tail = f"\nA request for rectification (article 41) knows no {apart}."
    return "\n".join([_HEAD, _COLUMNS, *first, *lines, tail, ""])


if __name__ == "__main__":
    print(request_lifecycle_markdown(), end="")  # noqa: T201 - this is the page
