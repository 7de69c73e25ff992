"""The bench of the portal: its site is public and can be searched, its load counts answers and refuses others."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from bundles.reader import BundleReader, Published
from gongkai.bench.http_load import LoadRefused, People, p95, rate
from gongkai.bench.portal_site import BUREAU, BenchSite, make_site
from search.engine import SearchQuery
from search.meaning.meanings import MOST_NEAR
from search.open import open_engine, open_meanings

ROOT = Path(__file__).parents[3]


class Answers(BaseHTTPRequestHandler):
    """200 on every path but /fault."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(500 if self.path == "/fault" else 200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BenchSite:
    return make_site(tmp_path_factory.mktemp("site"), 60, shown=40)


def test_every_document_of_the_site_is_public(site: BenchSite) -> None:
    reader = BundleReader(site.bundles)

    assert len(list(reader.published(BUREAU))) == 60
    assert len(site.pages) == 40
    for page in site.pages:
        assert isinstance(reader.current(BUREAU, page.rpartition("/")[2]), Published)


def test_searches_of_several_kinds_find_what_the_site_holds(site: BenchSite) -> None:
    engine = open_engine(site.search_url, read_only=True)
    queries = [parse_qs(urlsplit(search).query)["q"][0] for search in site.searches]
    found = [engine.search(SearchQuery(BUREAU, query)).total for query in queries]
    engine.close()

    assert any("〔" in query for query in queries)
    assert len(set(queries)) > 100
    assert sum(1 for total in found if total) > 0.9 * len(queries)


def test_what_every_document_means_can_be_looked_through(site: BenchSite) -> None:
    meanings = open_meanings(site.meanings, read_only=True)
    assert meanings is not None

    assert len(meanings.known(BUREAU)) == 60
    assert len(meanings.near(BUREAU, "失业保险金怎么领")) == MOST_NEAR
    meanings.close()


def test_what_somebody_types_before_they_search_is_the_beginning_of_a_search(site: BenchSite) -> None:
    queries = [parse_qs(urlsplit(search).query)["q"][0] for search in site.searches]
    typed = [parse_qs(urlsplit(each).query)["q"][0] for each in site.suggestions]

    assert len(typed) > 100
    assert all(len(text) >= 2 and any(query.startswith(text) for query in queries) for text in typed)


def test_the_rate_is_of_answers_with_200_alone(server: int) -> None:
    assert rate(f"http://127.0.0.1:{server}/", seconds=1) > 0
    with pytest.raises(LoadRefused):
        rate(f"http://127.0.0.1:{server}/fault", seconds=1)


@pytest.mark.parametrize("pause_s", [0.0, 0.05])
def test_people_wait_for_each_answer_and_all_are_counted(server: int, pause_s: float) -> None:
    took = People(server, ["/a", "/b"], count=5, pause_s=pause_s).ask(seconds=3)  # a busy machine starts them late

    assert len(took) >= 5
    assert min(took) > 0
    assert min(took) <= p95(took) <= max(took) * 1.5


def test_one_refused_answer_makes_the_whole_load_worthless(server: int) -> None:
    with pytest.raises(LoadRefused, match="500"):
        People(server, ["/a", "/fault"], count=3).ask(seconds=5)


def test_without_its_programs_the_bench_says_in_one_line_what_to_install(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": str(tmp_path), "GONGKAI_HOME": str(tmp_path)}

    refused = subprocess.run(
        [sys.executable, "-m", "gongkai", "bench", "portal"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 69
    assert refused.stderr == "gongkai: 没有安装 wrk。 以 root 执行 apt-get install nginx-light wrk。\n"
