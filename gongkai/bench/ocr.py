"""`gongkai bench ocr`: how well and how fast pages are read, against the bars of the issue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import typer

from gongkai.bench.pages.conditions import ROTATED, Condition
from gongkai.bench.pages.given import read_given
from gongkai.bench.pages.measuring import measure, peak_of_children_bytes
from gongkai.bench.pages.scoring import Score, total
from gongkai.bench.pages.timing import Pace, pace, tesseract
from processors.pool import ReaderPool

#: A turned page may differ from the upright one by this much character error.
_ROTATION_BAR: Final = 0.005
#: Our time as a share of tesseract's.
_PACE_BAR: Final = 0.5
_MEMORY_BAR_BYTES: Final = 1_200_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `holds` is None when there is no bar or it could not be measured."""

    what: str
    target: str
    result: str
    holds: bool | None


def run(models: Path, pages: Path | None, *, with_tesseract: bool, as_json: bool) -> bool:
    """Measure, print the table and say whether every bar holds. With `pages` only that folder is read; it has no bars.

    Raises:
        NoPages: `pages` has nothing to read.
        ModelsMissing: the OCR weights are not installed.
    """
    with ReaderPool(models) as pool:
        rows = list(_given_rows(pool, pages) if pages else _rows(pool, with_tesseract=with_tesseract))
    _print(rows, as_json=as_json)
    return all(row.holds is not False for row in rows)


def _rows(pool: ReaderPool, *, with_tesseract: bool) -> Iterator[Row]:
    yield from accuracy_rows(measure(pool))
    program = tesseract() if with_tesseract else None
    yield _pace_row(pace(pool, program), asked=with_tesseract)
    peak = peak_of_children_bytes()
    yield Row("OCR 进程内存峰值", "≤ 1.2 GB", f"{peak / 1e9:.2f} GB", peak <= _MEMORY_BAR_BYTES)


def accuracy_rows(scores: dict[Condition, Score]) -> list[Row]:
    """A row for each condition; the turned pages are held against the upright ones."""
    upright = scores.get(ROTATED[0], Score(0, 0)).rate
    rows = []
    for condition, score in scores.items():
        result = f"{score.rate:.2%}（{score.wrong}/{score.printed} 字）"
        if condition in ROTATED[1:]:
            holds = score.rate <= upright + _ROTATION_BAR
            rows.append(Row(condition.name, f"与 0° 相差 ≤ {_ROTATION_BAR:.1%}", result, holds))
        elif condition.target is None:
            rows.append(Row(condition.name, "—", result, None))
        else:
            rows.append(Row(condition.name, f"≤ {condition.target:.1%}", result, score.rate <= condition.target))
    return rows


def _pace_row(measured: Pace, *, asked: bool) -> Row:
    what, target = "200 dpi 每页用时（含转正、纠偏、去章）", f"≤ tesseract 的 {_PACE_BAR:.0%}"
    if measured.ratio is None:
        why = "未安装 tesseract 及 chi_sim，无法比较" if asked else "未要求比较"
        return Row(what, target, f"{measured.ours_s:.2f} 秒（{why}）", None)
    result = f"{measured.ratio:.0%}（{measured.ours_s:.2f} 秒 : {measured.theirs_s:.2f} 秒）"
    return Row(what, target, result, measured.ratio <= _PACE_BAR)


def _given_rows(pool: ReaderPool, folder: Path) -> Iterator[Row]:
    pages = read_given(pool, folder)
    for page in pages:
        refused = f"，未能读取：{page.refused}" if page.refused else ""
        yield Row(page.name, "—", f"{page.score.rate:.2%}（{page.score.wrong}/{page.score.printed} 字{refused}）", None)
    score = total(page.score for page in pages)
    yield Row(f"合计 {len(pages)} 件", "—", f"{score.rate:.2%}（{score.wrong}/{score.printed} 字）", None)


def _print(rows: list[Row], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
        return
    typer.echo("| 项目（字符错误率） | 指标 | 实测 | 达标 |\n|---|---|---|---|")
    for row in rows:
        verdict = {True: "是", False: "否", None: "—"}[row.holds]
        typer.echo(f"| {row.what} | {row.target} | {row.result} | {verdict} |")
