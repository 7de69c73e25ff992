"""`gongkai bench screening`: what screening finds and misses in cases of which it is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import typer

from processors.extraction import PageText, Source
from processors.screening.model import FindingKind, Severity
from processors.screening.screen import screen
from records.domain.errors import BadInput

#: Least recall of kinds whose numbers have a check digit, and of the others; least precision of all.
RECALL_CHECKED: Final = 0.995
RECALL: Final = 0.97
PRECISION: Final = 0.95
CHECKED: Final = frozenset({FindingKind.RESIDENT_ID.value, FindingKind.BANK_CARD.value})
_FIELDS: Final[Sequence[tuple[str, type]]] = (("kind", str), ("text", str), ("expected", bool))


class NoCases(BadInput):
    """The file holds no cases, or a line that is none."""

    code = "no_cases"
    advice = "格式见 docs/benchmarks.md。"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the file. `place` names it in the report."""

    place: str
    kind: str
    text: str
    expected: bool


@dataclass(slots=True)
class Tally:
    """What became of the cases of one kind. `missed` and `invented` are places of cases."""

    kind: str
    positive: int = 0
    negative: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float | None:
        """Found of what had to be found; None if nothing had to."""
        return (self.positive - len(self.missed)) / self.positive if self.positive else None

    @property
    def precision(self) -> float | None:
        """Right of what was found; None if nothing was."""
        right = self.positive - len(self.missed)
        return right / (right + len(self.invented)) if right + len(self.invented) else None

    @property
    def recall_bar(self) -> float:
        return RECALL_CHECKED if self.kind in CHECKED else RECALL

    @property
    def holds(self) -> bool:
        """Whether both bars are reached; what could not be measured misses none."""
        return (self.recall is None or self.recall >= self.recall_bar) and (
            self.precision is None or self.precision >= PRECISION
        )


def run(file: Path | None, *, as_json: bool) -> bool:
    """Measure and print; whether every bar holds. Without a file the cases are made anew.

    Raises:
        NoCases: the file cannot be used.
    """
    tallies = measure(given_cases(file) if file else own_cases())
    if as_json:
        typer.echo(json.dumps(_report(tallies), ensure_ascii=False, indent=1))
    else:
        _print(tallies)
    return all(tally.holds for tally in tallies)


def given_cases(file: Path) -> list[Case]:
    """The cases of a file of JSON lines: `kind`, `text`, `expected`; other fields are ignored.

    Raises:
        NoCases: a line is no such object, or there is none.
    """
    lines = file.read_text(encoding="utf-8-sig").split("\n")
    cases = [_case(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not cases:
        raise NoCases(f"{file} 中没有案例。")
    return cases


def own_cases() -> list[Case]:
    """Those of samples/screening, both halves; their places are half and number."""
    from samples.screening.cases import Half, cases

    return [
        Case(f"{half}:{number}", case.kind, case.text, case.expected)
        for half in Half
        for number, case in enumerate(cases(half), start=1)
    ]


def measure(cases: Iterable[Case]) -> list[Tally]:
    """A tally of each kind, in the order of the cases. What only informs (note) does not count as found."""
    tallies: dict[str, Tally] = {}
    for case in cases:
        tally = tallies.setdefault(case.kind, Tally(case.kind))
        found = case.kind in set(_found(case.text))
        if case.expected:
            tally.positive += 1
            tally.missed += [] if found else [case.place]
        else:
            tally.negative += 1
            tally.invented += [case.place] if found else []
    return list(tallies.values())


def _found(text: str) -> Iterator[str]:
    for finding in screen([PageText(1, text, Source.TEXT)]):
        if finding.severity is not Severity.NOTE:
            yield finding.kind.value


def _case(number: int, line: str) -> Case:
    try:
        value = json.loads(line)
    except ValueError as fault:
        raise NoCases(f"第 {number} 行不是 JSON。") from fault
    if not isinstance(value, dict):
        raise NoCases(f"第 {number} 行不是 JSON 对象。")
    for name, kind in _FIELDS:
        if not isinstance(value.get(name), kind):
            raise NoCases(f"第 {number} 行缺少 {name}，或者不是应有的类型。")
    return Case(f"{number}", value["kind"], value["text"], value["expected"])


def _report(tallies: list[Tally]) -> dict[str, Any]:
    kinds = {
        tally.kind: {
            "positive": tally.positive,
            "negative": tally.negative,
            "recall": _rounded(tally.recall),
            "recall_target": tally.recall_bar,
            "precision": _rounded(tally.precision),
            "precision_target": PRECISION,
            "missed": tally.missed,
            "invented": tally.invented,
            "holds": tally.holds,
        }
        for tally in tallies
    }
    return {"kinds": kinds, "missed": [tally.kind for tally in tallies if not tally.holds]}


def _print(tallies: list[Tally]) -> None:
    """Markdown, ready for docs/benchmarks.md."""
    typer.echo("| 种类 | 应发现 | 不应发现 | 召回率 | 指标 | 精确率 | 指标 | 达标 | 漏 | 误 |")
    typer.echo("|---|---|---|---|---|---|---|---|---|---|")
    for tally in tallies:
        typer.echo(
            f"| {tally.kind} | {tally.positive} | {tally.negative} | {_shown(tally.recall)} | ≥ {tally.recall_bar} "
            f"| {_shown(tally.precision)} | ≥ {PRECISION} | {'是' if tally.holds else '否'} "
            f"| {' '.join(tally.missed[:12])} | {' '.join(tally.invented[:12])} |"
        )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _shown(share: float | None) -> str:
    return "—" if share is None else f"{share:.3f}"
