"""What Airflow makes of the plugins folder: one entry in the navigation, one app, and nothing heavy elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from airflow._shared.module_loading import find_path_from_directory
from fastapi import FastAPI

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"


def _plugin():
    from gongkai_plugin import GongkaiPlugin

    return GongkaiPlugin()


@pytest.mark.filterwarnings("ignore:GitWildMatchPattern:DeprecationWarning")  # Airflow's own, in the code called here
def test_airflow_imports_the_plugin_and_nothing_else_in_every_process():
    found = {Path(path).relative_to(PLUGINS) for path in find_path_from_directory(str(PLUGINS), ".airflowignore")}
    assert found == {Path("gongkai_plugin.py")}


def test_importing_the_plugin_builds_no_app():
    """Every scheduler, worker and triggerer imports it: the desk may cost the API server alone."""
    code = (
        "import sys, airflow.plugins_manager; before = set(sys.modules); import gongkai_plugin; "
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=PLUGINS, capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout.split() == ["airflow._shared.listeners", "airflow.listeners", "gongkai_plugin", "task_parent"]


def test_the_app_is_built_once_when_airflow_asks_for_it():
    plugin = _plugin()
    (entry,) = plugin.fastapi_apps
    assert isinstance(entry["app"], FastAPI)
    assert entry["url_prefix"] == "/desk"
    assert plugin.fastapi_apps[0]["app"] is entry["app"]


def test_the_navigation_entry_leads_to_the_desk():
    view, _ = _plugin().external_views
    assert view["name"] == "审查台"
    assert view["href"] == "/desk/"
    assert view["destination"] == "nav"


def test_the_operators_page_is_an_entry_of_the_admin_menu():
    _, view = _plugin().external_views
    assert (view["name"], view["href"], view["category"]) == ("运维", "/desk/operations", "admin")
