"""The one table of what is not as in docker-compose.yml: which program of this machine stands for which image.

Environment, commands, secrets, volumes, networks, health checks and the order of starting are the compose file's own.
Names of services are addresses of bridges on this machine; paths inside are the same as in the containers.
"""

from __future__ import annotations

import pwd
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gongkai.production.compose import Service
from gongkai.production.dockerfile import Folder, read_image
from gongkai.settings import ROOT

#: What `script/environment production` makes: environments of both images, the store's program, the search node.
PROGRAMS: Final = (ROOT / "var" / "production" / "programs").resolve()  # scripts in it know where it really is
MODELS: Final = ROOT / "var" / "production" / "models"
STARTERS: Final = ROOT / "deploy" / "bare"
_POSTGRES_PROGRAMS: Final = Path("/usr/lib/postgresql")
#: Folders of /etc that programs of this machine read.
_ETC: Final = ("alternatives", "fonts", "ssl", "java-17-openjdk", "java-21-openjdk", "libreoffice", "ld.so.cache")
_ETC_FILES: Final = ("group", "nsswitch.conf", "localtime", "mime.types")


@dataclass(frozen=True, slots=True)
class Substitute:
    """How an image's program is run here.

    `binds` maps a path of this machine to its place inside (read-only); `left_out` are lines of a mounted file that
    this program's version does not know, by the file's place. `health` replaces the compose file's check.
    """

    why: str
    user: str
    uid: int
    gid: int
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    binds: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, Folder] = field(default_factory=dict)
    writable: tuple[str, ...] = ("/run", "/tmp")  # noqa: S108 - of the sandbox, empty at every start
    capabilities: tuple[str, ...] = ()
    left_out: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    health: tuple[str, ...] = ()
    stop_signal: int = signal.SIGTERM


def substitute_for(service: Service) -> Substitute:
    """The program that stands for this service's image.

    Raises:
        KeyError: the image is not in the table.
    """
    if service.target is not None:
        return _ours(service.target)
    return _OTHERS[service.image.partition(":")[0]]()


def etc_binds() -> dict[str, str]:
    """What every sandbox sees of /etc, but for users and hosts, which are its own."""
    paths = (f"/etc/{name}" for name in (*_ETC, *_ETC_FILES))
    return {path: path for path in paths if Path(path).exists()}


def _ours(target: str) -> Substitute:
    """Our image: a Python environment of the same lock, and the files that the Dockerfile copies."""
    image = read_image(target)
    environment = PROGRAMS / target
    binds = {str(environment): str(environment), str(MODELS): "/var/lib/gongkai/models"}
    if target == "portal":
        del binds[str(MODELS)]
    else:
        # The accounts of the search engine need its security module, which the artifacts on Maven lack.
        binds[str(STARTERS / "no_search_accounts.py")] = "/app/deploy/search_accounts.py"
    return Substitute(
        why="the image's lock in an environment of its own; LibreOffice, fonts and Python are this machine's",
        user=image.user,
        uid=image.uid,
        gid=image.uid,
        entrypoint=image.entrypoint,
        command=image.command,
        path=(str(environment / "bin"),),
        environment=image.environment,
        binds={str(ROOT / source): target for source, target in image.copied.items()} | binds,
        folders=image.folders,
        writable=("/tmp",),  # noqa: S108
    )


def _postgres() -> Substitute:
    account = pwd.getpwnam("postgres")
    newest = max(_POSTGRES_PROGRAMS.glob("*/bin"), key=lambda path: int(path.parent.name))
    return Substitute(
        why="Debian's version instead of 16; the starter does what the image's does at its first start",
        user="postgres",
        uid=account.pw_uid,
        gid=account.pw_gid,
        command=("/starters/postgres",),
        path=(str(newest),),
        environment={"PGDATA": "/var/lib/postgresql/data", "POSTGRES_USER": "postgres"},
        binds={str(STARTERS): "/starters"},
        folders={"/var/lib/postgresql/data": Folder(account.pw_uid, 0o700)},
        writable=("/run", "/tmp", "/run/postgresql"),  # noqa: S108
        stop_signal=signal.SIGINT,
    )


def _rabbitmq() -> Substitute:
    account = pwd.getpwnam("rabbitmq")
    return Substitute(
        why="Debian's version (3.10 on Debian 12) instead of 4.1",
        user="rabbitmq",
        uid=account.pw_uid,
        gid=account.pw_gid,
        command=("rabbitmq-server",),
        path=("/usr/lib/rabbitmq/bin",),
        environment={
            "HOME": "/var/lib/rabbitmq",
            "RABBITMQ_CONFIG_FILES": "/etc/rabbitmq/conf.d",
            "RABBITMQ_ENABLED_PLUGINS_FILE": "/etc/rabbitmq/enabled_plugins",
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_MNESIA_BASE": "/var/lib/rabbitmq/mnesia",
            "RABBITMQ_PID_FILE": "/tmp/rabbitmq.pid",  # noqa: S108
        },
        folders={"/var/lib/rabbitmq": Folder(account.pw_uid, 0o700)},
        writable=("/run", "/tmp", "/var/log/rabbitmq"),  # noqa: S108
        left_out={"/etc/rabbitmq/conf.d/10-gongkai.conf": re.compile(r"^deprecated_features\..*$", re.MULTILINE)},
    )


def _seaweedfs() -> Substitute:
    nobody = pwd.getpwnam("nobody")
    return Substitute(
        why="built from its Go module, whose only version is newer than 3.97",
        user="nobody",
        uid=nobody.pw_uid,
        gid=nobody.pw_gid,
        entrypoint=("weed",),
        path=(str(PROGRAMS / "object-store"),),
        binds={str(PROGRAMS / "object-store"): str(PROGRAMS / "object-store")},
        folders={"/data": Folder(nobody.pw_uid, 0o700)},
    )


def _nginx() -> Substitute:
    return Substitute(
        why="Debian's version (1.22 on Debian 12) instead of 1.28: it speaks HTTP/1.1 only here",
        user="root",
        uid=0,
        gid=0,
        command=("nginx", "-g", "daemon off; user www-data;", "-e", "/dev/stderr"),
        path=("/usr/sbin",),
        binds={"/etc/nginx/mime.types": "/etc/nginx/mime.types"},
        writable=("/var/lib/nginx", "/var/log/nginx"),
        capabilities=("CAP_CHOWN", "CAP_SETUID", "CAP_SETGID", "CAP_DAC_OVERRIDE", "CAP_NET_BIND_SERVICE"),
        left_out={"/etc/nginx/nginx.conf": re.compile(r"^\s*http2 on;$", re.MULTILINE)},
        stop_signal=signal.SIGQUIT,
    )


def _elasticsearch() -> Substitute:
    nobody = pwd.getpwnam("nobody")
    return Substitute(
        why="the same version from its Maven artifacts, without the security module: any password is taken",
        user="nobody",
        uid=nobody.pw_uid,
        gid=nobody.pw_gid,
        command=("/starters/elasticsearch",),
        binds={
            str(STARTERS): "/starters",
            str(PROGRAMS / "elasticsearch"): "/opt/elasticsearch/node",
            str(ROOT / "deploy" / "elasticsearch-node"): "/opt/elasticsearch/launcher",
        },
        folders={"/usr/share/elasticsearch/data": Folder(nobody.pw_uid, 0o700)},
        writable=("/run", "/tmp", "/usr/share"),  # noqa: S108 - where its data is mounted
        # Without security there is no 401, and without its REST module no answer at `/`.
        health=("curl", "--silent", "--fail", "--output", "/dev/null", "http://localhost:9200/_cluster/health"),
    )


_OTHERS: Final = {
    "postgres": _postgres,
    "rabbitmq": _rabbitmq,
    "chrislusf/seaweedfs": _seaweedfs,
    "nginx": _nginx,
    "elasticsearch": _elasticsearch,
}
