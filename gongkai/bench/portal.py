"""`gongkai bench portal`: the public site under load, beside plain files in the same run."""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import psutil

from bundles.page_files import page_files
from gongkai.bench.drawn_meanings import installed_model
from gongkai.bench.http_load import CONNECTIONS, People, p95, rate
from gongkai.bench.own_portal import Server, bare_file, own_portal
from gongkai.bench.own_proxy import own_proxy, program
from gongkai.bench.own_stack import say
from gongkai.bench.portal_site import BUREAU, BenchSite, make_site
from gongkai.bench.rows import Row, report

#: Bars of issue 6: parts of a plain file's rate, milliseconds; and what growth of memory counts as flat, per cent.
_EMBEDDED, _PROXY, _SEARCH_MS, _FLAT = 0.8, 0.9, 200.0, 5.0
_ROUNDS, _ROUND_S = 15, 1
_USERS, _SEARCHED_S = 50, 30.0
#: How long somebody looks at a page of results, and lets the keyboard rest while typing; seconds on average.
_READING_S: Final = 5.0
_TYPING_S: Final = 1.0
#: Documents that are asked for under steady load: more than the portal keeps pages of.
_SHOWN: Final = 3_000
#: Memory is looked at so often, in parts of the whole time; the first tenth fills the caches.
_LOOKS, _FIRST = 100, 10


@dataclass(frozen=True, slots=True)
class Effort:
    """`documents` public ones; `minutes` of steady load, 0 to leave it out."""

    documents: int
    minutes: float


def run(effort: Effort, *, as_json: bool) -> bool:
    """Measure and print; whether every bar holds.

    Raises:
        ProgramMissing: nginx, wrk or the model of meanings is not installed.
    """
    for name in ("nginx", "wrk"):
        program(name)
    installed_model()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        rows = list(_measure(Path(folder), effort))
    return report(rows, as_json=as_json)


def _measure(folder: Path, effort: Effort) -> Iterator[Row]:
    say(f"公开 {effort.documents} 件")
    site = make_site(folder, effort.documents, _SHOWN)
    with own_portal(site) as portal:
        yield from _beside_files(folder, site, portal)
        yield from _searching(site, portal)
        if effort.minutes:
            yield from _steady(site, portal, effort.minutes)


def _beside_files(folder: Path, site: BenchSite, portal: Server) -> Iterator[Row]:
    """One document's page from the portal and from the proxy, each beside a plain file of the same bytes."""
    path = site.pages[0]
    plain = folder / "plain" / "page.html"
    plain.parent.mkdir()
    plain.write_bytes(httpx.get(f"{portal.url}{path}", trust_env=False).content)
    yield Row("网页大小（不含样式）", plain.stat().st_size / 1000, "kB")
    with ExitStack() as running:
        bare = running.enter_context(bare_file(folder, plain))
        say("内置服务器：网页与同样字节的裸文件")
        yield from _compared("内置服务器", f"{portal.url}{path}", f"{bare.url}/", _EMBEDDED)
    with own_proxy(folder, page_files(site.bundles, BUREAU), portal_port=portal.port) as url:
        say("nginx：网页与同样字节的裸文件")
        yield from _compared("nginx", f"{url}{path}", f"{url}/plain/page.html", _PROXY)


def _compared(name: str, url: str, plain: str, bar: float) -> Iterator[Row]:
    """Rounds of both in turns, so that the machine's mood is the same for both."""
    pairs = [(rate(url, seconds=_ROUND_S), rate(plain, seconds=_ROUND_S)) for _ in range(_ROUNDS)]
    yield Row(f"{name}：网页，中位", statistics.median(ours for ours, _ in pairs), "次/秒")
    yield Row(f"{name}：裸文件，中位", statistics.median(bare for _, bare in pairs), "次/秒")
    yield Row(f"{name}：两者之比，各轮的中位", statistics.median(a / b for a, b in pairs), "", at_least=bar)


def _searching(site: BenchSite, portal: Server) -> Iterator[Row]:
    say(f"{_USERS} 人同时检索，每人看 {_READING_S:g} 秒")
    took = People(portal.port, site.searches, _USERS, _READING_S).ask(seconds=_SEARCHED_S)
    yield Row(f"检索，{_USERS} 人，各看 {_READING_S:g} 秒：每秒", len(took) / _SEARCHED_S, "次")
    yield Row(f"检索，{_USERS} 人，各看 {_READING_S:g} 秒：中位", statistics.median(took), "毫秒")
    yield Row(f"检索，{_USERS} 人，各看 {_READING_S:g} 秒：p95", p95(took), "毫秒", at_most=_SEARCH_MS)
    say(f"{_USERS} 个程序不停检索")
    took = People(portal.port, site.searches, _USERS).ask(seconds=_SEARCHED_S)
    yield Row(f"检索，{_USERS} 个程序不停：每秒", len(took) / _SEARCHED_S, "次")
    yield Row(f"检索，{_USERS} 个程序不停：p95", p95(took), "毫秒")
    say(f"{_USERS} 人同时输入，每人 {_TYPING_S:g} 秒问一次建议")
    took = People(portal.port, site.suggestions, _USERS, _TYPING_S).ask(seconds=_SEARCHED_S)
    yield Row(f"输入时的建议，{_USERS} 人：每秒", len(took) / _SEARCHED_S, "次")
    yield Row(f"输入时的建议，{_USERS} 人：中位", statistics.median(took), "毫秒")
    yield Row(f"输入时的建议，{_USERS} 人：p95", p95(took), "毫秒")


def _steady(site: BenchSite, portal: Server, minutes: float) -> Iterator[Row]:
    """Pages, lists, searches and suggestions without a pause; memory over time."""
    say(f"{minutes:g} 分钟平稳负载")
    paths = [*site.pages, *["/", "/columns"] * (len(site.pages) // 20), *site.searches, *site.suggestions]
    seconds = minutes * 60
    memory = list[tuple[float, float]]()
    watcher = threading.Thread(target=_watch, args=(portal.pid, seconds, memory))
    watcher.start()
    took = People(portal.port, paths, CONNECTIONS).ask(seconds=seconds)
    watcher.join()
    settled = memory[_FIRST:]
    slope = _slope(settled)
    yield Row(f"平稳负载 {minutes:g} 分钟：每秒", len(took) / seconds, "次")
    yield Row(f"平稳负载 {minutes:g} 分钟：p95", p95(took), "毫秒")
    for when, (_, size) in (("开始", memory[0]), ("中间", memory[len(memory) // 2]), ("结束", memory[-1])):
        yield Row(f"平稳负载：内存，{when}", size, "MB")
    yield Row("平稳负载：内存每小时增长", slope * 3600, "MB")
    grown = slope * (settled[-1][0] - settled[0][0]) / settled[0][1] * 100
    yield Row("平稳负载：内存增长", grown, "%", at_most=_FLAT)


def _watch(pid: int, seconds: float, memory: list[tuple[float, float]]) -> None:
    """Seconds since the beginning, and resident MB; from the very beginning to the end."""
    process, began = psutil.Process(pid), time.monotonic()
    for look in range(_LOOKS + 1):
        time.sleep(max(0.0, began + look * seconds / _LOOKS - time.monotonic()))
        memory.append((time.monotonic() - began, process.memory_info().rss / 2**20))


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """MB a second, by least squares."""
    return statistics.linear_regression([at for at, _ in points], [size for _, size in points]).slope
