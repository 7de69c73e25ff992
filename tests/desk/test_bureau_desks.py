"""The desk of an installation for several bureaus: whose account it is says whose desk it is, and no address does."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from review_desk.app import create_app
from review_desk.bureau_desks import BureauDesks
from review_desk.login import airflow_user_id

from gongkai.bureaus import Served
from gongkai.settings import Settings, load_settings
from records.domain.bureau import Bureau
from records.domain.document import DocumentId, PersonId
from tests.desk.bureau import BUREAU
from tests.desk.test_access import ROUTES, address
from tests.desk.visitors import ORIGIN, DeskHouse, user_of_header
from tests.records.office_kit import SetClock, open_office

NAMES = ("hrss", "civil")


@dataclass
class TwoDesks:
    houses: dict[str, DeskHouse]
    accounts: dict[str, Served]
    outer: FastAPI
    opened: list[str]

    def client(self, account: str) -> TestClient:
        return TestClient(self.outer, headers={"x-test-user": account, "origin": ORIGIN})


def bureau(name: str) -> Bureau:
    people = tuple(replace(person, airflow_user=f"{name}.{person.id}") for person in BUREAU.people)
    return replace(BUREAU, id=name, name=f"示例区{name}局", people=people)


@pytest.fixture
def desks(tmp_path: Path, empty_records: Path) -> Iterator[TwoDesks]:
    houses, accounts, opened = {}, {}, []
    for name in NAMES:
        folder = tmp_path / name
        folder.mkdir()
        path = shutil.copy(empty_records, folder / "records.db")
        clock = SetClock(dt.datetime(2026, 3, 5, 1, 7, tzinfo=dt.UTC))
        houses[name] = DeskHouse(open_office(folder, f"sqlite:///{path}", bureau=bureau(name), clock=clock))
        served = Served(load_settings({"GONGKAI_HOME": str(folder)}), houses[name].office.bureau)
        accounts |= {person.airflow_user: served for person in served.bureau.people}

    @contextmanager
    def open_bureau(settings: Settings):
        opened.append(settings.home.name)
        yield houses[settings.home.name]._services()

    app, outer = create_app(), FastAPI()
    app.state.services = BureauDesks(lambda: accounts, open_bureau)
    app.dependency_overrides[airflow_user_id] = user_of_header
    outer.mount("/desk", app)
    yield TwoDesks(houses, accounts, outer, opened)
    for house in houses.values():
        house.pool.close()


@pytest.fixture
def foreign(desks: TwoDesks) -> DocumentId:
    """A document in review at the other bureau."""
    return desks.houses["civil"].office.submit("关于红枫养老服务的通知", by=PersonId("clerk"))


def test_each_ones_people_work_at_their_own_desk(desks: TwoDesks, foreign: DocumentId) -> None:
    page = desks.client("civil.unit-head").get("/desk/")
    assert "示例区civil局" in page.text
    assert foreign in page.text
    page = desks.client("hrss.unit-head").get("/desk/")
    assert "示例区hrss局" in page.text
    assert foreign not in page.text
    assert desks.opened == ["civil", "hrss"]


@pytest.mark.parametrize("person", ["unit-head", "office", "officer", "duty", "operator", "clerk"])
def test_no_address_of_another_bureaus_document_opens_for_anybody(
    desks: TwoDesks, foreign: DocumentId, person: str
) -> None:
    client = desks.client(f"hrss.{person}")
    for method, path in ROUTES:
        answer = client.request(method, address(path, foreign))
        assert "红枫" not in answer.text, path
        assert "示例区civil局" not in answer.text, path
        if "{document_id}" in path:
            assert answer.status_code in {403, 404, 409, 413, 422}, (method, path)


def test_an_account_of_no_bureau_and_one_of_two_is_nobodys(desks: TwoDesks) -> None:
    assert desks.client("head").get("/desk/").status_code == 403


def test_who_has_left_the_directory_is_out_at_once(desks: TwoDesks) -> None:
    client = desks.client("hrss.head")
    assert client.get("/desk/").status_code == 200
    del desks.accounts["hrss.head"]
    assert client.get("/desk/").status_code == 403
