"""docker-compose.yml as it is meant: variables resolved, secrets, configs and volumes with their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from gongkai.settings import ROOT

COMPOSE_FILE: Final = ROOT / "docker-compose.yml"
ENVIRONMENT_FILE: Final = ROOT / ".env"
_VARIABLE: Final = re.compile(r"\$\$|\$\{(?P<name>\w+)(?:(?P<kind>:\?|:-)(?P<rest>[^}]*))?\}")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600}
#: How long a service may take to stop, seconds, unless it says so: Compose's own.
STOP_GRACE_S: Final = 10.0


class ComposeUnusable(Exception):
    """A variable is missing, or the file uses what this reader does not know. The message is one line."""


@dataclass(frozen=True, slots=True)
class Mount:
    """What is seen at `target` inside: a named volume, or a file or folder of this machine (absolute)."""

    source: str
    target: str
    read_only: bool

    @property
    def is_volume(self) -> bool:
        return not self.source.startswith("/")


@dataclass(frozen=True, slots=True)
class Health:
    """A check that succeeds when the service is usable. Times in seconds."""

    command: tuple[str, ...]
    interval_s: float
    timeout_s: float
    retries: int
    start_period_s: float


@dataclass(frozen=True, slots=True)
class Port:
    """A port of the service that this machine shows at one of its addresses."""

    address: str
    outside: int
    inside: int


@dataclass(frozen=True, slots=True)
class Service:
    """One service. `contents` are files that the compose file holds itself, by their place inside."""

    name: str
    image: str
    target: str | None
    command: tuple[str, ...]
    environment: Mapping[str, str]
    mounts: tuple[Mount, ...]
    contents: Mapping[str, str]
    tmpfs: tuple[str, ...]
    networks: Mapping[str, tuple[str, ...]]
    depends_on: Mapping[str, str]
    health: Health | None
    ports: tuple[Port, ...]
    restarts: bool
    stop_grace_s: float


@dataclass(frozen=True, slots=True)
class Stack:
    """All services that run, in the order of the file; `networks` says of each whether it leads out."""

    services: Mapping[str, Service]
    networks: Mapping[str, bool]


def load_stack(variables: Mapping[str, str], file: Path = COMPOSE_FILE) -> Stack:
    """Read the file as `docker compose` would with these variables; services of other profiles are left out.

    Relative paths are below the folder of `file`.

    Raises:
        ComposeUnusable: a variable that the file requires is missing.
    """
    raw = _resolved(yaml.safe_load(file.read_text(encoding="utf-8")), variables)
    profiles = set(variables.get("COMPOSE_PROFILES", "").split(","))
    services = {
        name: _service(name, service, raw, file.parent)
        for name, service in raw["services"].items()
        if not service.get("profiles") or profiles & set(service["profiles"])
    }
    networks = {name: not (network or {}).get("internal", False) for name, network in raw["networks"].items()}
    return Stack(services, networks)


def read_variables(file: Path = ENVIRONMENT_FILE) -> dict[str, str]:
    """The lines NAME=VALUE of `.env`.

    Raises:
        ComposeUnusable: there is no such file.
    """
    if not file.exists():
        raise ComposeUnusable(f"没有 {file}：请由 deploy/example.env 复制并填写。")
    pairs = (line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, value in pairs if not name.lstrip().startswith("#")}


def _resolved(value: Any, variables: Mapping[str, str]) -> Any:  # noqa: ANN401 - YAML's own
    if isinstance(value, dict):
        return {key: _resolved(each, variables) for key, each in value.items()}
    if isinstance(value, list):
        return [_resolved(each, variables) for each in value]
    return _VARIABLE.sub(lambda found: _value(found, variables), value) if isinstance(value, str) else value


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    if found[0] == "$$":
        return "$"
    value = variables.get(found["name"], "")
    if value:
        return value
    if found["kind"] == ":?":
        raise ComposeUnusable(f".env 中缺少 {found['name']}：{found['rest'] or '见 deploy/example.env'}")
    return found["rest"] or ""


def _service(name: str, service: dict[str, Any], raw: dict[str, Any], folder: Path) -> Service:
    configs = [_given(each, raw["configs"], "/") for each in service.get("configs", [])]
    secrets = [_given(each, raw["secrets"], "/run/secrets/") for each in service.get("secrets", [])]
    files = [Mount(_absolute(given["file"], folder), at, True) for given, at in [*configs, *secrets] if "file" in given]
    return Service(
        name=name,
        image=service["image"],
        target=service.get("build", {}).get("target"),
        command=tuple(service.get("command", ())),
        environment={key: str(value) for key, value in service.get("environment", {}).items()},
        mounts=(*(_mount(text, folder) for text in service.get("volumes", [])), *files),
        contents={at: given["content"] for given, at in configs if "content" in given},
        tmpfs=tuple(text.partition(":")[0] for text in service.get("tmpfs", [])),
        networks=_networks(service["networks"]),
        depends_on={other: each["condition"] for other, each in service.get("depends_on", {}).items()},
        health=_health(service["healthcheck"]) if "healthcheck" in service else None,
        ports=tuple(_port(text) for text in service.get("ports", [])),
        restarts=service.get("restart") == "unless-stopped",
        stop_grace_s=_seconds(service.get("stop_grace_period", f"{STOP_GRACE_S:.0f}s")),
    )


def _given(entry: str | dict[str, str], known: dict[str, dict[str, str]], folder: str) -> tuple[dict[str, str], str]:
    """A secret or config, and its place inside."""
    if isinstance(entry, str):
        return known[entry], f"{folder}{entry}"
    return known[entry["source"]], entry["target"]


def _mount(text: str, folder: Path) -> Mount:
    source, target, *options = text.split(":")
    return Mount(_absolute(source, folder) if source.startswith((".", "/")) else source, target, "ro" in options)


def _absolute(path: str, folder: Path) -> str:
    return str((folder / path).resolve())


def _networks(networks: list[str] | dict[str, dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    if isinstance(networks, list):
        return dict.fromkeys(networks, ())
    return {name: tuple(each.get("aliases", ())) for name, each in networks.items()}


def _health(check: dict[str, Any]) -> Health:
    kind, *words = check["test"]
    command = ("/bin/sh", "-c", *words) if kind == "CMD-SHELL" else tuple(words)
    times = {f"{name}_s": _seconds(check.get(name, "30s")) for name in ("interval", "timeout", "start_period")}
    return Health(command, retries=check["retries"], **times)


def _port(text: str) -> Port:
    address, outside, inside = text.rsplit(":", 2)
    return Port(address, int(outside), int(inside))


def _seconds(text: str) -> float:
    return float(text[:-1]) * _SECONDS[text[-1]]
