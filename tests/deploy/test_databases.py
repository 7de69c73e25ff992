"""Two databases, two owners: `deploy/postgres/create-databases.sh` on a real PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "deploy" / "postgres" / "create-databases.sh"
PASSWORDS = {"airflow": "password'of \"airflow", "records": "password;of--records"}
#: The administrator without a password, as on the image's own socket; everybody else with theirs.
HOST_RULES = "local all postgres trust\nlocal all all scram-sha-256\n"


def run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs; it refuses to work for root, so as `postgres` there."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user, cwd="/")


def create_databases(folder: Path) -> None:
    """Run the script as the image does: with the administrator's name, and the secrets in a folder."""
    for name, password in PASSWORDS.items():
        (folder / f"{name}_database_password").write_text(password, encoding="utf-8")
    environment = os.environ | {"PGHOST": str(folder), "POSTGRES_USER": "postgres", "SECRETS_FOLDER": str(folder)}
    subprocess.run([SCRIPT], check=True, env=environment)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where the socket of a server of its own is; the script has made the two databases there."""
    place = Path(tempfile.mkdtemp(prefix="gongkai-pg-", dir="/tmp"))  # the path of a socket must be short
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(place, account.pw_uid, account.pw_gid)
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    data = place / "data"
    run(programs / "initdb", "--username=postgres", "--encoding=UTF8", "--no-sync", data)
    (data / "pg_hba.conf").write_text(HOST_RULES, encoding="utf-8")
    options = f"-c listen_addresses= -c unix_socket_directories={place} -c fsync=off"
    run(programs / "pg_ctl", "--pgdata", data, "--options", options, "--log", place / "log", "--wait", "start")
    try:
        create_databases(place)
        yield place
    finally:
        run(programs / "pg_ctl", "--pgdata", data, "--mode", "immediate", "--wait", "stop")
        shutil.rmtree(place)


def connect(folder: Path, account: str, database: str, password: str | None = None) -> psycopg.Connection[tuple[str]]:
    return psycopg.connect(
        host=str(folder), user=account, dbname=database, password=password or PASSWORDS[account], autocommit=True
    )


@pytest.mark.parametrize("name", ["airflow", "records"])
def test_each_account_owns_its_database_in_utf_8(folder: Path, name: str) -> None:
    with connect(folder, name, name) as connection:
        connection.execute("CREATE TABLE probe (word text)")
        connection.execute("INSERT INTO probe VALUES ('公开')")
        assert connection.execute("SELECT word FROM probe").fetchone() == ("公开",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


@pytest.mark.parametrize(("account", "database"), [("airflow", "records"), ("records", "airflow")])
def test_neither_account_can_enter_the_other_s_database(folder: Path, account: str, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        connect(folder, account, database)


def test_a_wrong_password_is_refused(folder: Path) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(folder, "records", "records", password="another")


def test_neither_account_may_make_databases_or_accounts(folder: Path) -> None:
    with connect(folder, "airflow", "airflow") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE DATABASE another")
