"""A list (清单) → clean HTML: its table with caption and heads, and what is another than in the version before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bundles.list_data import ListChanges, ListData

#: The heading of the part that says what is another.
CHANGES_HEADING = "与上一版的不同"


def list_body_html(data: ListData) -> str:
    """The body of a list's bundle, every character escaped.

    A value of several lines is several paragraphs. The frame of a table can take the focus, so that a wide one can be
    scrolled with the keyboard.
    """
    caption = f"{data.title}（共 {len(data.rows)} 项）" if len(data.columns) > 2 else data.title
    blocks = [*_table(caption, data.columns, data.rows, data.row_head)]
    if data.changes:
        blocks += _changes(data.changes)
    return "\n".join(blocks) + "\n"


def _changes(changes: ListChanges) -> Iterator[str]:
    yield f"<h2>{CHANGES_HEADING}</h2>"
    yield f"<p>{escape(changes.sentence)}</p>"
    yield from _table(CHANGES_HEADING, changes.columns, changes.rows, 1)


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], row_head: int) -> Iterator[str]:
    yield f'<div class="table" role="region" tabindex="0" aria-label="{escape(caption)}">'
    yield f'<table class="list">\n<caption>{escape(caption)}</caption>'
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    yield f"<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>"
    yield from (_row(row, row_head) for row in rows)
    yield "</tbody>\n</table>\n</div>"


def _row(cells: Sequence[str], row_head: int) -> str:
    return "<tr>" + "".join(_cell(cell, is_head=place == row_head) for place, cell in enumerate(cells)) + "</tr>"


def _cell(text: str, *, is_head: bool) -> str:
    lines = text.split("\n")
    shown = escape(text) if len(lines) == 1 else "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<th scope="row">{shown}</th>' if is_head else f"<td>{shown}</td>"
