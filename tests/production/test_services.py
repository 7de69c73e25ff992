"""The running stack itself: what is up, what it may reach, what it leaves behind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import httpx
import psutil
import pytest

from gongkai.production.compose import load_stack, read_variables
from tests.production.house import PUBLIC, House, wait_for
from tests.production.manual import type_in

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

CONNECT = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=5).close()
except OSError as error:
    print("closed", error)
else:
    print("open")
"""

ENTER_RECORDS = """
import pathlib, psycopg
url = pathlib.Path("/run/secrets/airflow_database_url").read_text().replace("+psycopg", "")
try:
    psycopg.connect(url.replace("5432/airflow", "5432/records"), connect_timeout=10)
except psycopg.OperationalError as error:
    print("refused" if "permission denied" in str(error) else error)
"""


def reaches(house: House, service: str, host: str, port: int) -> bool:
    return house.inside(service, "python", "-c", CONNECT, host, str(port)).startswith("open")


def test_every_service_is_healthy(house: House) -> None:
    """A check that imports Airflow may miss its time on a busy machine; the next one has to succeed."""
    shown = wait_for("every service is healthy", lambda: all_healthy(house))
    lines = shown.decode().splitlines()
    assert {line.split()[0] for line in lines} == set(load_stack(read_variables(house.folder / ".env")).services)


def all_healthy(house: House) -> bytes | None:
    done = house.production("ps", check=False)
    return done.stdout if done.returncode == 0 else None


def test_the_idle_stack_stays_within_the_memory_that_the_manual_asks_for(
    house: House, record_testsuite_property: Callable[[str, object], None]
) -> None:
    lines = [line.split() for line in house.production("ps", check=False).stdout.decode().splitlines()]
    memory = {name: int(figure) for name, _, figure in lines if figure != "-"}
    record_testsuite_property("memory_mb", json.dumps(memory))
    assert sum(memory.values()) < 8_000


#: They write their own names over what the kernel would tell.
UNREADABLE = {"api-server", "staff-proxy", "public-proxy"}


def test_every_process_has_exactly_the_variables_of_the_file(house: House) -> None:
    """Read from the kernel, of what runs; but for secrets, which the entrypoint has read from their files."""
    stack = load_stack(read_variables(house.folder / ".env"))
    read = set()
    for name, process in house.processes().items():
        told = (child.environ() for child in process.children(recursive=True))
        given = next((each for each in told if each), None)
        if given is None:
            continue
        read.add(name)
        wanted = dict(stack.services[name].environment)
        for variable in [each for each in wanted if each.endswith("_FILE") and each not in given]:
            del wanted[variable]
            assert variable.removesuffix("_FILE") in given
        assert {key: given.get(key) for key in wanted} == wanted, name
    assert set(house.processes()) - read == UNREADABLE


@pytest.mark.parametrize(("name", "slots"), [("worker", 4), ("worker-ocr", 1)])
def test_a_worker_has_imported_what_tasks_need_before_it_forks(house: House, name: str, slots: int) -> None:
    """A library that only tasks use is mapped into its first process and into every process of its pool."""
    processes = house.processes()[name].children(recursive=True)
    (first,) = [each for each in processes if "MainProcess" in " ".join(each.cmdline())]
    assert has_mapped("tantivy", first)
    assert sum(has_mapped("tantivy", each) for each in first.children()) >= slots


def has_mapped(library: str, process: psutil.Process) -> bool:
    return any(f"/{library}/" in place.path for place in process.memory_maps())


def test_nothing_but_the_proxies_first_process_runs_as_root(house: House) -> None:
    for name, process in house.processes().items():
        users = {child.uids().real for child in process.children(recursive=True)}
        assert 0 not in users or name in {"public-proxy", "staff-proxy"}, name


def test_the_outside_reaches_nothing_inside(house: House) -> None:
    assert reaches(house, "portal", "elasticsearch", 9200)
    addresses = {"postgres": 5432, "broker": 5672, "object-store": 8333, "api-server": 8080}
    for host, port in addresses.items():
        assert reaches(house, "worker", host, port)
        assert not reaches(house, "portal", host, port)
        assert not reaches(house, "portal", address_of(house, host), port)


def address_of(house: House, service: str) -> str:
    hosts = house.inside("worker", "cat", "/etc/hosts")
    found = re.search(rf"^(\S+) {service}$", hosts, re.MULTILINE)
    assert found
    return found[1]


def test_airflow_s_account_cannot_enter_the_records(house: House) -> None:
    assert house.inside("worker", "python", "-c", ENTER_RECORDS).strip() == "refused"


def test_prometheus_reads_of_the_inside_what_it_may_know(house: House) -> None:
    """Asked from the network that Prometheus has to be on; the outside cannot."""
    script = "import urllib.request as r; print(r.urlopen('http://metrics:9464/metrics', timeout=30).read().decode())"
    figures = house.inside("scheduler", "python", "-c", script)
    assert "gongkai_search_up 1" in figures
    assert 'gongkai_part_up{part="scheduler"} 1' in figures
    assert not reaches(house, "portal", address_of(house, "metrics"), 9464)


def test_the_public_halves_of_both_keys_are_where_the_program_looks(house: House) -> None:
    for name in ("seal", "backup"):
        given = (house.folder / "deploy" / f"{name}-public.key").read_text(encoding="ascii")
        assert house.inside("worker", "cat", f"/var/lib/gongkai/{name}-public.key") == given


@pytest.mark.parametrize("service", ["portal", "worker", "scheduler"])
def test_a_service_can_write_nowhere_but_its_volumes_and_tmp(house: House, service: str) -> None:
    for path in ("/app/x", "/etc/x", "/usr/x", "/x", "/run/secrets/x"):
        assert house.production("exec", service, "touch", path, check=False).returncode != 0, path
    assert house.production("exec", service, "touch", "/tmp/x").returncode == 0


def test_the_public_site_speaks_tls_and_sends_plain_http_there(house: House) -> None:
    plain = httpx.get("http://gongkai.example/", trust_env=False, timeout=20)
    assert (plain.status_code, plain.headers["location"]) == (308, f"{PUBLIC}/")
    with house.browser(PUBLIC) as citizen:
        assert citizen.get("/").is_success


def test_a_service_that_dies_is_started_again(house: House) -> None:
    before = house.processes()["scheduler"]
    before.children()[0].kill()

    def is_back() -> bool:
        now = house.services()["scheduler"]
        return now["state"] == "healthy" and now["pid"] != before.pid

    wait_for("the scheduler is back", is_back)


@pytest.mark.parametrize("heading", ["建立账号", "检查"])
def test_the_other_commands_of_the_manual_work(house: House, pages: dict[str, list[str]], heading: str) -> None:
    for line in pages[heading]:
        type_in(line, house.folder)
