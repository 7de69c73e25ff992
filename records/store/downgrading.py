"""A way back to an older schema only where nothing on record is lost by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.domain.errors import Refused


class DowngradeRefused(Refused):
    """The older schema has no place for something that is on record."""

    code = "downgrade_refused"
    advice = "要退回旧版本的程序，请恢复升级前的备份；什么都没有改。"


def refuse_with_rows(*tables: str) -> None:
    """Call first in a downgrade that drops these tables.

    Raises:
        DowngradeRefused: one of them has rows; the message names it.
    """
    for table in tables:
        _refuse_if_any(sa.table(table), sa.true(), f"表 {table} 中已有内容，旧版本没有这个表")


def refuse_with_values(table: str, column: str, *, but: str) -> None:
    """Call first in a downgrade that drops this column. `but` is the SQL of the value that every row had before.

    Raises:
        DowngradeRefused: a row has another value.
    """
    here = sa.table(table)
    differs = sa.text(f"CAST({column} AS TEXT) <> CAST({but} AS TEXT)")
    _refuse_if_any(here, differs, f"表 {table} 的 {column} 中已有旧版本没有的值")


def _refuse_if_any(table: sa.TableClause, condition: sa.ColumnElement[bool] | sa.TextClause, why: str) -> None:
    found = op.get_bind().execute(sa.select(sa.literal(1)).select_from(table).where(condition).limit(1)).first()
    if found is not None:
        raise DowngradeRefused(f"记录库不能退回：{why}。")
