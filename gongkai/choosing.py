"""The command line where one installation serves several bureaus: one of them, or each in turn."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import typer

from gongkai.bureau_names import bureau_names
from gongkai.settings import Settings, SettingsInvalid, load_installation, load_settings

_ALL = "--all-bureaus"


def choose(name: str) -> None:
    """Let all commands of this process be this bureau's, and say so.

    Raises:
        SettingsInvalid: the installation has one bureau, or none of this name.
    """
    known = _names()
    if name not in known:
        raise SettingsInvalid([f"没有机关 {name}（现有 {'、'.join(known) or '的还没有'}）"])
    os.environ["GONGKAI_BUREAU"] = name
    typer.echo(f"机关：{name}", err=True)


def whole_or_one() -> Settings:
    """Settings of the installation where it has several bureaus and none is chosen; else of the one.

    Raises:
        SettingsInvalid: as `load_settings` says.
    """
    installation = load_installation()
    is_whole = installation.bureaus is not None and not os.environ.get("GONGKAI_BUREAU")
    return installation if is_whole else load_settings()


def at_every_bureau(arguments: Sequence[str]) -> int:
    """Run this command line once a bureau, each in a process of its own; the highest exit code.

    Raises:
        SettingsInvalid: the installation has one bureau.
    """
    rest = [argument for argument in arguments if argument != _ALL]
    codes = [
        subprocess.run([sys.executable, "-m", "gongkai", "--bureau", name, *rest], check=False).returncode
        for name in _names()
    ]
    return max(codes, default=0)


def _names() -> tuple[str, ...]:
    folder = load_installation().bureaus
    if folder is None:
        raise SettingsInvalid(["本机只有一个机关，不用指明（没有设置 GONGKAI_BUREAUS）"])
    return bureau_names(folder)
