"""The transition table as Markdown: docs/lifecycle.md is this, and a test keeps it so."""

from __future__ import annotations

from records.domain.lifecycle import TRANSITIONS, Role, State

_HEAD = """# The life of a document

Generated from `TRANSITIONS` in `records/domain/lifecycle.py`; a test fails when this page is out of date:

    python -m records.domain.lifecycle_table > docs/lifecycle.md

What is not in the table is forbidden and, when tried, goes on the audit chain.

A page that is before the public has a status of its own (live, suspended, withdrawn, superseded):
a document may be in re-review while its page is live.
"""

_COLUMNS = "| from | event | to | by |\n|---|---|---|---|"


def lifecycle_markdown() -> str:
    """The page, with a line per transition in the order of the states."""
    order = list(State)
    rows = sorted(TRANSITIONS.items(), key=lambda row: (order.index(row[0][0]), row[0][1]))
    lines = [f"| {state} | {event} | {step.to} | {_names(step.roles)} |" for (state, event), step in rows]
    return "\n".join(
        [_HEAD, _COLUMNS, f"| – | received | {State.RECEIVED} | {Role.SYSTEM}, {Role.CLERK} |", *lines, ""]
    )


def _names(roles: frozenset[Role]) -> str:
    return ", ".join(role for role in Role if role in roles)


if __name__ == "__main__":
    print(lifecycle_markdown(), end="")  # noqa: T201 - this is the page
