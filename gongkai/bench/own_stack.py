"""Airflow and the portal in a folder of their own, for benches that need real processes."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from gongkai.bench.free_port import free_port
from gongkai.errors import OUR_FAULT
from gongkai.running import bring_up
from gongkai.sealing import make_seal_key
from gongkai.settings import ROOT, Settings, load_settings
from gongkai.stack.launch import stop


@contextmanager
def own_stack() -> Iterator[Settings]:
    """A running stack with the people of deploy/bureau.example.toml; its folder is removed at the end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(OUR_FAULT))  # the stack outlives us otherwise
    home = Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
    ports = {f"GONGKAI_{part}_PORT": str(free_port()) for part in ("AIRFLOW", "PORTAL")}
    settings = load_settings({"GONGKAI_HOME": str(home), **ports})
    shutil.copyfile(ROOT / "deploy" / "bureau.example.toml", settings.bureau_file)
    make_seal_key(settings)
    try:
        bring_up(settings, progress=say)
        yield settings
    finally:
        stop(settings)
        shutil.rmtree(home, ignore_errors=True)


def say(line: str) -> None:
    """Tell what goes on beside the results, on standard error."""
    typer.echo(f"· {line}", err=True)
