"""The public proxy as it is in production, with its configuration, on a loopback port of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from gongkai.bench.free_port import free_port
from gongkai.settings import ROOT
from records.domain.errors import Unavailable

CONFIGURATION: Final = ROOT / "deploy" / "proxy" / "public.conf"
_START_S: Final = 20.0
#: One citizen's limits, which a bench would meet, and what they become. The limiting itself stays.
_LIMITS: Final = {
    "rate=20r/s": "rate=1000000r/s",
    "rate=2r/s": "rate=1000000r/s",
    "burst=60": "burst=1000000",
    "connections 20": "connections 1000",
}
_TLS: Final = """\
    listen 8443 ssl;
    http2 on;
    ssl_certificate /run/secrets/tls_certificate;
    ssl_certificate_key /run/secrets/tls_key;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_tickets off;
"""


class ProgramMissing(Unavailable):
    """A program that a bench needs is not installed."""

    code = "program_missing"
    advice = "以 root 执行 apt-get install nginx-light wrk。"


def program(name: str) -> str:
    """Where an installed program is.

    Raises:
        ProgramMissing: it isn't.
    """
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        raise ProgramMissing(f"没有安装 {name}。")
    return found


@contextmanager
def own_proxy(folder: Path, pages: Path, *, portal_port: int, sites_map: str | None = None) -> Iterator[str]:
    """The proxy's URL. It runs in `folder`, serves `folder`/plain as plain files below /plain/, and passes the rest on.

    `pages` is where a bureau's pages lie as files; its name is the bureau's. `sites_map` says whose a host is where
    there are several bureaus.

    Raises:
        ProgramMissing: nginx is not installed.
        Unavailable: it does not start; the message has the end of its log.
    """
    port, log = free_port(), folder / "error.log"
    written = folder / "nginx.conf"
    written.write_text(_configuration(folder, pages, port, portal_port), encoding="utf-8")
    (folder / "sites.map").write_text(sites_map or f"default {pages.name};\n", encoding="utf-8")
    process = subprocess.Popen([program("nginx"), "-e", str(log), "-p", str(folder), "-c", str(written)])
    try:
        _await(process, f"http://127.0.0.1:{port}/plain/", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _configuration(folder: Path, pages: Path, port: int, portal_port: int) -> str:
    """Our configuration without TLS, whose cost would hide every other one."""
    changes = {
        _TLS: f"    listen 127.0.0.1:{port};\n",
        "listen 8080;": f"listen 127.0.0.1:{free_port()};",
        "listen 127.0.0.1:8081;": f"listen 127.0.0.1:{free_port()};",
        "pid /run/nginx.pid;": f"pid {folder}/nginx.pid;\ndaemon off;{_user()}",
        "/dev/stderr": f"{folder}/error.log",
        "/dev/stdout": f"{folder}/access.log",
        "/etc/nginx/sites.map": f"{folder}/sites.map",
        "    limit_conn connections": f"    location /plain/ {{ root {folder}; }}\n    limit_conn connections",
        "http {\n": f"http {{\n{_temporary(folder)}",
        "http://portal:8000": f"http://127.0.0.1:{portal_port}",
        "/srv/pages": str(pages.parent),
        **_LIMITS,
    }
    text = CONFIGURATION.read_text(encoding="utf-8")
    for old, new in changes.items():
        if old not in text:
            raise ValueError(f"{CONFIGURATION.name} has no {old!r} any more")
        text = text.replace(old, new)
    return text


def _user() -> str:
    """Workers of root's nginx are somebody else by default, who may not read a temporary folder."""
    return "\nuser root;" if os.geteuid() == 0 else ""


def _temporary(folder: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "".join(f"  {kind}_temp_path {folder}/{kind};\n" for kind in kinds)


def _await(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise Unavailable(f"nginx: {log.read_text(errors='replace')[-400:]}")
