"""The production proxy for a bench: our configuration, on one loopback port, without TLS and limits."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from gongkai.settings import ROOT

_CONFIGURATION = ROOT / "deploy" / "proxy" / "public.conf"
#: Lines that a bench on one port has no use for: TLS, a container's folders, and the limits that it would meet.
_LEFT_OUT = re.compile(
    r"^\s*(?:ssl_|http2 |limit_req |limit_conn |limit_req_zone|limit_conn_zone|limit_req_status|limit_conn_status"
    r"|add_header Strict|include |pid |access_log|error_log|worker_processes).*$",
    re.MULTILINE,
)


def bench_configuration(text: str, folder: Path, *, port: int, portal_port: int) -> str:
    """Our configuration with the portal at `portal_port`, and the files of `folder`/plain below /plain/."""
    text = _LEFT_OUT.sub("", text)
    text = text.replace("listen 8443 ssl;", f"listen 127.0.0.1:{port};\n    location /plain/ {{ root {folder}; }}")
    text = re.sub(r"listen 8080;", f"listen 127.0.0.1:{port + 1};", text)
    text = re.sub(r"listen 127\.0\.0\.1:8081;", f"listen 127.0.0.1:{port + 2};", text)
    text = text.replace("http://portal:8000", f"http://127.0.0.1:{portal_port}")
    text = text.replace("/var/cache/nginx", str(folder / "cache"))
    head = f"pid {folder}/pid; error_log {folder}/error.log crit; worker_processes 1; daemon off;\n"
    if os.geteuid() == 0:  # or its worker could not write into our folder
        head += "user root;\n"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    options = f"access_log off; sendfile on; keepalive_requests 100000000; {paths}"
    return head + text.replace("http {", f"http {{ {options}", 1)


@contextmanager
def running_nginx(program: Path, folder: Path, *, port: int, portal_port: int) -> Iterator[None]:
    """The proxy in front of a portal; `folder`/plain holds files to compare with."""
    (folder / "cache").mkdir(parents=True, exist_ok=True)
    written = folder / "nginx.conf"
    text = bench_configuration(_CONFIGURATION.read_text(encoding="utf-8"), folder, port=port, portal_port=portal_port)
    written.write_text(text, encoding="utf-8")
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(written)])
    try:
        _wait(process, port)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(100):
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
        except httpx.TransportError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("nginx did not start")
