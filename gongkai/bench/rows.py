"""Measured numbers, one a row, with the bars that they have to hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import typer


@dataclass(frozen=True, slots=True)
class Row:
    """One measured number. Without a bar it is there to be known."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool:
        low, high = self.at_least, self.at_most
        return (low is None or self.value >= low) and (high is None or self.value <= high)

    @property
    def bar(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return "" if self.at_most is None else f"≤ {self.at_most:g}"


def report(rows: Sequence[Row], *, as_json: bool) -> bool:
    """Print a table, or JSON with `holds` for each; whether every bar holds."""
    if as_json:
        typer.echo(json.dumps([{**asdict(row), "holds": row.holds} for row in rows], ensure_ascii=False, indent=1))
    else:
        typer.echo("| 项目 | 结果 | 目标 | |\n|---|---|---|---|")
        for row in rows:
            verdict = "" if not row.bar else "达标" if row.holds else "未达标"
            typer.echo(f"| {row.name} | {row.value:.4g} {row.unit} | {row.bar} | {verdict} |")
    return all(row.holds for row in rows)
