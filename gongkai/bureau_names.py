"""Which bureaus an installation serves, and what Airflow calls their DAGs. Standard library only, for DAG files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DIRECTORY_NAME: Final = "bureau.toml"
#: Between a DAG's name and the bureau's. No bureau's id has an underscore, so the last one separates.
_SEPARATOR: Final = "__"


def bureau_names(folder: Path) -> tuple[str, ...]:
    """The bureaus of a folder, sorted: its subfolders with a directory file, usable or not."""
    try:
        return tuple(sorted(path.parent.name for path in folder.glob(f"[!.]*/{DIRECTORY_NAME}")))
    except OSError:
        return ()


def bureau_dag_id(name: str, bureau: str | None) -> str:
    """The DAG of this bureau; where there is one bureau (None), the DAG has its plain name."""
    return f"{name}{_SEPARATOR}{bureau}" if bureau else name


def bureau_of_dag(dag_id: str) -> str | None:
    """The bureau that a DAG belongs to; None if it belongs to none."""
    _name, separator, bureau = dag_id.rpartition(_SEPARATOR)
    return bureau if separator else None
