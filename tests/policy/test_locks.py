"""The lock files: exact, hashed, without a host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


def requirements(text: str) -> list[str]:
    """Each requirement with its hashes, comments left out, joined to one line."""
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return re.split(r"\n(?=\S)", "\n".join(lines)) if lines else []


def faults(text: str) -> list[str]:
    found = [f"no exact version with a hash: {entry.split()[0]}" for entry in requirements(text) if not _exact(entry)]
    if re.search(r"https?://|--(?:extra-)?index-url|--find-links", text):
        found.append("names a host")
    return found


def _exact(entry: str) -> bool:
    # A match: celery==5.7.0 \ --hash=sha256:… ; flask==3.1 ; python_version < "3.12" \ --hash=…. No match: celery>=5
    return re.match(r"[A-Za-z0-9._-]+(?:\[[a-z0-9,-]+\])?==\S+", entry) is not None and "--hash=sha256:" in entry


def test_every_requirement_is_exact_and_hashed_and_no_host_is_named(tracked: tuple[Path, ...]) -> None:
    locks = [path for path in tracked if path.suffix == ".lock"]
    assert len(locks) >= 4
    for path in locks:
        text = path.read_text(encoding="utf-8")
        assert requirements(text), path.name
        assert faults(text) == [], path.name


@pytest.mark.parametrize(
    "line",
    [
        "celery>=5.7.0 \\\n    --hash=sha256:00",
        "celery==5.7.0",
        "--index-url https://packages.example/simple",
        "celery @ https://packages.example/celery.whl \\\n    --hash=sha256:00",
    ],
)
def test_a_loose_requirement_is_found(root: Path, line: str) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    assert faults(f"{text}\n{line}\n")


def test_the_tests_run_with_the_versions_that_the_product_runs_with(root: Path) -> None:
    def versions(lock: str) -> set[str]:
        return {entry.split()[0] for entry in requirements((root / lock).read_text(encoding="utf-8"))}

    assert versions("requirements.lock") <= versions("requirements-dev.lock")
