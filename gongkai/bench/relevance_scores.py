"""How good an order of hits is: nDCG@10, success at the first place, empty answers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final

DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """`relevant` maps ids to grades, 1 (touches it) to 3 (is what was meant); empty: nothing should be found."""

    id: str
    kind: str
    query: str
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """What an engine found: `hits` are the ids of the first ten, `total` counts all."""

    query: JudgedQuery
    hits: tuple[str, ...]
    total: int

    @property
    def ndcg(self) -> float:
        """nDCG@10 with gains 2^grade - 1; where nothing should be found, 1 for nothing and 0 for anything."""
        if not self.query.relevant:
            return float(not self.hits)
        best = sorted(self.query.relevant.values(), reverse=True)
        return _gain([self.query.relevant.get(id_, 0) for id_ in self.hits]) / _gain(best)

    @property
    def succeeds(self) -> bool:
        """Whether the first hit has the best grade that there is; where nothing should be found, whether nothing is."""
        if not self.query.relevant:
            return not self.hits
        return bool(self.hits) and self.query.relevant.get(self.hits[0]) == max(self.query.relevant.values())


def report(answers: Sequence[Answered]) -> dict[str, Any]:
    """The scores overall and `by_kind`; overall means leave out the queries where nothing should be found."""
    kinds = dict.fromkeys(each.query.kind for each in answers)
    return {
        **_scores([each for each in answers if each.query.relevant] or answers),
        "queries": len(answers),
        "zero_results": sum(not each.total for each in answers),
        "zero_results_with_answer": sum(not each.total for each in answers if each.query.relevant),
        "results_without_answer": sum(bool(each.total) for each in answers if not each.query.relevant),
        "by_kind": {
            kind: {
                **_scores(of_kind),
                "queries": len(of_kind),
                "zero_results": sum(not each.total for each in of_kind),
            }
            for kind in kinds
            if (of_kind := [each for each in answers if each.query.kind == kind])
        },
    }


def _scores(answers: Sequence[Answered]) -> dict[str, float]:
    return {
        "ndcg_at_10": round(fmean(each.ndcg for each in answers), 4),
        "success_at_1": round(fmean(each.succeeds for each in answers), 4),
    }


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))
