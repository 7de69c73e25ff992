"""The direction of dependencies: kept, and seen to break when someone imports what is forbidden."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("bundles", "gongkai", "metering", "portal", "processors", "records", "search")


def lint_imports(folder: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    command = [program, "--cache-dir", cache]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lint-imports remembers of files that have not changed."""
    return tmp_path_factory.mktemp("import-linter")


@pytest.fixture(scope="module")
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and pyproject.toml in a folder of their own, to be broken."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(root / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(root / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "var"))
    return folder


def test_every_contract_is_kept(root: Path, cache: Path) -> None:
    done = lint_imports(root, cache)
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
        ("metering", "import search"),
        ("portal", "import records"),
        ("portal", "import sqlalchemy"),
        ("portal", "import gongkai"),
    ],
)
def test_a_forbidden_import_breaks_a_contract(copy: Path, cache: Path, module: str, forbidden: str) -> None:
    added = copy / module / "forbidden_import.py"
    added.write_text(f"{forbidden}\n", encoding="utf-8")
    done = lint_imports(copy, cache)
    added.unlink()
    assert done.returncode == 1, done.stdout
    assert f"{module.replace('/', '.')}.forbidden_import" in done.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_our_packages_are_not_shadowed_by_one_of_the_same_name(root: Path, package: str) -> None:
    """PyPI has a `records` and a `search`; a dependency could bring them in."""
    imported = importlib.import_module(package)
    assert imported.__file__ is not None
    assert Path(imported.__file__).is_relative_to(root / package)


def test_what_every_command_imports_has_neither_rules_of_reading_nor_dictionaries_nor_engines(root: Path) -> None:
    """They take seconds together, and a page is taken off by a command."""
    heavy = ("numpy", "onnxruntime", "pypinyin", "rjieba", "tantivy", "elasticsearch", "lxml", "PIL")
    heavy += ("processors.attributes.read", "processors.screening.screen", "processors.contents")
    asked = f"import gongkai.app, sys; print(*[name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
