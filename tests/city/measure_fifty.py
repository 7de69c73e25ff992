"""What fifty bureaus cost more than one: reading the DAG files, and the portal's memory. Not a test.

    .venv/bin/python -m tests.city.measure_fifty

Each number is processor time or memory of a process of its own, so that others on the machine change it little.
docs/deployment.md has a run.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bundles.body import body_html
from bundles.columns import default_columns
from bundles.format import PublicAttributes
from bundles.sites import BureauSite, Sites, write_sites
from bundles.writer import BundleWriter, Release
from gongkai.settings import ROOT
from search.engine import IndexDocument
from search.engines.tantivy import TantivyEngine

MANY = 50
DOCUMENTS = 20  # of each bureau
ROUNDS = 3
READ_DAGS = """
import json, sys, time
import airflow.sdk, airflow.providers.standard.operators.hitl, airflow.timetables.assets
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.definitions._internal.dag_parsing_context import _airflow_parsing_context_manager
began = time.process_time()
bag = DagBag(sys.argv[1])
all_files = time.process_time() - began
began = time.process_time()
with _airflow_parsing_context_manager(dag_id=sys.argv[2]):
    DagBag(sys.argv[1] + "/reconcile.py")
print(json.dumps({"dags": len(bag.dags), "all_files_s": all_files, "one_task_s": time.process_time() - began}))
"""
OPEN_SITES = """
import json, os, sys
import psutil
from starlette.testclient import TestClient
from portal.main import create
def megabytes():
    return psutil.Process().memory_full_info().uss / 2**20
with TestClient(create()) as portal:
    began = megabytes()
    for host in json.loads(sys.argv[1]):
        for path in ("/", "/d/01JZX000000000000000000001", "/search?q=通知", "/sitemap.xml"):
            assert portal.get(f"http://{host}{path}").status_code == 200, (host, path)
    print(json.dumps({"began_mb": began, "opened_mb": megabytes()}))
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gongkai-fifty-") as name:
        folder = Path(name)
        for count in (1, MANY):
            furnish(folder / str(count), count)
        for measure in (read_dags, open_sites):
            one, many = (median_of(measure, folder / str(count)) for count in (1, MANY))
            for key, value in one.items():
                ratio = many[key] / value
                print(f"{key:12} 1: {value:8.2f}  {MANY}: {many[key]:8.2f}  ratio {ratio:6.2f}", flush=True)  # noqa: T201


def median_of(measure: Callable[[Path], dict[str, float]], folder: Path) -> dict[str, float]:
    found = [measure(folder) for _round in range(ROUNDS)]
    return {key: statistics.median(row[key] for row in found) for key in found[0]}


def furnish(folder: Path, count: int) -> None:
    """Bureaus with a directory, which DAGs need no more of than its name, and a site each."""
    bundles = folder / "public" / "bundles"
    writer, names = BundleWriter(bundles), [f"bureau-{number}" for number in range(count)]
    for name in names:
        (folder / "bureaus" / name).mkdir(parents=True)
        (folder / "bureaus" / name / "bureau.toml").touch()
        engine = TantivyEngine(folder / "public" / "index" / name)
        engine.put([publish(writer, name, number) for number in range(DOCUMENTS)])
        engine.close()
    sites = [BureauSite(bureau=name, name=f"示例{name}局", public_url=f"http://{name}.example") for name in names]
    write_sites(bundles, Sites(site=tuple(sites)))


def publish(writer: BundleWriter, bureau: str, number: int) -> IndexDocument:
    title, text = f"示例局关于第{number}项工作的通知", "现就有关事项通知如下。\n" * 40
    facts = PublicAttributes(title=title, document_type="通知", unit="办公室")
    facts = facts.model_copy(update={"column": default_columns().column_for(facts)})
    at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(days=number)
    release = Release(
        bureau=bureau,
        id=f"01JZX{number:021d}",
        version=1,
        content_hash=f"{number:064x}",
        index_number=f"SLQ/2026-{number:05d}",
        published_at=at,
        attributes=facts,
        body_html=body_html([text], facts, printed_lines=False),
    )
    writer.write(release)
    return IndexDocument(
        id=release.id, bureau=bureau, title=title, body=text, url=f"/d/{release.id}", published_on=at.date()
    )


def read_dags(folder: Path) -> dict[str, float]:
    variables = {"AIRFLOW_HOME": str(folder / "airflow"), "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
                 "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"), "GONGKAI_BUREAUS": str(folder / "bureaus"),
                 "PYTHONPATH": f"{ROOT}:{ROOT / 'plugins'}"}  # fmt: skip
    return run(READ_DAGS, variables, str(ROOT / "dags"), "reconcile__bureau-0")


def open_sites(folder: Path) -> dict[str, float]:
    public, hosts = folder / "public", [f"{path.name}.example" for path in (folder / "bureaus").iterdir()]
    variables = {"GONGKAI_PORTAL_SEVERAL": "yes", "GONGKAI_PORTAL_BUNDLES": str(public / "bundles"),
                 "GONGKAI_PORTAL_SEARCH_URL": f"tantivy://{public}/index/{{bureau}}",
                 "GONGKAI_PORTAL_MEANINGS": str(public / "meanings"), "PYTHONPATH": str(ROOT)}  # fmt: skip
    return run(OPEN_SITES, variables, json.dumps(hosts))


def run(program: str, variables: dict[str, str], *arguments: str) -> dict[str, float]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "AIRFLOW"))}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=inherited | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
