from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "script" / "elasticsearch"
TOOLS = ("bash", "dirname", "sed", "mkdir", "mktemp", "flock", "cat")


def run(path: Path, *arguments: str, store: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(path), "GONGKAI_ELASTICSEARCH_HOME": str(store)}
    command = [str(path / "bash"), str(SCRIPT), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with what every system has, and neither Java nor Maven."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        link(folder, name)
    return folder


def link(folder: Path, name: str) -> None:
    found = shutil.which(name)
    assert found
    (folder / name).symlink_to(found)


def script(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!{folder}/bash\n{text}\n")
    (folder / name).chmod(0o755)


def test_names_the_package_when_java_is_missing(tools: Path, tmp_path: Path) -> None:
    result = run(tools, "9200", str(tmp_path / "data"), store=tmp_path / "store")
    assert result.returncode == 69
    assert result.stderr == (
        "elasticsearch: java is missing; install it with: apt-get install --yes openjdk-17-jdk-headless\n"
    )


def test_names_the_package_when_maven_is_missing(tools: Path, tmp_path: Path) -> None:
    result = run(tools, "--build", store=tmp_path / "store")
    assert result.returncode == 69
    assert result.stderr == "elasticsearch: mvn is missing; install it with: apt-get install --yes maven\n"


def test_names_the_version_when_java_is_too_old(tools: Path, tmp_path: Path) -> None:
    script(tools, "java", """echo 'openjdk version "11.0.22" 2024-01-16' >&2""")
    script(tools, "javac", "")
    result = run(tools, "9200", str(tmp_path / "data"), store=tmp_path / "store")
    assert result.returncode == 69
    assert result.stderr.startswith("elasticsearch: Java 11 is too old; ")


def test_says_that_the_port_is_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = subprocess.run([SCRIPT, port, tmp_path], capture_output=True, text=True, check=False)
    assert result.returncode == 69
    assert result.stderr == f"elasticsearch: port {port} is in use\n"


def test_leaves_nothing_half_built_when_maven_fails(tools: Path, tmp_path: Path) -> None:
    script(tools, "mvn", "echo no route; exit 1")
    for name in ("jar", "rm"):
        link(tools, name)
    result = run(tools, "--build", store=tmp_path / "store")
    assert result.returncode == 69
    assert "Maven could not fetch the node" in result.stderr
    assert (tmp_path / "store" / "maven.log").read_text() == "no route\n"
    assert [path.name for path in (tmp_path / "store").iterdir() if path.is_dir()] == []
