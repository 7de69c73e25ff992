"""The two images: what is copied exists, and the portal's holds nothing of the inside."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = ("portal", "search", "bundles", "metering")


def targets() -> dict[str, list[str]]:
    """Target of the Dockerfile → its lines, without comments."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if stage := re.fullmatch(r"FROM \S+ AS (\w+)", line):
            current = stage[1]
            found[current] = []
        elif current and line and not line.startswith("#"):
            found[current].append(line)
    return found


def copied(target: str) -> set[str]:
    lines = [line.split()[1:-1] for line in targets()[target] if re.match(r"COPY (?!--from)", line)]
    return {source for sources in lines for source in sources}


def imported_by(folder: str) -> set[str]:
    """Top-level names that a package imports, ours and the standard library's left out."""
    names: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - set(OUTSIDE)


def locked(lock: str) -> set[str]:
    text = (ROOT / "deploy" / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))


@pytest.mark.parametrize("target", ["portal", "airflow"])
def test_what_an_image_copies_is_in_the_repository(target: str) -> None:
    for source in copied(target):
        assert (ROOT / source).exists(), source


def test_the_portal_s_image_holds_no_code_of_the_inside() -> None:
    assert {source for source in copied("portal") if not source.startswith("deploy/")} == set(OUTSIDE)


def test_the_portal_s_image_has_every_library_that_its_code_imports() -> None:
    distributions = packages_distributions()
    available = locked("portal.lock")
    for folder in OUTSIDE:
        for name in imported_by(folder):
            providers = {each.lower().replace("_", "-") for each in distributions[name]}
            assert providers & available, f"{folder} imports {name}"


def test_the_portal_s_image_has_no_airflow_and_no_database_library() -> None:
    assert not locked("portal.lock") & {"apache-airflow", "apache-airflow-core", "sqlalchemy", "psycopg", "asyncpg"}


def test_airflow_s_image_has_everything_that_the_project_asks_for() -> None:
    """A dependency that was added without `deploy/lock` fails when the stack starts."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[\[<>=]", each)[0] for each in project["dependencies"]}
    asked |= set(
        re.findall(r"^([a-z0-9-]+)", (ROOT / "deploy" / "production.in").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert asked - locked("production.lock") == set()


def test_no_image_runs_as_root() -> None:
    for target in ("portal", "airflow"):
        assert [line for line in targets()[target] if line.startswith("USER ")][-1] != "USER root"


def test_both_images_are_of_the_python_that_we_lock_for() -> None:
    assert targets().keys() >= {"base", "portal", "airflow"}
    assert "FROM python:3.11-" in (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_runs_the_versions_that_the_tests_run() -> None:
    """docs/decisions/0002: the one difference that the production libraries force."""

    def versions(path: Path) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            found.setdefault(name, set()).add(version)
        return found

    tested, shipped = versions(ROOT / "requirements.lock"), versions(ROOT / "deploy" / "production.lock")
    assert {name for name in tested.keys() & shipped.keys() if not shipped[name] <= tested[name]} == {"python-dateutil"}
