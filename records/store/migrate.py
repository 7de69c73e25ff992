"""Bringing a records database to a schema version, without an alembic.ini."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from records.store.engine import connect, create_engine

_MIGRATIONS = Path(__file__).parent / "migrations"

#: Any fixed number: processes that migrate the same PostgreSQL database queue behind it.
_MIGRATION_LOCK = 0x676F6E67


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`; two processes may call it at once.

    All steps run in one transaction: a killed upgrade leaves the old schema.
    """
    _migrate(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database at `url` back to `revision`; its rows go with the tables."""
    _migrate(url, lambda config: command.downgrade(config, revision))


def _migrate(url: str, act: Callable[[Config], None]) -> None:
    engine = create_engine(url)
    try:
        with connect(engine, read_only=False) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            act(config)
    finally:
        engine.dispose()
