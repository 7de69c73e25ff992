"""Starts a private PostgreSQL for the tests: own folder, own unix socket, no network."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

from records.store.migrate import upgrade

_TEMPLATE = "gongkai_template"
_numbers = count(1)


@dataclass(frozen=True)
class PostgresCluster:
    socket_folder: Path
    user: str

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories={self.socket_folder} -c fsync=off"
        log = str(self.socket_folder / "log")
        _run(_account(), "pg_ctl", "start", "--wait", "-D", self._data, "-l", log, "-o", options)

    def stop(self) -> None:
        """At once, as when it is killed."""
        _run(_account(), "pg_ctl", "stop", "--wait", "--mode=immediate", "-D", self._data)

    @property
    def _data(self) -> str:
        return str(self.socket_folder / "data")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{self.user}@/{database}?host={self.socket_folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """Make a database and return its URL."""
        with psycopg.connect(host=str(self.socket_folder), user=self.user, dbname="postgres", autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def empty(self) -> str:
        """The URL of a database without tables."""
        return self.create(f"empty_{next(_numbers)}")

    def copy_of_migrated(self) -> str:
        """The URL of a fresh database with the newest schema."""
        return self.create(f"records_{next(_numbers)}", _TEMPLATE)


@contextmanager
def running_cluster() -> Iterator[PostgresCluster]:
    """A cluster that is stopped and deleted at the end; PostgreSQL refuses to run as root, so it gets another user."""
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-"))  # short: a socket's path may have 107 bytes
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, account.pw_uid, account.pw_gid)
        data = folder / "data"
        _run(account, "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D", str(data))
        cluster = PostgresCluster(folder, account.pw_name)
        cluster.start()
        try:
            upgrade(cluster.create(_TEMPLATE))
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


def _account() -> pwd.struct_passwd:
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _run(account: pwd.struct_passwd, program: str, *arguments: str) -> None:
    command: Sequence[str] = [str(_programs() / program), *arguments]
    changed = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        check=False, **changed,
    )  # fmt: skip
    assert done.returncode == 0, f"{program} failed: {done.stderr}"


def _programs() -> Path:
    """The folder of initdb and pg_ctl: Debian keeps it out of PATH."""
    in_path = shutil.which("initdb")
    found = [Path(in_path).parent] if in_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert found, "PostgreSQL is not installed: apt-get install postgresql"
    return found[-1]
