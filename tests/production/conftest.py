"""A newcomer's checkout with the stack running, brought up once by the commands of docs/install.md."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.settings import ROOT
from tests.production.house import House
from tests.production.manual import NOT_RUN, commands, type_in

#: What is not in the repository and costs minutes to make: shared with the checkout that the suite runs in.
MADE = (".venv", "var/production/programs", "var/production/models", "var/elasticsearch", "var/meaning-model")
#: The page's sections up to the running stack.
SECTIONS = ("安装程序", "填写配置", "密钥和证书", "启动")


@pytest.fixture(scope="session")
def pages() -> dict[str, list[str]]:
    return commands(ROOT / "docs" / "install.md")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, pages: dict[str, list[str]]) -> Iterator[House]:
    assert os.geteuid() == 0, "the stack needs root: script/test --long"
    folder = tmp_path_factory.mktemp("newcomer") / "gongkai"
    _check_out(folder)
    assert NOT_RUN in pages
    try:
        for section in SECTIONS:
            for line in pages[section]:
                type_in(line, folder)
        running = House(folder)
        yield running
        for reviewer in running.people.values():
            reviewer.client.close()
    except BaseException:
        _keep_logs(folder)
        raise
    finally:
        subprocess.run([folder / "script" / "production", "down"], check=False, timeout=300)


def _check_out(folder: Path) -> None:
    """The files that git knows, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        source, target = ROOT / name, folder / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
    for name in MADE:
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to((ROOT / name).resolve())


def _keep_logs(folder: Path) -> None:
    """Where somebody who looks for the reason finds them."""
    kept = ROOT / "var" / "production" / "last-failure"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(folder / "var" / "production" / "log", kept, dirs_exist_ok=True)
