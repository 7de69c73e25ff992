"""The public proxy: nginx with our configuration in front of a running portal."""

from __future__ import annotations

import datetime as dt
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from bundles.consultations import Consultations, PublicConsultation
from bundles.format import PublicAttributes
from bundles.page_files import OPEN_NAME, page_files
from bundles.writer import BundleWriter, Release
from gongkai.bench.own_proxy import CONFIGURATION, own_proxy, program
from portal.clock import today

ROOT = Path(__file__).resolve().parents[2]
BUREAU = "shili-hrss"
START = dt.datetime(2026, 3, 1, 1, 0, tzinfo=dt.UTC)
#: What only a program that answers itself says: its name, the time, and how it keeps the connection.
OWN_HEADERS = {"server", "date", "connection", "strict-transport-security"}


@dataclass(frozen=True, slots=True)
class Site:
    """A bureau's public side behind its proxy, and the portal itself."""

    writer: BundleWriter
    proxy: httpx.Client
    portal: httpx.Client
    log: Path

    @property
    def files(self) -> set[str]:
        """The pages that the proxy has as files."""
        folder = page_files(self.writer.root, BUREAU) / OPEN_NAME
        return {path.stem for path in folder.glob("*.html")}

    def take_down(self, release: Release, kind: str = "withdrawn") -> None:
        at = START + dt.timedelta(days=90)
        self.writer.tombstone(BUREAU, release.id, reason="经重新审查，该公文不再公开。", at=at, kind=kind)


def notice(number: int, title: str = "关于开展技能培训的通知", **facts: object) -> Release:
    return Release(
        bureau=BUREAU,
        id=f"01JZX{number:021d}",
        version=1,
        content_hash=f"{number:064x}",
        index_number=f"SLQ-RS/2026-{number:05d}",
        published_at=START,
        attributes=PublicAttributes.model_validate({"title": title, "column": "other-policies", **facts}),
        body_html=f"<p>第{number}号通知的正文。</p>\n",
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    writer = BundleWriter(folder / "bundles")
    writer.write(notice(1))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "GONGKAI_PORTAL_BUNDLES": str(writer.root),
        "GONGKAI_PORTAL_SEARCH_URL": f"tantivy://{folder / 'no-index'}",
        "GONGKAI_PORTAL_BUREAU": BUREAU,
        "GONGKAI_PORTAL_BUREAU_NAME": "示例区人力资源和社会保障局",
        "GONGKAI_PORTAL_PUBLIC_URL": "https://xxgk.example",
        "GONGKAI_PORTAL_PAGES": str(folder / "pages"),
    }
    command = [sys.executable, "-m", "uvicorn", "portal.main:create", "--factory", "--port", str(port)]
    run = folder / "proxy"
    run.mkdir()
    portal_url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(portal_url)
            with (
                own_proxy(run, page_files(writer.root, BUREAU), portal_port=port) as url,
                httpx.Client(base_url=url, timeout=60, headers={"host": "xxgk.example"}) as proxy,
                httpx.Client(base_url=portal_url, timeout=60) as portal,
            ):
                yield Site(writer, proxy, portal, run / "access.log")
        finally:
            process.terminate()


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            httpx.get(f"{url}/healthz", timeout=60)
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def publish(site: Site, release: Release) -> str:
    """Publish, let the proxy ask once, and return the address."""
    site.writer.write(release)
    address = f"/d/{release.id}"
    assert site.proxy.get(address).status_code == 200
    return address


def headers(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in OWN_HEADERS}


def test_a_page_is_served_as_a_file_with_the_bytes_and_headers_of_the_portal(site: Site) -> None:
    made = notice(2)
    address = publish(site, made)
    assert made.id in site.files

    for method in ("GET", "HEAD"):
        by_file, by_portal = site.proxy.request(method, address), site.portal.request(method, address)

        assert by_file.content == by_portal.content
        assert headers(by_file) == headers(by_portal)
    assert by_file.headers["strict-transport-security"]


def test_the_file_is_what_the_proxy_serves(site: Site) -> None:
    """Or the test before would say nothing of it."""
    made = notice(3)
    address = publish(site, made)
    path = page_files(site.writer.root, BUREAU) / OPEN_NAME / f"{made.id}.html"
    path.write_text("这来自文件", encoding="utf-8")

    assert site.proxy.get(address).text == "这来自文件"
    assert "第3号通知的正文" in site.proxy.get(address, headers={"cookie": "text=large"}).text
    assert site.proxy.get(f"{address}?a=b").text == "这来自文件"
    site.take_down(made)


def test_who_has_the_page_gets_304_from_both(site: Site) -> None:
    address = publish(site, notice(4))
    asked = {"if-none-match": site.portal.get(address).headers["etag"]}

    by_file, by_portal = site.proxy.get(address, headers=asked), site.portal.get(address, headers=asked)

    assert (by_file.status_code, by_portal.status_code) == (304, 304)
    assert headers(by_file) == headers(by_portal)


def test_large_letters_come_from_the_portal(site: Site) -> None:
    address = publish(site, notice(5))
    large = {"cookie": "text=large"}

    assert 'class="large"' in site.proxy.get(address, headers=large).text
    assert 'class="large"' not in site.proxy.get(address).text


@pytest.mark.parametrize("kind", ["suspended", "withdrawn"])
def test_what_is_taken_down_is_gone_with_the_act(site: Site, kind: str) -> None:
    made = notice({"suspended": 6, "withdrawn": 7}[kind])
    address = publish(site, made)

    site.take_down(made, kind)

    assert site.files == set()
    gone = site.proxy.get(address)
    assert gone.status_code == 410
    assert "的正文" not in gone.text
    assert site.proxy.get(address).status_code == 410
    assert made.id not in site.files


def test_a_correction_shows_at_once(site: Site) -> None:
    made = notice(8)
    address = publish(site, made)
    before = site.proxy.get(address)

    site.writer.write(replace(made, version=2, content_hash="b" * 64, body_html="<p>改正后的正文。</p>\n"))

    after = site.proxy.get(address, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert "改正后的正文" in after.text
    assert site.proxy.get(address).text == after.text


def test_a_page_loses_its_link_to_what_is_taken_down(site: Site) -> None:
    policy = notice(9, "示例区灵活就业办法")
    address = publish(site, policy)
    explained = notice(
        10, "《示例区灵活就业办法》政策解读", column="policy-interpretations", cites=["《示例区灵活就业办法》"]
    )
    site.writer.write(explained)
    assert explained.id in site.proxy.get(address).text
    assert policy.id in site.files

    site.take_down(explained)

    assert explained.id not in site.proxy.get(address).text


def test_a_page_whose_validity_a_day_to_come_ends_is_no_file(site: Site) -> None:
    made = notice(11, expires_on=dt.date(2999, 12, 31))
    address = publish(site, made)

    assert "有效期至" in site.proxy.get(address).text
    assert made.id not in site.files


def test_what_was_never_public_is_404_and_no_file(site: Site) -> None:
    unknown = notice(12).id

    assert site.proxy.get(f"/d/{unknown}").status_code == 404
    assert unknown not in site.files
    for path in (f"/d/{unknown}.html", "/srv/pages", f"/d/..%2f{unknown}", "/d/%2e%2e/%2e%2e/etc/passwd"):
        assert site.proxy.get(path).status_code in (400, 404)


def test_a_link_in_the_folder_is_not_followed(site: Site, tmp_path: Path) -> None:
    """The portal can write there; it must not read the proxy's files by that."""
    secret = tmp_path / "secret.html"
    secret.write_text("秘密文件", encoding="utf-8")
    made = notice(13)
    site.writer.write(made)
    (page_files(site.writer.root, BUREAU) / OPEN_NAME / f"{made.id}.html").symlink_to(secret)

    assert "秘密文件" not in site.proxy.get(f"/d/{made.id}").text
    site.take_down(made)


def test_the_log_has_the_address_that_was_asked_for_without_its_query(site: Site) -> None:
    address = publish(site, notice(15))
    for _ in range(2):  # the second one is a file
        site.proxy.get(f"{address}?q=某人姓名")
    site.proxy.get("/search?q=某人姓名")

    deadline = time.monotonic() + 60  # a line is written after its answer
    while "/search" not in (log := site.log.read_text(encoding="utf-8")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [line.split()[2:4] for line in log.splitlines()[-3:]] == [
        ["GET", address],
        ["GET", address],
        ["GET", "/search"],
    ]
    assert "?" not in log


def test_typing_fast_uses_up_suggestions_and_leaves_searching_alone(site: Site) -> None:
    # There is no index here: what passes gets 503.
    codes = (site.proxy.get("/api/v1/suggestions?q=培训").status_code for _ in range(2_000))

    assert 429 in codes
    for address in ("/search?q=培训", "/search/feed.atom?q=培训", "/api/v1/search?q=培训"):
        assert site.proxy.get(address).status_code == 503


def test_only_reading_passes(site: Site) -> None:
    address = publish(site, notice(14))

    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert site.proxy.request(method, address).status_code in (403, 405)


def test_a_request_for_information_passes_with_its_body_and_a_longer_one_does_not(site: Site) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}

    assert site.proxy.get("/requests/new").status_code == 200
    # This portal has no drop box: it hands back what was typed, which says that the body came through.
    short = site.proxy.post("/requests/new", content=b"description=what-was-typed", headers=form)
    assert short.status_code == 503
    assert "what-was-typed" in short.text
    assert site.proxy.post("/requests/new", content=b"a" * 60_000, headers=form).status_code == 413
    assert site.proxy.post("/requests/status", content=b"receipt=x", headers=form).status_code == 404
    assert site.proxy.post("/requests", content=b"a=b", headers=form).status_code in (403, 405)


def test_a_comment_on_a_draft_passes_with_its_body_and_nothing_else_below_it_does(site: Site) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    draft = publish(site, notice(17)).removeprefix("/d/")
    day = today()
    consultation = PublicConsultation(
        id=draft,
        draft_id=draft,
        title="《示例办法》公开征求意见",
        basis="依据",
        explanation="说明",
        opens_on=day - dt.timedelta(days=2),
        closes_on=day + dt.timedelta(days=2),
        approved_at=dt.datetime.fromtimestamp(0, dt.UTC),
    )
    site.writer.write_consultations(BUREAU, Consultations(consultation=(consultation,)))
    address = f"/consultations/{draft}/comment"

    assert site.proxy.get(address).status_code == 200
    # This portal has no drop box: it hands back what was typed, which says that the body came through.
    short = site.proxy.post(address, content=b"text=what-was-typed", headers=form)
    assert short.status_code == 503
    assert "what-was-typed" in short.text
    assert site.proxy.post(address, content=b"a" * 60_000, headers=form).status_code == 413
    for other in ("/consultations", f"/consultations/{draft}", f"{address}/x"):
        assert site.proxy.post(other, content=b"a=b", headers=form).status_code in (403, 405)
    assert "正在征求意见" in site.proxy.get(f"/d/{draft}").text
    assert draft not in site.files, "a day to come changes what the page says"


def test_a_subscription_passes_with_its_body_and_the_links_of_mails_without_one(site: Site) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    link = f"s=01JZX000000000000000000001&k={'a' * 64}"

    assert site.proxy.get("/subscriptions/new").status_code == 200
    # This portal has no drop box: that it looks for the list says that the body came through.
    assert site.proxy.post("/subscriptions/new", content=b"of=/", headers=form).status_code == 503
    assert site.proxy.post("/subscriptions/new", content=b"of=/columns/none", headers=form).status_code == 404
    assert site.proxy.post("/subscriptions/new", content=b"a" * 60_000, headers=form).status_code == 413
    for act in ("confirm", "end"):
        assert site.proxy.get(f"/subscriptions/{act}?{link}").status_code == 200
        click = site.proxy.post(f"/subscriptions/{act}?{link}", content=b"List-Unsubscribe=One-Click", headers=form)
        assert click.status_code == 503
    assert site.proxy.post("/subscriptions", content=b"a=b", headers=form).status_code in (403, 405)


def test_no_proxy_keeps_anything_that_it_would_show_later() -> None:
    """A cache, or file handles that are kept open, would show what was taken down."""
    text = re.sub(r"#.*", "", CONFIGURATION.read_text(encoding="utf-8"))
    assert not re.search(r"proxy_cache|open_file_cache|proxy_store|fastcgi_cache", text)


@pytest.mark.parametrize("name", ["public.conf", "staff.conf"])
def test_the_configuration_of_production_is_understood(name: str, tmp_path: Path) -> None:
    """As it stands, with TLS; names that only the stack knows and a directive newer than Debian's nginx apart."""
    made = [
        "-subj",
        "/CN=xxgk.example",
        "-keyout",
        str(tmp_path / "tls_key"),
        "-out",
        str(tmp_path / "tls_certificate"),
    ]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made], check=True, capture_output=True)
    text = CONFIGURATION.with_name(name).read_text(encoding="utf-8").replace("http2 on;", "")
    text = re.sub(r"http://[a-z-]+:\d+", "http://127.0.0.1:8000", text)
    for folder in ("/run/secrets/", "/etc/nginx/sites", "/run/nginx."):
        text = text.replace(folder, f"{tmp_path}/{folder.rpartition('/')[2]}")
    folders = (f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    text = text.replace("http {\n", f"http {{ {' '.join(folders)}\n")
    (tmp_path / "sites.map").write_text(f"default {BUREAU};", encoding="utf-8")
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")

    checked = subprocess.run(
        [program("nginx"), "-t", "-e", str(tmp_path / "log"), "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
