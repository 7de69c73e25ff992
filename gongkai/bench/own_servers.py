"""A PostgreSQL and a RabbitMQ of a bench's own, on this machine's sockets and loopback ports."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongkai.bench.free_port import free_port
from records.domain.errors import Unavailable

_POSTGRES_PROGRAMS: Final = Path("/usr/lib/postgresql")
_RABBITMQ_PROGRAMS: Final = Path("/usr/lib/rabbitmq/bin")
_START_S: Final = 90.0
_STOP_S: Final = 20.0


class ServerMissing(Unavailable):
    """PostgreSQL or RabbitMQ is not installed here, or does not start."""

    code = "program_missing"
    advice = "以 root 执行 apt-get install postgresql rabbitmq-server。"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server that listens on a socket in `folder`."""

    folder: Path
    user: str
    pid: int

    def url(self, database: str, driver: str = "psycopg") -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+{driver}://{self.user}@/{database}?host={self.folder}"


@dataclass(frozen=True, slots=True)
class Broker:
    """A RabbitMQ on the loopback address. `url` is Celery's."""

    url: str
    pid: int


@contextmanager
def own_postgres(databases: Sequence[str]) -> Iterator[Postgres]:
    """A server with these empty databases; both are gone at the end.

    Raises:
        ServerMissing: it is not installed, or does not start.
    """
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    newest = max(_POSTGRES_PROGRAMS.glob("*/bin"), key=lambda path: int(path.parent.name), default=None)
    if newest is None:
        raise ServerMissing("没有安装 PostgreSQL。")
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-"))  # short: a socket's path may have 107 bytes
    shutil.chown(folder, account.pw_uid, account.pw_gid)
    try:
        data = folder / "data"
        _run(account, [str(newest / "initdb"), "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-D", str(data)])
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "max_connections=200"]
        with _running([str(newest / "postgres"), "-D", str(data), *options], folder / "log", account) as pid:
            _wait(lambda: _run(account, [str(newest / "psql"), "-h", str(folder), "-c", "SELECT 1", "postgres"]))
            for name in databases:
                _run(account, [str(newest / "createdb"), "-h", str(folder), name])
            yield Postgres(folder, account.pw_name, pid)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_broker() -> Iterator[Broker]:
    """A RabbitMQ without clustering, its port mapper as a child; both are gone at the end.

    Raises:
        ServerMissing: it is not installed, or does not start.
    """
    if not _RABBITMQ_PROGRAMS.is_dir():
        raise ServerMissing("没有安装 RabbitMQ。")
    folder = Path(tempfile.mkdtemp(prefix="gongkai-mq-"))
    ports = {name: free_port() for name in ("broker", "distribution", "mapper")}
    environment = {
        "PATH": f"{_RABBITMQ_PROGRAMS}:{os.environ['PATH']}",
        "HOME": str(folder),
        "ERL_EPMD_PORT": str(ports["mapper"]),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": "bench@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(ports["broker"]),
        "RABBITMQ_DIST_PORT": str(ports["distribution"]),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_LOGS": "-",
    }
    try:
        # Started by RabbitMQ itself it would outlive us.
        mapper = ["epmd", "-port", str(ports["mapper"]), "-address", "127.0.0.1"]
        server = [str(_RABBITMQ_PROGRAMS / "rabbitmq-server")]
        with (
            _running(mapper, folder / "mapper.log", None, environment),
            _running(server, folder / "log", None, environment) as pid,
        ):
            ask = [str(_RABBITMQ_PROGRAMS / "rabbitmqctl"), "await_startup", "--timeout", "10"]
            _wait(lambda: _run(None, ask, environment))
            yield Broker(f"amqp://guest:guest@127.0.0.1:{ports['broker']}//", pid)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(
    command: Sequence[str], log: Path, account: pwd.struct_passwd | None, environment: dict[str, str] | None = None
) -> Iterator[int]:
    """A child that leads a process group of its own, which ends with the block."""
    with log.open("ab") as output:
        child = subprocess.Popen(
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
        )
    try:
        yield child.pid
    finally:
        child.send_signal(signal.SIGINT if account else signal.SIGTERM)  # PostgreSQL: without waiting for clients
        try:
            child.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _wait(attempt: Callable[[], None]) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        try:
            attempt()
        except ServerMissing:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def _run(account: pwd.struct_passwd | None, command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command,
        cwd="/",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
    )
    if done.returncode != 0:
        raise ServerMissing(f"{Path(command[0]).name}：{done.stderr.strip().splitlines()[-1:] or done.returncode}")
