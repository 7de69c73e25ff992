"""The values for Airflow's chart give every part what docker-compose.yml gives it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai.production.compose import Stack, load_stack, read_variables

ROOT = Path(__file__).resolve().parents[2]
#: All that may differ: the chart puts the release's name before its services.
ADDRESSES = {"http://api-server:8080": "http://gongkai-api-server:8080"}


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    text = (ROOT / "deploy" / "kubernetes" / "values.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@pytest.fixture(scope="module")
def stack() -> Stack:
    return load_stack(read_variables(ROOT / "deploy" / "example.env"))


def part(values: dict[str, Any], service: str) -> dict[str, Any]:
    """What the chart gives the part that this service is."""
    places: dict[str, dict[str, Any]] = {
        "scheduler": values["scheduler"],
        "dag-processor": values["dagProcessor"],
        "triggerer": values["triggerer"],
        "api-server": values["apiServer"],
    }
    if service in places:
        return places[service]
    celery = values["workers"]["celery"]
    name = {"worker": "default", "worker-ocr": "ocr"}[service]
    own: dict[str, Any] = next(each for each in celery["sets"] if each["name"] == name)
    return {**celery, **own}


SERVICES = ["scheduler", "dag-processor", "triggerer", "api-server", "worker", "worker-ocr"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_part_has_exactly_the_variables_of_the_compose_file(
    values: dict[str, Any], stack: Stack, service: str
) -> None:
    pairs = [*values["env"], *part(values, service).get("env", [])]
    given = {each["name"]: each["value"] for each in pairs}
    assert len(given) == len(pairs)
    wanted = dict(stack.services[service].environment)
    for ours, charts in ADDRESSES.items():
        wanted = {name: value.replace(ours, charts) for name, value in wanted.items()}
    assert given == wanted


@pytest.mark.parametrize("service", SERVICES)
def test_a_part_has_the_folders_of_the_compose_file(values: dict[str, Any], stack: Stack, service: str) -> None:
    mounted = {each["mountPath"] for each in part(values, service)["extraVolumeMounts"]}
    for mount in stack.services[service].mounts:
        if mount.target in {f"/var/lib/gongkai/{name}" for name in ("reminders", "annual", "backups")}:
            continue  # folders of one machine
        assert mount.target in mounted or mount.target.startswith("/run/secrets/"), mount.target


@pytest.mark.parametrize("service", ["api-server", "worker", "worker-ocr"])
def test_a_part_runs_the_command_of_the_compose_file(values: dict[str, Any], stack: Stack, service: str) -> None:
    assert tuple(part(values, service)["args"]) == stack.services[service].command


@pytest.mark.parametrize("service", ["scheduler", "dag-processor", "triggerer"])
def test_airflow_s_own_parts_get_no_secret_that_opens_the_records(values: dict[str, Any], service: str) -> None:
    secrets = [each["secret"]["secretName"] for each in part(values, service)["extraVolumes"] if "secret" in each]
    assert secrets == ["gongkai-airflow"]


def test_nothing_runs_as_root_or_writes_its_image(values: dict[str, Any]) -> None:
    assert values["securityContexts"]["pod"]["runAsNonRoot"] is True
    assert values["securityContexts"]["containers"]["readOnlyRootFilesystem"] is True
