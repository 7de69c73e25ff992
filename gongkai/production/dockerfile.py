"""What deploy/Dockerfile puts into our two images: files, variables, owners of folders, how they start."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongkai.settings import ROOT

DOCKERFILE: Final = ROOT / "deploy" / "Dockerfile"
_FOLDERS: Final = re.compile(r"install -d -o (\w+) -g \w+ -m (\d+) ([^&]+)")
_USER: Final = re.compile(r"useradd --system --uid (\d+) [^&]*?(\w+)\s*(?:&&|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that the image has before a volume is mounted over it."""

    uid: int
    mode: int


@dataclass(frozen=True, slots=True)
class Image:
    """`copied` maps a path of the repository to its place inside."""

    uid: int
    user: str
    copied: Mapping[str, str]
    environment: Mapping[str, str]
    folders: Mapping[str, Folder]
    entrypoint: tuple[str, ...]
    command: tuple[str, ...]


def read_image(target: str) -> Image:
    """One target of the Dockerfile with what it inherits from `base`."""
    stages = _stages()
    lines = [*stages["base"], *stages[target]]
    text = "\n".join(lines)
    uid, user = next((int(found[1]), found[2]) for found in _USER.finditer(text))
    owners = {user: uid}
    return Image(
        uid=uid,
        user=user,
        copied=_copied(lines),
        environment=_environment(lines),
        folders={
            path: Folder(int(owner) if owner.isdecimal() else owners[owner], int(mode, 8))
            for line in lines
            for owner, mode, paths in _FOLDERS.findall(line)
            for path in paths.split()
        },
        entrypoint=_words(lines, "ENTRYPOINT"),
        command=_words(lines, "CMD"),
    )


def _stages() -> dict[str, list[str]]:
    joined = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    stages: dict[str, list[str]] = {}
    current: list[str] = []
    for line in joined.splitlines():
        if found := re.fullmatch(r"FROM \S+ AS (\w+)", line):
            current = stages.setdefault(found[1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return stages


def _copied(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        if line.startswith("COPY "):
            *sources, target = (word for word in line.split()[1:] if not word.startswith("--from="))
            for source in (each.removeprefix("/app/") for each in sources):  # a stage's files lie as the repository's
                is_folder = target.endswith("/")
                found[source] = f"/app/{target}{Path(source).name}" if is_folder else f"/app/{target}"
    return found


def _environment(lines: list[str]) -> dict[str, str]:
    pairs = (pair for line in lines if line.startswith("ENV ") for pair in shlex.split(line)[1:])
    return dict(pair.split("=", 1) for pair in pairs)  # a later line overrides an earlier one


def _words(lines: list[str], instruction: str) -> tuple[str, ...]:
    found = [line for line in lines if line.startswith(f"{instruction} ")]
    return tuple(json.loads(found[-1].removeprefix(instruction))) if found else ()
