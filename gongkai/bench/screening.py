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
from processors.screening.screen import KINDS, screen
from records.domain.errors import BadInput

#: Least recall of kinds whose numbers have a check digit, and of the others; least precision of all.
RECALL_CHECKED: Final = 0.995
RECALL: Final = 0.97
PRECISION: Final = 0.95
CHECKED: Final = frozenset({FindingKind.RESIDENT_ID.value, FindingKind.BANK_CARD.value})
KNOWN: Final = frozenset(kind.value for kind in KINDS)
_FIELDS: Final[Sequence[tuple[str, type]]] = (("kind", str), ("text", str), ("expected", bool))


class NoCases(BadInput):
    """The file holds no case."""

    code = "no_cases"
    advice = "格式见 docs/benchmarks.md。"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the file. `place` names it in the report."""

    place: str
    kind: str
    text: str
    expected: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What a file holds: its cases, and in a sentence each the lines that are none."""

    cases: list[Case]
    faults: list[str] = field(default_factory=list)


class _NotACase(Exception):
    """A line that is no case; its message says why."""


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
    def is_known(self) -> bool:
        """Whether screening looks for this kind in texts at all."""
        return self.kind in KNOWN

    @property
    def holds(self) -> bool:
        """Whether both bars are reached; what could not be measured misses none, an unknown kind both."""
        return (
            self.is_known
            and (self.recall is None or self.recall >= self.recall_bar)
            and (self.precision is None or self.precision >= PRECISION)
        )


def run(file: Path | None, *, as_json: bool) -> bool:
    """Measure and print; whether every bar holds and every line was a case. Without a file the cases are made anew.

    Raises:
        NoCases: the file holds none.
    """
    given = given_cases(file) if file else CaseFile(own_cases())
    tallies = measure(given.cases)
    if as_json:
        typer.echo(json.dumps(_report(tallies, given.faults), ensure_ascii=False, indent=1))
    else:
        _print(tallies)
    for sentence in (*given.faults, *map(_unknown, _unknown_kinds(tallies))):
        typer.echo(sentence, err=True)
    return not given.faults and all(tally.holds for tally in tallies)


def given_cases(file: Path) -> CaseFile:
    """The cases of a file of JSON lines: `kind`, `text` (a form feed begins a page), `expected`; the rest is ignored.

    Raises:
        NoCases: there is none.
    """
    given = CaseFile([])
    lines = file.read_bytes().decode("utf-8-sig", errors="replace").split("\n")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                given.cases.append(_case(number, line))
            except _NotACase as fault:
                given.faults.append(f"第 {number} 行不是案例，未计入：{fault}")
    if not given.cases:
        raise NoCases(f"{file} 中没有案例。{''.join(given.faults[:1])}")
    return given


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
    pages = [PageText(number, page, Source.TEXT) for number, page in enumerate(text.split("\f"), start=1)]
    for finding in screen(pages):
        if finding.severity is not Severity.NOTE:
            yield finding.kind.value


def _case(number: int, line: str) -> Case:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise _NotACase("不是 JSON。") from fault
    if not isinstance(value, dict):
        raise _NotACase("不是 JSON 对象。")
    for name, kind in _FIELDS:
        if not isinstance(value.get(name), kind):
            raise _NotACase(f"缺少 {name}，或者不是应有的类型。")
    return Case(f"{number}", value["kind"], value["text"], value["expected"])


def _unknown_kinds(tallies: Iterable[Tally]) -> list[str]:
    return [tally.kind for tally in tallies if not tally.is_known]


def _unknown(kind: str) -> str:
    return f"未知种类 {kind!r}，按全部漏报计。可测的种类：{'、'.join(sorted(KNOWN))}。"


def _report(tallies: list[Tally], faults: list[str]) -> dict[str, Any]:
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
            "known": tally.is_known,
            "holds": tally.holds,
        }
        for tally in tallies
    }
    return {
        "kinds": kinds,
        "missed": [tally.kind for tally in tallies if not tally.holds],
        "unknown": _unknown_kinds(tallies),
        "not_cases": faults,
    }


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
