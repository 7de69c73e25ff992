"""Bringing a records database to a schema version, without an alembic.ini."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from records.domain.errors import Unavailable
from records.store.engine import connect, create_engine, sqlite_path

_MIGRATIONS = Path(__file__).parent / "migrations"

#: Any fixed number: processes that migrate the same PostgreSQL database queue behind it.
_MIGRATION_LOCK = 0x676F6E67


class RecordsNewer(Unavailable):
    """A newer program has migrated this database; this one would misread it."""

    code = "records_newer"
    advice = "请换回更新的程序，或者恢复升级前的备份。"


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`; two processes may call it at once.

    All steps run in one transaction: a killed upgrade leaves the old schema.

    Raises:
        RecordsNewer: nothing was changed.
    """
    _migrate(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database at `url` back to `revision`, in one transaction.

    Raises:
        DowngradeRefused: something on record has no place in the older schema; nothing was changed.
    """
    _migrate(url, lambda config: command.downgrade(config, revision))


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """The revision that the database has, None without tables, and the one that this program makes."""

    stored: str | None
    wanted: str

    @property
    def is_newer(self) -> bool:
        """Whether a newer program made it: this one knows no such revision."""
        return self.stored is not None and self.stored not in _known_revisions()


def schema_version(url: str) -> SchemaVersion:
    """What the database at `url` is, without changing it."""
    if (path := sqlite_path(url)) is not None and not path.is_file():
        return SchemaVersion(None, str(_scripts().get_current_head()))
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            stored = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return SchemaVersion(stored, str(_scripts().get_current_head()))


def _known_revisions() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


def _migrate(url: str, act: Callable[[Config], None]) -> None:
    engine = create_engine(url)
    try:
        with connect(engine, read_only=False) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            stored = MigrationContext.configure(connection).get_current_revision()
            if stored is not None and stored not in _known_revisions():
                raise RecordsNewer(f"记录库的版本 {stored} 由更新的程序建立，本程序不认识。")
            act(config)
    finally:
        engine.dispose()
