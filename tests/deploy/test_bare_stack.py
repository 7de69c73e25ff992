"""The stack without an engine gives every service what docker-compose.yml gives it, and nothing else."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from gongkai.production import substitutes
from gongkai.production.compose import ComposeUnusable, Service, Stack, load_stack, read_variables
from gongkai.production.dockerfile import read_image
from gongkai.production.keeper import Runner
from gongkai.production.network import Networks
from gongkai.production.sandbox import Sandbox
from gongkai.production.substitutes import Substitute

ROOT = Path(__file__).resolve().parents[2]
#: What an engine gives every container, whatever the file says.
OF_THE_ENGINE = {"PATH", "HOSTNAME", "HOME", "LANG"}
VARIABLES = read_variables(ROOT / "deploy" / "example.env")


@pytest.fixture(scope="module")
def stack() -> Stack:
    return load_stack(VARIABLES)


@pytest.fixture(autouse=True)
def any_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts that packages make, which this machine may not have: RabbitMQ is not installed for tests."""
    account = substitutes.pwd.getpwnam("nobody")
    monkeypatch.setattr(substitutes.pwd, "getpwnam", lambda name: account)


def sandbox(service: Service, folder: Path) -> Sandbox:
    return Sandbox.of(service, folder)


def pairs(command: list[str], option: str) -> Iterator[tuple[str, str]]:
    for place, word in enumerate(command):
        if word == option:
            yield command[place + 1], command[place + 2]


def names() -> list[str]:
    return list(load_stack(VARIABLES).services)


def as_written(name: str) -> dict[str, str]:
    """The variables of a service straight from the file, with the lines of example.env put in."""
    raw = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    written: dict[str, str] = raw["services"][name].get("environment", {})
    return {
        key: re.sub(r"\$\{(\w+)(:[?-][^}]*)?\}", lambda found: VARIABLES.get(found[1], ""), str(value))
        for key, value in written.items()
    }


@pytest.mark.parametrize("name", names())
def test_a_service_has_the_variables_that_the_file_gives_it(stack: Stack, name: str, tmp_path: Path) -> None:
    made = sandbox(stack.services[name], tmp_path)
    given = dict(pairs(made.command(3, 4), "--setenv"))

    assert given.items() >= as_written(name).items()
    assert set(given) - set(as_written(name)) <= OF_THE_ENGINE | set(made.substitute.environment)
    assert "--clearenv" in made.command(3, 4)


@pytest.mark.parametrize("name", [name for name in names() if load_stack(VARIABLES).services[name].target is None])
def test_what_stands_for_an_image_shares_no_variable_with_the_file(stack: Stack, name: str, tmp_path: Path) -> None:
    made = sandbox(stack.services[name], tmp_path)
    assert not set(made.substitute.environment) & set(made.service.environment)


@pytest.mark.parametrize("target", ["airflow", "portal"])
def test_our_images_have_the_variables_of_the_dockerfile(stack: Stack, target: str, tmp_path: Path) -> None:
    image = read_image(target)
    for service in (each for each in stack.services.values() if each.target == target):
        assert sandbox(service, tmp_path).substitute.environment == image.environment


@pytest.mark.parametrize("target", ["airflow", "portal"])
def test_what_our_images_copy_is_in_the_repository_or_made_beside_it(target: str) -> None:
    copied = set(read_image(target).copied)
    assert "var/meaning-model" in copied
    assert {source for source in copied - {"var/meaning-model"} if not (ROOT / source).exists()} == set()


def test_a_service_s_thread_takes_no_name_of_its_base_class() -> None:
    """`Thread._stop` is called when a thread has ended; one of ours under that name ended the keeper's own loop."""
    own = {name for name in vars(Runner) if not name.startswith("__")}
    assert own & set(dir(threading.Thread)) == {"run"}


@pytest.mark.parametrize("name", names())
def test_everything_that_the_file_mounts_is_at_its_place(stack: Stack, name: str, tmp_path: Path) -> None:
    made = sandbox(stack.services[name], tmp_path)
    command = made.command(3, 4)
    read_only, writable = dict(pairs(command, "--ro-bind")), dict(pairs(command, "--bind"))
    for mount in made.service.mounts:
        source = str(tmp_path / "volumes" / mount.source) if mount.is_volume else mount.source
        if mount.target in made.substitute.left_out:
            assert mount.target in read_only.values()
        else:
            assert ((read_only if mount.read_only else writable)[source]) == mount.target


@pytest.mark.parametrize("name", names())
def test_a_service_runs_the_command_of_the_file_under_the_account_of_its_image(
    stack: Stack, name: str, tmp_path: Path
) -> None:
    made = sandbox(stack.services[name], tmp_path)
    command = made.command(3, 4)
    if made.service.command:
        assert tuple(command[-len(made.service.command) :]) == made.service.command
    if made.substitute.uid:
        assert dict(pairs(command, "setpriv"))["--reuid"] == str(made.substitute.uid)
    for option in ("--unshare-net", "--unshare-pid", "--die-with-parent"):
        assert option in command


def test_a_name_leads_only_to_who_shares_a_network(stack: Stack) -> None:
    networks = Networks(stack)
    reached = {
        name: set(networks.hosts(service).split()) & set(stack.services) for name, service in stack.services.items()
    }
    assert reached["portal"] == {"portal", "elasticsearch", "public-proxy"}
    assert reached["staff-proxy"] == {"staff-proxy", "api-server"}
    assert "postgres" in reached["scheduler"]
    assert "elasticsearch" not in reached["scheduler"]


def test_this_machine_has_an_address_only_where_the_file_leads_out(stack: Stack) -> None:
    networks = Networks(stack)
    with_gateway = {name for name in stack.networks if networks.gateway(name)}
    assert with_gateway == {"public-edge", "staff-edge", "mail-edge"}


def test_every_image_has_its_line_in_the_table_and_says_how_it_differs() -> None:
    for service in load_stack({**VARIABLES, "COMPOSE_PROFILES": "mail"}).services.values():
        assert substitutes.substitute_for(service).why


def test_an_image_that_is_not_in_the_table_is_refused(stack: Stack) -> None:
    with pytest.raises(KeyError):
        substitutes.substitute_for(replace(stack.services["postgres"], image="mysql:8"))


def test_lines_are_left_out_only_of_files_that_are_mounted_and_have_them(stack: Stack) -> None:
    for service in stack.services.values():
        substitute: Substitute = substitutes.substitute_for(service)
        sources = {mount.target: mount.source for mount in service.mounts}
        for target, pattern in substitute.left_out.items():
            text = Path(sources[target]).read_text(encoding="utf-8")
            assert pattern.findall(text)


def test_mail_s_way_out_is_there_only_with_its_profile(stack: Stack) -> None:
    assert "mail-proxy" not in stack.services
    assert "mail-proxy" in load_stack({**VARIABLES, "COMPOSE_PROFILES": "mail"}).services


def test_a_missing_variable_is_named() -> None:
    variables = {name: value for name, value in VARIABLES.items() if name != "GONGKAI_STAFF_HOST"}
    with pytest.raises(ComposeUnusable, match="GONGKAI_STAFF_HOST"):
        load_stack(variables)
