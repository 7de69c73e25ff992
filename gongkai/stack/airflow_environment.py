"""The environment Airflow's processes run in: LocalExecutor on SQLite, loopback only."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from gongkai.secrets import keep_secret
from gongkai.settings import ROOT, Settings

#: The account that wakes waiting tasks and starts review runs. It is no person: see docs/reviewing.md.
SERVICE_ACCOUNT = "gongkai-service"
OPERATOR_ACCOUNT = "operator"

#: Tasks at once. Waiting for people takes no slot; 4 keeps memory low, the pool below bounds OCR.
PARALLELISM = 4
#: A task whose process died is given up after this long, seconds (Airflow's own is 300), and tried again.
LOST_AFTER_S = 60
#: A login lasts a working day, seconds (Airflow's own is a whole one).
LOGIN_S = 9 * 3600
#: Reviews wait for days, each in a running run (facts: they count to max_active_runs).
MAX_ACTIVE_RUNS = 10_000


def airflow_environment(settings: Settings, accounts: Iterable[str]) -> dict[str, str]:
    """Variables for every Airflow process; `accounts` are the people's Airflow user ids.

    Writes the password file and secrets on first use; later calls give the same values.
    """
    own = [(OPERATOR_ACCOUNT, "admin"), (SERVICE_ACCOUNT, "op")]
    users = [*own, *((name, "user") for name in sorted(set(accounts) - {name for name, _ in own}))]
    passwords = _passwords_file(settings, [name for name, _ in users])
    key = keep_secret(settings.airflow_secrets, "airflow-jwt")
    options = {
        "core__dags_folder": str(ROOT / "dags"),
        "core__plugins_folder": str(ROOT / "plugins"),
        "core__load_examples": "False",
        "core__executor": "LocalExecutor",
        "core__parallelism": str(PARALLELISM),
        "core__max_active_runs_per_dag": str(MAX_ACTIVE_RUNS),
        "core__max_active_tasks_per_dag": "64",
        "core__default_timezone": "Asia/Shanghai",
        "core__dags_are_paused_at_creation": "False",
        "core__execution_api_server_url": f"{settings.airflow_url}/execution/",
        "core__simple_auth_manager_users": ",".join(f"{name}:{role}" for name, role in users),
        "core__simple_auth_manager_passwords_file": str(passwords),
        "core__fernet_key": "",
        "database__sql_alchemy_conn": f"sqlite:///{settings.airflow_home / 'airflow.db'}",
        "api__base_url": settings.airflow_url,
        "api__host": "127.0.0.1",
        "api__port": str(settings.airflow_port),
        "api__workers": "1",
        "api__secret_key": keep_secret(settings.airflow_secrets, "airflow-session"),
        "api_auth__jwt_secret": key,
        "api_auth__jwt_expiration_time": str(LOGIN_S),
        "scheduler__enable_health_check": "False",
        "scheduler__scheduler_heartbeat_sec": "2",
        "scheduler__scheduler_idle_sleep_time": "0.5",
        "scheduler__orphaned_tasks_check_interval": str(LOST_AFTER_S // 2),
        "scheduler__task_instance_heartbeat_timeout": str(LOST_AFTER_S),
        "scheduler__task_instance_heartbeat_timeout_detection_interval": "10",
        "dag_processor__refresh_interval": "60",
        "dag_processor__min_file_process_interval": "60",
        "dag_processor__parsing_processes": "1",
        "logging__base_log_folder": str(settings.airflow_home / "logs"),
        "logging__logging_level": "INFO",
        **({"core__auth_manager": "bureau_logins.BureauSimpleAuthManager"} if settings.bureaus else {}),
    }
    environment = {f"AIRFLOW__{name.upper()}": value for name, value in options.items()}
    return {
        **_inherited(),
        **environment,
        **_gongkai_variables(settings),
        "AIRFLOW_HOME": str(settings.airflow_home),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "plugins")]),
        "no_proxy": "127.0.0.1,localhost",
    }


def portal_environment(settings: Settings, bureau: str, bureau_name: str) -> dict[str, str]:
    """Variables of the portal: bundles and index, and nothing that leads inside."""
    return {
        **{name: value for name, value in _inherited().items() if not name.startswith(("GONGKAI_", "AIRFLOW"))},
        "GONGKAI_PORTAL_BUNDLES": str(settings.bundles),
        "GONGKAI_PORTAL_SEARCH_URL": settings.search_url,
        **_whose_site(settings, bureau, bureau_name),
        "GONGKAI_PORTAL_MEANINGS": str(settings.meanings),
        "GONGKAI_PORTAL_DROPBOX": str(settings.dropbox),
        **({"GONGKAI_PORTAL_METRICS": settings.portal_metrics} if settings.portal_metrics else {}),
        "GONGKAI_PORTAL_LOG_FORMAT": settings.log_format,
        "PYTHONPATH": str(ROOT),
    }


def _whose_site(settings: Settings, bureau: str, bureau_name: str) -> dict[str, str]:
    if settings.bureaus:
        return {"GONGKAI_PORTAL_SEVERAL": "yes"}
    return {
        "GONGKAI_PORTAL_BUREAU": bureau,
        "GONGKAI_PORTAL_BUREAU_NAME": bureau_name,
        "GONGKAI_PORTAL_PUBLIC_URL": settings.public_url,
    }


def service_password(settings: Settings) -> str:
    """The service account's password, made when the stack first starts."""
    return password_of(settings, SERVICE_ACCOUNT)


def password_of(settings: Settings, account: str) -> str:
    """One account's generated password; the file is only readable by the owner."""
    return keep_secret(settings.airflow_secrets / "passwords", account)


def _passwords_file(settings: Settings, accounts: list[str]) -> Path:
    path = settings.airflow_secrets / "airflow-passwords.json"
    content = json.dumps({account: password_of(settings, account) for account in accounts})
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        temporary = path.with_suffix(".new")
        temporary.write_text(content, encoding="utf-8")
        temporary.chmod(0o600)
        temporary.replace(path)
    return path


def _inherited() -> dict[str, str]:
    """The caller's environment without settings of some other Airflow."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}


def _gongkai_variables(settings: Settings) -> dict[str, str]:
    """Of several bureaus each finds its own settings by the variables that were inherited."""
    own = {
        "GONGKAI_INBOX": settings.inbox_url,
        "GONGKAI_RECORDS_URL": settings.records_url,
        "GONGKAI_SEARCH_URL": settings.search_url,
        "GONGKAI_BUREAU_FILE": str(settings.bureau_file),
    }
    return {
        "GONGKAI_HOME": str(settings.shared),
        **({"GONGKAI_BUREAUS": str(settings.bureaus)} if settings.bureaus else own),
        "GONGKAI_AIRFLOW_URL": settings.airflow_url,
        "GONGKAI_STAFF_URL": settings.staff_url,
        "GONGKAI_AIRFLOW_PORT": str(settings.airflow_port),
        "GONGKAI_PORTAL_PORT": str(settings.portal_port),
        "GONGKAI_SETTLE_S": str(settings.settle_s),
        "GONGKAI_LOG_FORMAT": settings.log_format,
    }
