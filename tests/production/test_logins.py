"""How long a log-in at the staff site lasts, and how often one may fail: FAB, its limits and the proxy's."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.production.house import PASSWORD, STAFF, House, passed, wait_for

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

WORKING_DAY_S = 9 * 3600
FAILURES = 5
WRONG = "no password of anybody"
#: As if the last failure had been so long ago.
LET_TIME_PASS = """
import pathlib, psycopg, sys
url = pathlib.Path("/run/secrets/airflow_database_url").read_text().replace("+psycopg", "")
with psycopg.connect(url) as database:
    earlier = "UPDATE ab_user SET changed_on = changed_on - interval '16 minutes' WHERE username = %s"
    database.execute(earlier, sys.argv[1:])
"""


@pytest.fixture(scope="module")
def account(house: House) -> str:
    """Somebody who is in no other test."""
    house.make_account("forgetful")
    return "forgetful"


def ask(client: httpx.Client, account: str, password: str) -> int:
    """The status of a log-in that the proxy let pass."""
    body = {"username": account, "password": password}
    answer: httpx.Response = wait_for("it may be tried", lambda: passed(client.post("/auth/token", json=body)))
    return answer.status_code


def claims(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return found


def log_in_at_the_form(client: httpx.Client, account: str) -> httpx.Response:
    page = wait_for("the form is shown", lambda: passed(client.get("/auth/login/")))
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token, page.text[:500]
    form = {"csrf_token": token[1], "username": account, "password": PASSWORD}
    headers = {"Referer": f"{STAFF}/auth/login/"}
    answer: httpx.Response = wait_for(
        "it may be tried", lambda: passed(client.post("/auth/login/", data=form, headers=headers))
    )
    return answer


def test_a_token_lasts_a_working_day_and_not_longer(house: House, account: str) -> None:
    with house.browser(STAFF) as client:
        body = {"username": account, "password": PASSWORD}
        answer = wait_for("it may be tried", lambda: passed(client.post("/auth/token", json=body)))
    token = claims(answer.json()["access_token"])
    assert token["exp"] - token["iat"] == WORKING_DAY_S


def test_a_log_in_at_the_form_ends_after_an_idle_hour_and_its_token_with_the_working_day(
    house: House, account: str
) -> None:
    with house.browser(STAFF) as client:
        answer = log_in_at_the_form(client, account)
    set_cookies = [line.lower() for line in answer.headers.get_list("set-cookie")]
    session = next(line for line in set_cookies if line.startswith("session="))
    token = next(line for line in set_cookies if line.startswith("_token="))
    for cookie in (session, token):
        assert {"secure", "httponly", "samesite=lax"} <= {part.strip() for part in cookie.split(";")}, cookie
    expires = re.search(r"expires=([^;]+)", session)
    assert expires
    ends = dt.datetime.strptime(expires[1], "%a, %d %b %Y %H:%M:%S gmt").replace(tzinfo=dt.UTC)
    given = answer.headers["date"]
    now = dt.datetime.strptime(given, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=dt.UTC)
    assert dt.timedelta(minutes=58) < ends - now < dt.timedelta(minutes=62)
    found = next(value for name, value in answer.cookies.items() if name == "_token")
    assert 0 < claims(found)["exp"] - claims(found)["iat"] <= WORKING_DAY_S


def test_after_five_failures_an_account_rests_a_quarter_of_an_hour_even_for_the_right_password(
    house: House, account: str
) -> None:
    with house.browser(STAFF) as client:
        assert ask(client, account, PASSWORD) == httpx.codes.CREATED
        for _ in range(FAILURES):
            assert ask(client, account, WRONG) == httpx.codes.UNAUTHORIZED
        assert ask(client, account, PASSWORD) == httpx.codes.UNAUTHORIZED
        house.inside("worker", "python", "-c", LET_TIME_PASS, account)
        assert ask(client, account, PASSWORD) == httpx.codes.CREATED


def test_one_address_may_not_try_many_passwords(house: House) -> None:
    """Of no account at all, so that it is the proxy that refuses; all at once, since FAB takes its time."""
    body = {"username": "nobody", "password": WRONG}
    with house.browser(STAFF) as client, ThreadPoolExecutor(40) as people:
        answers = people.map(lambda _: client.post("/auth/token", json=body, timeout=600), range(40))
        codes = [answer.status_code for answer in answers]
    assert set(codes) == {httpx.codes.UNAUTHORIZED, httpx.codes.TOO_MANY_REQUESTS}
    assert codes.count(httpx.codes.TOO_MANY_REQUESTS) >= 10
