"""DAGs of an installation for several bureaus: one of each kind for each, and in Airflow everybody sees their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.city.city_kit import CIVIL, LABOUR, City
from tests.dags.test_dag_policy import DAG_IDS

ROOT = Path(__file__).resolve().parents[2]
READ = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
dags = {dag.dag_id: [sorted(dag.tags), dag.fileloc, str(dag.timetable.asset_condition)] for dag in bag.dags.values()}
print(json.dumps({"dags": dags, "errors": bag.import_errors}))
"""
#: As a task's process reads the file again: Airflow says which DAG it needs.
READ_FOR_ONE = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.definitions._internal.dag_parsing_context import _airflow_parsing_context_manager
with _airflow_parsing_context_manager(dag_id=sys.argv[2]):
    print(json.dumps(sorted(DagBag(sys.argv[1]).dags)))
"""
#: Whose DAGs an account sees, by its role in Airflow.
SEES = """
import json, sys
sys.path.insert(0, sys.argv[1])
from airflow.api_fastapi.auth.managers.models.resource_details import DagDetails
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from bureau_logins import BureauSimpleAuthManager
manager = BureauSimpleAuthManager()
dags = ["review_document__hrss", "review_document__civil", "review_document__gone", "review_document"]
accounts = [("hrss.head", "user"), ("civil.head", "user"), ("nobodys", "user"), ("operator", "admin"),
            ("gongkai-service", "op")]
seen = {
    name: [dag for dag in dags if manager.is_authorized_dag(
        method="GET", user=SimpleAuthManagerUser(username=name, role=role), details=DagDetails(id=dag))]
    for name, role in accounts
}
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    city = City(tmp_path_factory.mktemp("city-of-dags"), (18080, 18081))
    city.found()
    return city


def run(city: City, variables: dict[str, str], program: str, *arguments: object) -> object:
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=variables | city.variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_every_bureau_has_a_dag_of_each_kind_tagged_with_its_name(city, airflow_variables):
    found = run(city, airflow_variables, READ, ROOT / "dags")
    assert found["errors"] == {}
    assert set(found["dags"]) == {f"{name}__{member.name}" for name in DAG_IDS for member in (LABOUR, CIVIL)}
    for dag_id, (tags, place, _) in found["dags"].items():
        name, bureau = dag_id.split("__")
        assert bureau in tags
        assert Path(place) == ROOT / "dags" / f"{name}.py"


def test_the_end_of_a_review_lets_its_own_bureau_publish(city, airflow_variables):
    dags = run(city, airflow_variables, READ, ROOT / "dags")["dags"]
    assert "cleared/hrss" in dags["publish_documents__hrss"][2]
    assert "civil" not in dags["publish_documents__hrss"][2]


def test_a_task_makes_no_other_bureaus_dag(city, airflow_variables):
    file = ROOT / "dags" / "reconcile.py"
    assert run(city, airflow_variables, READ_FOR_ONE, file, "reconcile__civil") == ["reconcile__civil"]


def test_in_airflow_everybody_sees_their_own_bureau_and_only_who_runs_it_sees_all(city, airflow_variables):
    every = ["review_document__hrss", "review_document__civil", "review_document__gone", "review_document"]
    assert run(city, airflow_variables, SEES, ROOT / "plugins") == {
        "hrss.head": ["review_document__hrss"],
        "civil.head": ["review_document__civil"],
        "nobodys": [],
        "operator": every,
        "gongkai-service": every,
    }
