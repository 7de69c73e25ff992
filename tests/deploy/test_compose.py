"""The production stack's description: valid by the compose specification, and true to the invariants."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import Draft7Validator
from review_desk.security import MAX_FORM_BYTES, MAX_UPLOAD_BYTES

from gongkai.mail_settings import DEFAULT_PORTS
from gongkai.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yml"
Stack = dict[str, Any]


@pytest.fixture(scope="module")
def stack() -> Stack:
    loaded: Stack = yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))
    return loaded


def faults(stack: Stack) -> list[str]:
    """What the compose specification's own schema says against it."""
    validator = Draft7Validator(get_builtin_schema("vendor.compose-spec"))
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(stack)]


def networks_of(stack: Stack, service: str) -> set[str]:
    return set(stack["services"][service].get("networks", ["default"]))


def secrets_of(stack: Stack, service: str) -> set[str]:
    named = stack["services"][service].get("secrets", [])
    return {entry if isinstance(entry, str) else entry["source"] for entry in named}


def environment_of(stack: Stack, service: str) -> dict[str, Any]:
    found: dict[str, Any] = stack["services"][service].get("environment", {})
    return found


def sources_of_volumes(stack: Stack, service: str) -> dict[str, str]:
    """Volume or host path → `ro` or `rw`."""
    mounts = [mount.split(":") for mount in stack["services"][service].get("volumes", [])]
    return {mount[0]: mount[2] if len(mount) > 2 else "rw" for mount in mounts}


def test_the_stack_is_valid_by_the_compose_specification(stack: Stack) -> None:
    assert faults(stack) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("services", "portal", "image"), ["gongkai-portal"]),
        (("services", "portal", "networks"), 5),
        (("services", "worker", "healthcheck", "interval"), ["30s"]),
        (("volums",), {}),
    ],
)
def test_a_broken_stack_is_found(stack: Stack, path: tuple[str, ...], value: object) -> None:
    broken = copy.deepcopy(stack)
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert faults(broken)


def test_the_outside_shares_no_network_with_anything_that_holds_records(stack: Stack) -> None:
    """Invariant 2: only the index lies between, and it forwards nothing."""
    inside = {name for name in stack["services"] if "inside" in networks_of(stack, name)}
    assert {"postgres", "broker", "object-store", "api-server", "scheduler", "worker", "worker-ocr"} <= inside
    for outside in ("portal", "public-proxy"):
        for name in inside:
            assert not networks_of(stack, outside) & networks_of(stack, name), f"{outside} can reach {name}"


def test_only_the_proxies_are_on_networks_that_lead_out(stack: Stack) -> None:
    open_networks = {name for name, network in stack["networks"].items() if not network.get("internal")}
    on_them = {name for name in stack["services"] if networks_of(stack, name) & open_networks}
    published = {name for name, service in stack["services"].items() if "ports" in service}
    assert published == {"public-proxy", "staff-proxy"}
    assert on_them == published | {"mail-proxy"}


def test_the_way_out_for_mail_holds_nothing_and_is_there_only_if_wanted(stack: Stack) -> None:
    assert networks_of(stack, "mail-proxy") == {"inside", "mail-edge"}
    assert secrets_of(stack, "mail-proxy") == set()
    assert sources_of_volumes(stack, "mail-proxy") == {"./deploy/proxy/mail.conf": "ro"}
    assert "environment" not in stack["services"]["mail-proxy"]
    assert stack["services"]["mail-proxy"]["profiles"] == ["mail"]


def test_the_way_out_for_mail_leads_to_one_server_by_the_ports_of_mail() -> None:
    text = (ROOT / "deploy" / "proxy" / "mail.conf").read_text(encoding="utf-8")
    ports = [str(port) for port in sorted(DEFAULT_PORTS.values())]
    assert re.findall(r"listen (\d+);", text) == ports
    assert re.findall(r"proxy_pass (\S+);", text) == [f"mail-server:{port}" for port in ports]


def test_the_staff_proxy_lets_as_much_through_as_the_desk_takes() -> None:
    """Of a whole file only where the confidentiality officer hands one back."""
    text = (ROOT / "deploy" / "proxy" / "staff.conf").read_text(encoding="utf-8")
    everywhere, handed_back = (int(size) * 1024 * 1024 for size in re.findall(r"client_max_body_size (\d+)m;", text))
    assert everywhere >= MAX_FORM_BYTES
    assert everywhere < MAX_UPLOAD_BYTES <= handed_back
    pattern = re.search(r"location ~ (\S+) \{\s+client_max_body_size", text)
    assert pattern
    assert re.fullmatch(pattern[1], "/desk/documents/01JZZZZZZZZZZZZZZZZZZZZZZZ/box")
    assert not re.search(pattern[1], "/desk/documents/01JZZZZZZZZZZZZZZZZZZZZZZZ")


def test_every_setting_of_the_inside_reaches_the_program(stack: Stack) -> None:
    sources = [(ROOT / "gongkai" / name).read_text(encoding="utf-8") for name in ("settings.py", "mail_settings.py")]
    settings = set(re.findall(r'"(GONGKAI_[A-Z_]+)"', " ".join(sources)))
    assert {"GONGKAI_SMTP_URL", "GONGKAI_REMINDERS_FOLDER", "GONGKAI_WORKING_DAYS_FILE"} <= settings
    # Ports and addresses of the stack on one machine, and a wait whose default does.
    settings -= {"GONGKAI_AIRFLOW_PORT", "GONGKAI_PORTAL_PORT", "GONGKAI_SETTLE_S"}
    # The service `metrics` is told on its command line. The portal's own figures stay with it: see docs/deployment.md.
    settings -= {"GONGKAI_METRICS", "GONGKAI_PORTAL_METRICS"}
    settings -= {"GONGKAI_BUREAUS"}  # several bureaus have a file of their own (test_several.py)
    for name in ("prepare", "api-server", "worker", "worker-ocr"):
        given = set(stack["services"][name]["environment"])
        assert {setting for setting in settings if not {setting, f"{setting}_FILE"} & given} == set(), name


def test_without_mail_the_settings_are_right(tmp_path: Path) -> None:
    """What `.env` leaves empty comes as empty values."""
    names = ("GONGKAI_SMTP_URL", "GONGKAI_SMTP_USER", "GONGKAI_SMTP_PASSWORD", "GONGKAI_MAIL_FROM")
    read = load_settings({"GONGKAI_HOME": str(tmp_path), "GONGKAI_REMINDERS_FOLDER": ""} | dict.fromkeys(names, ""))
    assert (read.mail, read.reminders_folder) == (None, None)


def test_no_proxy_joins_inside_and_outside(stack: Stack) -> None:
    assert not networks_of(stack, "public-proxy") & networks_of(stack, "staff-proxy")


def test_the_portal_gets_bundles_and_meanings_read_only_and_the_reader_s_account_and_nothing_else(stack: Stack) -> None:
    assert sources_of_volumes(stack, "portal") == {"bundles": "ro", "meanings": "ro", "dropbox": "rw", "pages": "rw"}
    assert sources_of_volumes(stack, "public-proxy")["pages"] == "ro"
    assert secrets_of(stack, "portal") == {"search_read_url"}
    assert all(name.startswith("GONGKAI_PORTAL_") for name in stack["services"]["portal"]["environment"])


def test_only_the_parts_that_run_our_code_can_open_records_and_originals(stack: Stack) -> None:
    product = {"prepare", "api-server", "worker", "worker-ocr"}
    assert {name for name in stack["services"] if "records_url" in secrets_of(stack, name)} == product | {"metrics"}
    assert {name for name in stack["services"] if "originals" in sources_of_volumes(stack, name)} == product


def test_what_counts_for_prometheus_writes_nowhere_and_reads_no_original(stack: Stack) -> None:
    assert networks_of(stack, "metrics") == {"inside", "index-write"}
    assert "ports" not in stack["services"]["metrics"]
    assert secrets_of(stack, "metrics") == {"records_url", "search_read_url", "service_account_password"}
    volumes = sources_of_volumes(stack, "metrics")
    assert set(volumes) == {"keys", "checks", "bundles", "./deploy/working-days"}
    assert set(volumes.values()) == {"ro"}


def test_a_login_ends_with_the_working_day_and_may_not_fail_without_end(stack: Stack) -> None:
    """等保 2.0, 身份鉴别: limits on failed logins and on the time of a session."""
    given = stack["services"]["api-server"]["environment"]
    longest_min = int(given["AIRFLOW__FAB__SESSION_MAX_LIFETIME_MINUTES"])
    assert int(given["AIRFLOW__API_AUTH__JWT_EXPIRATION_TIME"]) == longest_min * 60 <= 10 * 3600
    assert int(given["AIRFLOW__FAB__SESSION_LIFETIME_MINUTES"]) <= 60
    assert (given["AIRFLOW__FAB__AUTH_RATE_LIMITED"], given["AIRFLOW__FAB__COOKIE_SECURE"]) == ("true", "true")


def test_every_secret_is_a_file_that_make_secrets_makes_or_asks_for(stack: Stack) -> None:
    script = (ROOT / "deploy" / "make-secrets").read_text(encoding="utf-8")
    for name, secret in stack["secrets"].items():
        assert secret == {"file": f"./deploy/secrets/{name}"}
        assert re.search(rf"\b{name}\b", script), f"deploy/make-secrets does not know {name}"


def test_every_secret_that_a_service_reads_is_given_to_it(stack: Stack) -> None:
    for name, service in stack["services"].items():
        given = {f"/run/secrets/{entry}" for entry in service.get("secrets", []) if isinstance(entry, str)}
        given |= {entry["target"] for entry in service.get("secrets", []) if isinstance(entry, dict)}
        text = " ".join(map(str, [*service.get("environment", {}).values(), *service.get("command", [])]))
        assert set(re.findall(r"/run/secrets/\w+", text)) <= given, name


def test_every_secret_is_used(stack: Stack) -> None:
    used = set().union(*(secrets_of(stack, name) for name in stack["services"]))
    assert used == set(stack["secrets"])


def test_no_secret_value_stands_in_the_file(stack: Stack) -> None:
    """Whatever is called a password, key, token or secret points to a file or a command that reads one."""
    for name, service in stack["services"].items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|TOKEN|KEY|CREDENTIALS|CONN|BROKER_URL|RESULT_BACKEND", variable):
                assert "/run/secrets/" in str(value), f"{name}: {variable}"
            # A match: postgresql://records:abc@postgres. No match: http://api-server:8080/execution/
            assert not re.search(r"://[^/\s]*:[^/\s]*@", str(value)), f"{name}: {variable} holds a password"


def test_every_service_that_runs_on_has_a_health_check_and_limits(stack: Stack) -> None:
    for name, service in stack["services"].items():
        limits = service["deploy"]["resources"]["limits"]
        assert {"cpus", "memory"} <= set(limits), name
        runs_once = service.get("restart") == "no"
        assert runs_once or "test" in service["healthcheck"], name


def test_the_one_service_that_runs_once_is_waited_for(stack: Stack) -> None:
    once = {name for name, service in stack["services"].items() if service.get("restart") == "no"}
    assert once == {"prepare"}
    assert stack["services"]["worker"]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"


def test_the_versions_are_the_ones_we_test_with(stack: Stack) -> None:
    images = {name: service["image"] for name, service in stack["services"].items()}
    assert images["elasticsearch"] == "elasticsearch:8.19.21"
    assert images["postgres"] == "postgres:16"
    assert "\napache-airflow==3.3.2 " in (ROOT / "deploy" / "production.lock").read_text(encoding="utf-8")


def test_images_have_short_names_and_a_version(stack: Stack) -> None:
    for name, service in stack["services"].items():
        # A match: elasticsearch:8.19.21, chrislusf/seaweedfs:3.97. No match: registry.example/postgres, postgres:latest
        assert re.fullmatch(r"(?:[a-z0-9-]+/)?[a-z-]+:\d[\d.]*", service["image"]), name


def test_each_queue_has_a_worker(stack: Stack) -> None:
    served: set[str] = set()
    for service in stack["services"].values():
        command = service.get("command", [])
        if "--queues" in command:
            served |= set(command[command.index("--queues") + 1].split(","))
    asked = {"default"}
    for dag in (ROOT / "dags").glob("*.py"):
        asked |= set(re.findall(r'queue="(\w+)"', dag.read_text(encoding="utf-8")))
    assert asked | {"ocr"} <= served


def test_workers_and_nobody_else_read_the_settings_that_import_what_tasks_need(stack: Stack) -> None:
    option = "AIRFLOW__CELERY__CELERY_CONFIG_OPTIONS"
    named = {name: found[option] for name in stack["services"] if option in (found := environment_of(stack, name))}
    assert named == dict.fromkeys(("worker", "worker-ocr"), "celery_worker.SETTINGS")
    assert (ROOT / "plugins" / "celery_worker.py").exists()


def test_every_airflow_option_exists_and_commands_are_read_for_it(stack: Stack) -> None:
    """A misspelt option is ignored by Airflow without a word, and so is `_CMD` for one that isn't sensitive."""
    from airflow.configuration import conf

    # The options of providers that only the production image installs; those of FAB are tried in tests/production.
    providers = {("celery", "broker_url"), ("celery", "result_backend")}
    for variable in stack["services"]["scheduler"]["environment"]:
        if not variable.startswith("AIRFLOW__"):
            continue
        _, section, option = variable.lower().split("__")
        name = option.removesuffix("_cmd")
        if section == "fab" or (section, name) in providers:
            continue
        assert name in conf.configuration_description[section]["options"], variable
        if option.endswith("_cmd"):
            assert (section, name) in conf.sensitive_config_values, variable


def test_files_that_the_stack_mounts_are_in_the_repository(stack: Stack) -> None:
    for name in stack["services"]:
        for source in sources_of_volumes(stack, name):
            assert not source.startswith(".") or (ROOT / source).exists(), f"{name}: {source}"
            assert source.startswith(".") or source in stack["volumes"], f"{name}: {source}"


def test_every_variable_of_the_stack_is_in_the_example(stack: Stack) -> None:
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE_FILE.read_text(encoding="utf-8")))
    example = (ROOT / "deploy" / "example.env").read_text(encoding="utf-8")
    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
