"""How long the server takes for the first page of the desk, through the desk's own application.

`PYTHONPATH=.:plugins python -m tests.desk.measure_my_work [DOCUMENTS]`, on SQLite and on PostgreSQL: no test, a
measurement for docs/benchmarks.md.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="gongkai-airflow-"))

import sqlalchemy as sa
from review_desk.services import keep_what_is_loaded

from records.domain.document import PersonId
from records.domain.reading import Attribute, Evidence, Reading, ReadLine, ReadPage
from records.store.engine import create_engine
from records.store.migrate import upgrade
from tests.desk.bureau import BUREAU
from tests.desk.visitors import DeskHouse
from tests.records.office_kit import Office, blocking, open_office
from tests.records.postgres_cluster import running_cluster

DOCUMENTS = 1_000
PAGES_EACH = 4
LINES_A_PAGE, CHARACTERS_A_LINE = 30, 28  # what a page of a 公文 holds at most is 22 lines of 28 characters
REQUESTS = 20


def scanned(title: str, *, with_finding: bool) -> Reading:
    """A reading of a few scanned pages: text, and a box for every line."""
    text = f"{title}\n" + "\n".join("示" * CHARACTERS_A_LINE for _ in range(LINES_A_PAGE))
    lines = tuple(
        ReadLine(start, start + CHARACTERS_A_LINE, (0.1, 0.2, 0.8, 0.03), 0.99)
        for start in range(len(title) + 1, len(text), CHARACTERS_A_LINE + 1)
    )
    evidence = Evidence(1, title, 0, len(title), "first-line")
    values = {"title": title, "disclosure": "proactive", "adopted_on": "2026-03-02"}
    return Reading(
        reader="ocr/1",
        media_type="application/pdf",
        pages=tuple(ReadPage(number, text, "ocr", lines) for number in range(1, PAGES_EACH + 1)),
        attributes={name: Attribute(value, evidence, 0.9) for name, value in values.items()},
        findings=(blocking(),) if with_finding else (),
    )


def fill(office: Office, documents: int) -> None:
    """Everything waits for one unit head: the longest list that there can be."""
    for number in range(documents):
        title = f"关于第{number}号示例补贴的通知"
        document_id = office.receive(title, by=PersonId("clerk"))
        office.intake.store_reading(document_id, scanned(title, with_finding=number % 10 == 0))
        office.intake.submit(document_id)


def gather_statistics(url: str) -> None:
    """Tell the planner how large the tables have become, as PostgreSQL's own autovacuum does within a minute."""
    with create_engine(url).begin() as connection:
        connection.execute(sa.text("ANALYZE"))


def measure(house: DeskHouse, user: str) -> tuple[list[float], list[float]]:
    """Milliseconds of each request by the wall clock, and of this process's processor time, after one that warms up."""
    visitor = house.visitor(user)
    wall, processor = [], []
    for _ in range(REQUESTS + 1):
        began, began_processor = time.perf_counter(), time.process_time()
        response = visitor.get("/")
        wall.append((time.perf_counter() - began) * 1_000)
        processor.append((time.process_time() - began_processor) * 1_000)
        response.raise_for_status()
    return wall[1:], processor[1:]


def measure_on(url: str, documents: int) -> None:
    """Print one line a reader."""
    upgrade(url)
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder), url, bureau=BUREAU)
        fill(office, documents)
        gather_statistics(url)
        house = DeskHouse(office)
        keep_what_is_loaded()
        for user in ("user-unit-head", "user-office", "user-clerk", "user-head"):
            wall, processor = measure(house, user)
            figures = (
                url.split(":", maxsplit=1)[0],
                user,
                statistics.median(wall),
                max(wall),
                statistics.median(processor),
            )
            print("{}, {}: median {:.0f} ms, slowest {:.0f} ms, processor {:.0f} ms".format(*figures))  # noqa: T201


def main(documents: int) -> None:
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as folder:
        measure_on(f"sqlite:///{folder}/records.db", documents)
    with running_cluster() as cluster:
        measure_on(cluster.empty(), documents)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
