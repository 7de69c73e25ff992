"""A stack of a test's own: real Airflow and the portal on ports of their own, as long as the test needs them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.airflow_api import AirflowApi
from gongkai.app import open_app
from gongkai.bench.free_port import free_port
from gongkai.running import bring_up
from gongkai.sealing import make_seal_key
from gongkai.settings import ROOT, load_settings
from gongkai.stack import launch
from gongkai.stack.airflow_environment import OPERATOR_ACCOUNT, password_of
from tests.stack.stack_kit import Stack


@contextmanager
def started_stack(home: Path) -> Iterator[Stack]:
    """Everything of `gongkai up` over this home; it is stopped in the end."""
    environment = {
        "GONGKAI_HOME": str(home),
        "GONGKAI_AIRFLOW_PORT": str(free_port()),
        "GONGKAI_PORTAL_PORT": str(free_port()),
        "GONGKAI_SETTLE_S": "0.5",
    }
    settings = load_settings(environment)
    directory = (ROOT / "deploy" / "bureau.example.toml").read_text(encoding="utf-8")
    settings.bureau_file.write_text(f'{directory}\n[officer_step]\nunits = ["labour"]\n', encoding="utf-8")
    make_seal_key(settings)
    (home / "inbox").mkdir()
    try:
        bring_up(settings, progress=lambda _: None)
        api = AirflowApi(settings.airflow_url, OPERATOR_ACCOUNT, password_of(settings, OPERATOR_ACCOUNT))
        with open_app(settings) as app:
            running = Stack(settings, app, api)
            yield running
            running.close()
    finally:
        launch.stop(settings)
