"""The production stack for several bureaus: the file over docker-compose.yml, and the public proxy by host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
import yaml

from bundles.page_files import OPEN_NAME
from bundles.sites import BureauSite, Sites
from gongkai.bench.own_proxy import own_proxy
from gongkai.bureaus import Bureaus, Served
from gongkai.public_sites import SITES_MAP, tell_of_sites
from gongkai.settings import ROOT, load_installation, load_settings
from records.domain.bureau import Bureau
from records.domain.document import PersonId
from tests.deploy.test_compose import COMPOSE_FILE, faults

FILE = ROOT / "deploy" / "several.compose.yml"
DOCUMENT = "01JZX000000000000000000001"
INSIDE = {"prepare", "api-server", "worker", "worker-ocr"}


@pytest.fixture(scope="module")
def several() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def one() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))


def test_the_file_is_valid_and_names_services_configs_and_variables_that_there_are(several, one) -> None:
    assert faults(several) == []
    assert set(several["services"]) <= set(one["services"])
    assert set(several["configs"]) <= set(one["configs"])
    asked = set(re.findall(r"\$\{(\w+)", FILE.read_text(encoding="utf-8")))
    assert asked <= set(re.findall(r"\$\{(\w+)", COMPOSE_FILE.read_text(encoding="utf-8")))


def test_only_who_runs_our_code_sees_what_bureaus_keep(several) -> None:
    keeping = {
        name for name, service in several["services"].items() if "bureaus:" in " ".join(service.get("volumes", ()))
        and any(volume.startswith("bureaus:") for volume in service["volumes"])
    }  # fmt: skip
    assert keeping == {*INSIDE, "metrics"}
    assert "volumes" not in several["services"]["portal"]


def test_the_settings_of_each_bureau_are_right(several, one, tmp_path: Path) -> None:
    (tmp_path / "hrss").mkdir()
    (tmp_path / "hrss" / "bureau.toml").touch()
    given = one["services"]["worker"]["environment"] | several["services"]["worker"]["environment"]
    plain = {name: re.sub(r"\$\{\w+:-\}", "", value) for name, value in given.items() if "_FILE" not in name}
    secrets = {
        "GONGKAI_RECORDS_URL": "postgresql+psycopg://records:x@postgres:5432/records_{bureau}",
        "GONGKAI_SEARCH_URL": "http://gongkai-writer:x@elasticsearch:9200/gongkai-{bureau}",
    }
    settings = load_settings(plain | secrets | {"GONGKAI_BUREAUS": str(tmp_path), "GONGKAI_BUREAU": "hrss"})
    assert settings.records_url.endswith("/records_hrss")
    assert settings.search_url.endswith("/gongkai-hrss")
    assert settings.inbox_url == "s3://inbox/hrss"
    assert settings.home == Path("/var/lib/gongkai/bureaus/hrss")
    assert settings.bureau_file == tmp_path / "hrss" / "bureau.toml"
    assert settings.dropbox == Path("/var/lib/gongkai/public/dropbox/hrss")


class _Portal(BaseHTTPRequestHandler):
    """Says which host it was asked for."""

    def do_GET(self) -> None:
        text = f"portal {self.headers['Host']}".encode()
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Both bureaus have a page of the same id as a file, which no two have; the map is of `gongkai prepare`."""
    folder = tmp_path_factory.mktemp("proxy")
    settings = load_installation({"GONGKAI_HOME": str(folder)})
    served = tuple(Served(settings, _bureau(name)) for name in ("hrss", "civil"))
    assert tell_of_sites(settings, Bureaus(served)) == Sites(site=tuple(_site(name) for name in ("civil", "hrss")))
    pages = folder / "public" / "pages"
    for name in ("hrss", "civil"):
        (pages / name / OPEN_NAME).mkdir(parents=True)
        (pages / name / OPEN_NAME / f"{DOCUMENT}.html").write_text(f"page of {name}", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Portal)
    Thread(target=server.serve_forever, daemon=True).start()
    run = folder / "run"
    run.mkdir()
    sites_map = (pages / SITES_MAP).read_text(encoding="ascii")
    with (
        own_proxy(run, pages / "any", portal_port=server.server_port, sites_map=sites_map) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client
    server.shutdown()
    server.server_close()


def _bureau(name: str) -> Bureau:
    return Bureau(name, name, "X", PersonId("head"), (), (), public_url=f"https://{name}.gongkai.example")


def _site(name: str) -> BureauSite:
    return BureauSite(bureau=name, name=name, public_url=f"https://{name}.gongkai.example")


@pytest.mark.parametrize("name", ["hrss", "civil"])
def test_each_host_has_its_bureaus_files_and_is_passed_on_by_its_name(proxy: httpx.Client, name: str) -> None:
    host = {"host": f"{name}.gongkai.example"}
    assert proxy.get(f"/d/{DOCUMENT}", headers=host).text == f"page of {name}"
    assert proxy.get("/", headers=host).text == f"portal {name}.gongkai.example"


@pytest.mark.parametrize("host", ["gongkai.example", "127.0.0.1", "hrss.gongkai.example.evil.example"])
def test_a_host_that_is_nobodys_gets_421_from_the_proxy_already(proxy: httpx.Client, host: str) -> None:
    for path in ("/", f"/d/{DOCUMENT}", "/search?q=x", "/requests/new"):
        answer = proxy.get(path, headers={"host": host})
        assert answer.status_code == 421, path
        assert "page of" not in answer.text
