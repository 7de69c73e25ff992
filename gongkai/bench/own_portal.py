"""The portal as it is started in production, and a bare file behind the same server, to compare it with."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from gongkai.bench.free_port import free_port
from gongkai.bench.portal_site import BUREAU, BenchSite
from gongkai.settings import ROOT
from records.domain.errors import Unavailable

#: The first answer reads every meta.json, seconds.
_START_S: Final = 300.0
_STOP_S: Final = 30.0
_BARE: Final = """\
from starlette.responses import FileResponse
async def app(scope, receive, send):
    await FileResponse({path!r}, media_type="text/html")(scope, receive, send)
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A program that answers on a loopback port."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def own_portal(site: BenchSite) -> Iterator[Server]:
    """The portal of a site, one process, with pages as files beside its bundles.

    Raises:
        Unavailable: it does not start.
    """
    variables = {
        "GONGKAI_PORTAL_BUNDLES": str(site.bundles),
        "GONGKAI_PORTAL_SEARCH_URL": site.search_url,
        "GONGKAI_PORTAL_MEANINGS": str(site.meanings),
        "GONGKAI_PORTAL_BUREAU": BUREAU,
        "GONGKAI_PORTAL_BUREAU_NAME": "示例区人力资源和社会保障局",
        "GONGKAI_PORTAL_PUBLIC_URL": "https://xxgk.example",
        "GONGKAI_PORTAL_PAGES": str(site.bundles.with_name("pages")),
    }
    with _serving(["portal.main:create", "--factory"], variables) as server:
        yield server


@contextmanager
def bare_file(folder: Path, file: Path) -> Iterator[Server]:
    """An ASGI program that does nothing but to answer with a file; its source goes into `folder`.

    Raises:
        Unavailable: it does not start.
    """
    (folder / "bare.py").write_text(_BARE.format(path=str(file)), encoding="utf-8")
    with _serving(["bare:app", "--app-dir", str(folder), "--lifespan", "off"], {}) as server:
        yield server


@contextmanager
def _serving(program: Sequence[str], variables: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", *program, "--port", str(port), "--no-access-log"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables}
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _await(process, f"http://127.0.0.1:{port}/")
        yield Server(port, process.pid)
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_STOP_S)
    except subprocess.TimeoutExpired:  # it still answers whom the bench has left behind
        process.kill()
        process.wait()


def _await(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url, trust_env=False, timeout=_START_S)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise Unavailable("uvicorn 没有启动。")
