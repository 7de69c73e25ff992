"""`gongkai bench portal`: the public site under load, beside a plain file in the same run."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import httpx
import psutil

from bundles.body import body_html
from bundles.format import PublicAttributes
from bundles.reader import BundleReader
from bundles.writer import BundleWriter, Release
from gongkai.bench.http_load import p95, steady_rate, users
from gongkai.bench.nginx import running_nginx
from gongkai.bench.own_stack import say
from gongkai.bench.rows import Row, report
from gongkai.indexing import all_index_documents
from gongkai.settings import ROOT
from search.engines.tantivy import TantivyEngine

BUREAU: Final = "shili-hrss"
_CONNECTIONS, _USERS = 8, 50
_ROUNDS, _ROUND_S = 5, 3.0
_WORDS: Final = ("培训补贴", "失业保险金", "示人社发〔2026〕12号", "申领 条件", "就业 OR 创业", "2026年", "通知")
#: Bars of issue 6.
_EMBEDDED, _PROXY, _SEARCH_MS, _GROWTH = 0.8, 0.9, 200.0, 5.0
_LINES: Final = (
    "为落实就业优先战略，提高劳动者职业技能，现就第{n}批职业技能培训补贴申领有关事项通知如下。",
    "一、申领条件",
    "符合条件的失业人员可以在户籍地或者常住地申领失业保险金，按月发放，最长不超过{n}个月。",
    "二、办理程序",
    "申请人通过服务窗口或者网上提交材料，经办机构在十五个工作日内完成审核，公示五个工作日后发放。",
)
_BARE: Final = """\
from starlette.responses import FileResponse
async def app(scope, receive, send):
    await FileResponse({path!r}, media_type="text/html")(scope, receive, send)
"""


@dataclass(frozen=True, slots=True)
class Effort:
    """`documents` public ones; `minutes` of steady load; `nginx` is the proxy's program, None to leave it out."""

    documents: int
    minutes: float
    nginx: Path | None


def run(effort: Effort, *, as_json: bool) -> bool:
    """Measure and print; whether every bar holds."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        rows = list(_measure(Path(folder), effort))
    return report(rows, as_json=as_json)


def _measure(folder: Path, effort: Effort) -> Iterator[Row]:
    say(f"公开 {effort.documents} 件")
    page = _fill(folder, effort.documents)
    with ExitStack() as stack:
        portal = stack.enter_context(_serving(_portal_command(), _portal_variables(folder)))
        html = httpx.get(f"http://127.0.0.1:{portal.port}{page}", trust_env=False).content
        plain = folder / "plain" / "page.html"
        plain.parent.mkdir()
        plain.write_bytes(html)
        (folder / "bare.py").write_text(_BARE.format(path=str(plain)), encoding="utf-8")
        command = ["bare:app", "--app-dir", str(folder), "--lifespan", "off"]
        bare = stack.enter_context(_serving(command, {}))
        yield Row("网页大小（不含样式）", len(html) / 1000, "kB")
        say("网页与裸文件")
        yield from _compared("内置服务器", portal.port, page, bare.port, "/", _EMBEDDED)
        if effort.nginx is not None:
            say("代理服务器")
            port = _free_port()
            stack.enter_context(running_nginx(effort.nginx, folder, port=port, portal_port=portal.port))
            yield from _compared("nginx", port, page, port, "/plain/page.html", _PROXY)
        say(f"{_USERS} 人同时检索")
        took = users(portal.port, [f"/search?q={quote(word)}" for word in _WORDS], count=_USERS, seconds=20)
        yield Row(f"检索，{_USERS} 人同时，中位", statistics.median(took), "毫秒")
        yield Row(f"检索，{_USERS} 人同时，p95", p95(took), "毫秒", at_most=_SEARCH_MS)
        if effort.minutes:
            say(f"{effort.minutes:g} 分钟平稳负载")
            yield from _steady(portal, [page, "/", "/columns", "/search?q=" + quote(_WORDS[0])], effort.minutes)


def _compared(name: str, port: int, path: str, plain_port: int, plain_path: str, bar: float) -> Iterator[Row]:
    """Rounds of both, one after the other, so that the machine's mood is the same for both."""
    pairs = []
    for _ in range(_ROUNDS):
        ours = steady_rate(port, path, connections=_CONNECTIONS, seconds=_ROUND_S).per_second
        plain = steady_rate(plain_port, plain_path, connections=_CONNECTIONS, seconds=_ROUND_S).per_second
        pairs.append((ours, plain))
    yield Row(f"{name}：网页，中位", statistics.median(ours for ours, _ in pairs), "次/秒")
    yield Row(f"{name}：同样字节的裸文件，中位", statistics.median(plain for _, plain in pairs), "次/秒")
    yield Row(f"{name}：两者之比，中位", statistics.median(a / b for a, b in pairs), "", at_least=bar)


def _steady(portal: _Server, paths: list[str], minutes: float) -> Iterator[Row]:
    """Memory after a tenth of the time, when all that is kept is there, and at the end."""
    process = psutil.Process(portal.process.pid)
    took = users(portal.port, paths, count=_CONNECTIONS, seconds=minutes * 6)
    before = process.memory_info().rss
    took = users(portal.port, paths, count=_CONNECTIONS, seconds=minutes * 54)
    grown = (process.memory_info().rss - before) / before * 100
    yield Row(f"平稳负载 {minutes:g} 分钟，p95", p95(took), "毫秒")
    yield Row("平稳负载，内存增长", grown, "%", at_most=_GROWTH)
    yield Row("平稳负载，内存", process.memory_info().rss / 2**20, "MB")


def _fill(folder: Path, documents: int) -> str:
    """Publish and index; returns the path of one document's page."""
    writer, reader = BundleWriter(folder / "bundles"), BundleReader(folder / "bundles")
    for number in range(1, documents + 1):
        writer.write(_release(number))
    engine = TantivyEngine(folder / "index")
    engine.rebuild(all_index_documents(reader, BUREAU, dt.date(2026, 6, 1)))
    engine.close()
    return f"/d/{_release(documents // 2 + 1).id}"


def _release(number: int) -> Release:
    text = "\n".join(line.format(n=number % 40 + 1) for line in _LINES * 4)
    attributes = PublicAttributes(
        title=f"示例区人力资源和社会保障局关于第{number}批职业技能培训补贴的通知",
        document_number=f"示人社发〔2026〕{number}号",
        issuing_organs=("示例区人力资源和社会保障局",),
        document_type="通知",
        unit="就业促进科",
        adopted_on=dt.date(2026, 1, 1) + dt.timedelta(days=number % 300),
        column="other-policies",
    )
    return Release(
        bureau=BUREAU,
        id=f"01JZX{number:021d}",
        version=1,
        content_hash=f"{number:064x}",
        index_number=f"SLQ-RS/2026-{number:05d}",
        published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number),
        attributes=attributes,
        body_html=body_html([text], attributes, printed_lines=False),
    )


@dataclass(frozen=True, slots=True)
class _Server:
    port: int
    process: subprocess.Popen[bytes]


def _portal_command() -> list[str]:
    return ["portal.main:create", "--factory"]


def _portal_variables(folder: Path) -> dict[str, str]:
    return {
        "GONGKAI_PORTAL_BUNDLES": str(folder / "bundles"),
        "GONGKAI_PORTAL_SEARCH_URL": f"tantivy://{folder / 'index'}",
        "GONGKAI_PORTAL_BUREAU": BUREAU,
        "GONGKAI_PORTAL_BUREAU_NAME": "示例区人力资源和社会保障局",
        "GONGKAI_PORTAL_PUBLIC_URL": "https://xxgk.example",
    }


@contextmanager
def _serving(command: list[str], variables: dict[str, str]) -> Iterator[_Server]:
    """An ASGI program under uvicorn as in production, until it answers."""
    port = _free_port()
    program = [sys.executable, "-m", "uvicorn", *command, "--port", str(port), "--no-access-log"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables}
    process = subprocess.Popen(program, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield _Server(port, process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            httpx.get(f"http://127.0.0.1:{port}/", trust_env=False, timeout=120)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("a server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def find_nginx() -> Path | None:
    """The proxy's program, if it is installed."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return Path(found) if found else None
