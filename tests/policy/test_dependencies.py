"""The direction of dependencies: kept, and seen to break when someone imports what is forbidden."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("bundles", "gongkai", "portal", "processors", "records", "search")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The packages and pyproject.toml in a folder of their own, to be broken."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "var"))
    return tmp_path


def test_every_contract_is_kept(root: Path) -> None:
    done = lint_imports(root)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("records/domain", "import sqlalchemy"),
        ("records/domain", "import records.store"),
        ("records/services", "import gongkai"),
        ("records", "import search"),
        ("processors", "import airflow"),
        ("search", "import fastapi"),
        ("bundles", "import records"),
        ("bundles", "import elasticsearch"),
        ("portal", "import records"),
        ("portal", "import sqlalchemy"),
        ("portal", "import gongkai"),
    ],
)
def test_a_forbidden_import_breaks_a_contract(copy: Path, module: str, forbidden: str) -> None:
    (copy / module / "forbidden_import.py").write_text(f"{forbidden}\n", encoding="utf-8")
    done = lint_imports(copy)
    assert done.returncode == 1, done.stdout
    assert f"{module.replace('/', '.')}.forbidden_import" in done.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_our_packages_are_not_shadowed_by_one_of_the_same_name(root: Path, package: str) -> None:
    """PyPI has a `records` and a `search`; a dependency could bring them in."""
    imported = importlib.import_module(package)
    assert imported.__file__ is not None
    assert Path(imported.__file__).is_relative_to(root / package)
