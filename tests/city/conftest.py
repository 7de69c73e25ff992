"""A city of two bureaus without Airflow, each with one public notice; made once, nobody changes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from starlette.testclient import TestClient

from gongkai.bench.free_port import free_port
from portal.main import create
from records.domain.document import DocumentId
from tests.city.city_kit import CIVIL, LABOUR, City, Member


@dataclass(frozen=True)
class PublicCity:
    city: City
    documents: dict[Member, DocumentId]
    portal: TestClient

    def get(self, path: str, member: Member) -> httpx.Response:
        return self.portal.get(f"http://{member.host}{path}")


@pytest.fixture(scope="package")
def quiet_city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """As `gongkai prepare` leaves it."""
    city = City(tmp_path_factory.mktemp("quiet-city"), (free_port(), free_port()))
    city.found()
    done = city.command("prepare")
    assert done.returncode == 0, done.stderr
    return city


@pytest.fixture(scope="package")
def public_city(quiet_city: City) -> Iterator[PublicCity]:
    """Its portal is the one that production starts, from the same variables."""
    documents = {member: quiet_city.publish(member) for member in (LABOUR, CIVIL)}
    public = quiet_city.folder / "public"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "SEVERAL": "yes",
            "BUNDLES": public / "bundles",
            "SEARCH_URL": f"tantivy://{public / 'index' / '{bureau}'}",
            "MEANINGS": public / "meanings",
            "DROPBOX": public / "dropbox",
            "PAGES": public / "pages",
        }.items():
            patch.setenv(f"GONGKAI_PORTAL_{name}", str(value))
        with TestClient(create()) as portal:
            yield PublicCity(quiet_city, documents, portal)


def as_json(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)
    return found
