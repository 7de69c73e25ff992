"""`gongkai bench night`: whole nights on a stack of its own, from the inbox to the last page of the public site."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

import typer

from gongkai.bench.night_executor import Executor
from gongkai.bench.night_figures import Night, Stage
from gongkai.bench.night_run import run_night
from gongkai.bench.own_stack import say
from gongkai.bench.rows import Row, report

#: A document of the longest night may take at most so many times what one of the shortest takes.
_GROWTH: Final = 1.25
_MEBIBYTE: Final = 1024 * 1024
_COMPARED: Final[tuple[Stage, ...]] = ("night", "day")


@dataclass(frozen=True, slots=True)
class Plan:
    """`sizes` are nights of so many documents, one after the other, each on a stack of its own."""

    sizes: tuple[int, ...]
    workers: int
    executor: Executor


def run(plan: Plan, *, as_json: bool) -> bool:
    """Measure and print; whether the time per document stays the same."""
    nights = []
    for number, documents in enumerate(sorted(plan.sizes), start=1):
        say(f"第 {number}/{len(plan.sizes)} 夜：{documents} 件，{plan.workers} 个读取进程，{plan.executor}")
        nights.append(run_night(documents, plan.workers, plan.executor))
        say(f"负荷 {os.getloadavg()[0]:.1f}，{nights[-1].per_hour('night'):.0f} 件/小时")
    rows = [*growth(nights), *(row for night in nights for row in _rows(night))]
    if not as_json:
        return report(rows, as_json=False)
    typer.echo(json.dumps([asdict(night) for night in nights], ensure_ascii=False, indent=1))
    return all(row.holds for row in rows)


def growth(nights: Sequence[Night]) -> Iterator[Row]:
    """What a document of each longer night takes, against one of the shortest."""
    first, *longer = nights
    for night in longer:
        for stage in _COMPARED:
            ratio = first.per_hour(stage) / night.per_hour(stage)
            name = f"每件用时，{night.documents} 件与 {first.documents} 件相比，{_STAGES[stage]}"
            yield Row(name, ratio, "倍", at_most=_GROWTH)


def _rows(night: Night) -> Iterator[Row]:
    of = f"{night.documents} 件"
    for stage, words in _STAGES.items():
        yield Row(f"{of}：{words}", night.per_hour(stage), "件/小时")
    for phase in night.phases:
        yield Row(f"{of}：{phase.name}", phase.seconds, "秒")
        yield Row(f"{of}：{phase.name}，处理器", sum(phase.processor.values()) / night.documents, "秒/件")
    total = sum(seconds for _, seconds in night.tasks.values())
    for task, (count, seconds) in sorted(night.tasks.items()):
        yield Row(f"{of}：{task}，{count} 次，共 {seconds:.0f} 秒", 100 * seconds / total, "%")
    yield Row(f"{of}：内存峰值，全部", night.memory["all"] / _MEBIBYTE, "MiB")
    for part, peak in sorted(night.memory.items()):
        if part != "all":
            yield Row(f"{of}：内存峰值，{part}", peak / _MEBIBYTE, "MiB")
    for store, size in sorted(night.stores.items()):
        yield Row(f"{of}：{store}", size / night.documents, "每件")


_STAGES: Final[Mapping[Stage, str]] = {"night": "收文到全部待审", "day": "第一级决定到全部公开", "whole": "全程"}
