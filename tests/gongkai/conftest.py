"""A home of its own for each test, and the sample documents that need no recognition of pictures."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from gongkai.running import prepare
from gongkai.sealing import make_seal_key
from gongkai.settings import ROOT, load_settings
from samples.catalogue import SAMPLES, Kind
from samples.make import content
from tests.gongkai.home import Home
from tests.gongkai.published_home import PublishedHome, publish_one_of_two

TEXT_KINDS = {Kind.DOCX, Kind.PDF, Kind.OFD, Kind.TRUNCATED_DOCX, Kind.ENCRYPTED_PDF}


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples that hold text, and one photograph."""
    folder = tmp_path_factory.mktemp("papers")
    for sample in SAMPLES:
        if sample.kind in TEXT_KINDS or sample.kind is Kind.JPEG:
            (folder / sample.name).write_bytes(content(sample))
    return folder


@pytest.fixture(scope="session")
def closed_ports() -> Iterator[list[int]]:
    """Two loopback ports that nobody answers on: they are held, and nothing listens."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(2)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        yield [one.getsockname()[1] for one in sockets]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as `gongkai up` leaves it before Airflow starts; copied for every test."""
    folder = tmp_path_factory.mktemp("prepared")
    settings = load_settings({"GONGKAI_HOME": str(folder)})
    shutil.copyfile(ROOT / "deploy" / "bureau.example.toml", settings.bureau_file)
    make_seal_key(settings)
    prepare(settings, progress=lambda _line: None)
    return folder


def _home(folder: Path, prepared: Path, ports: list[int]) -> Home:
    shutil.copytree(prepared, folder, ignore=shutil.ignore_patterns("models"))
    (folder / "models").symlink_to(prepared / "models")
    return Home(folder, airflow_port=ports[0], portal_port=ports[1])


@pytest.fixture
def home(tmp_path: Path, prepared: Path, closed_ports: list[int]) -> Home:
    return _home(tmp_path / "home", prepared, closed_ports)


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory, prepared: Path, closed_ports: list[int]) -> Home:
    """One home for a module whose tests look at the result of one run."""
    return _home(tmp_path_factory.mktemp("shared") / "home", prepared, closed_ports)


@pytest.fixture(scope="session")
def published_once(
    tmp_path_factory: pytest.TempPathFactory, prepared: Path, papers: Path, closed_ports: list[int]
) -> PublishedHome:
    """One public document and one in review; nobody changes this home."""
    return publish_one_of_two(_home(tmp_path_factory.mktemp("published") / "home", prepared, closed_ports), papers)


@pytest.fixture
def published(published_once: PublishedHome, tmp_path: Path) -> PublishedHome:
    """A copy of it that a test may spoil."""
    return published_once.copy_to(tmp_path / "published")
