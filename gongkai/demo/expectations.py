"""What the sample documents should become: `samples/expected.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass

from gongkai.demo.reviewers import Opinion
from gongkai.settings import ROOT
from records.domain.ledger import Arrival, Fate
from records.domain.lifecycle import State
from records.services.overview import DocumentRow


@dataclass(frozen=True, slots=True)
class Expectation:
    """One sample file. `state`: published, on_request, withheld, returned, sealed, duplicate or quarantined."""

    file: str
    what: str
    state: str
    code: str | None
    opinions: tuple[Opinion, ...]

    def opinion(self, step: int) -> Opinion:
        """What the reviewer of this step (1-based) says."""
        return self.opinions[step - 1]


def load_expectations() -> dict[str, Expectation]:
    """By file name."""
    content = json.loads((ROOT / "samples" / "expected.json").read_text(encoding="utf-8"))
    return {entry["file"]: _expectation(entry) for entry in content["documents"]}


def _expectation(entry: dict[str, object]) -> Expectation:
    reviews = entry["reviews"]
    opinions = tuple(
        Opinion(review["verdict"], review["reason"] or "", review["legal_basis"] or "")
        for review in (reviews if isinstance(reviews, list) else [])
    )
    code = entry["code"]
    return Expectation(
        str(entry["file"]), str(entry["what"]), str(entry["expected"]), str(code) if code else None, opinions
    )


def reached(expectation: Expectation, arrival: Arrival | None, row: DocumentRow | None, *, is_public: bool) -> bool:
    """Whether this sample is where it should be; `is_public`: its page answers and the index holds it."""
    match expectation.state:
        case "duplicate":
            return arrival is not None and arrival.fate is Fate.DUPLICATE
        case "quarantined":
            return arrival is not None and arrival.fate is Fate.QUARANTINED and arrival.code == expectation.code
        case "returned":
            return row is not None and row.state is State.EXTRACTED and row.round > 0 and not is_public
        case "published":
            return row is not None and row.state is State.PUBLISHED and is_public
        case state:
            return row is not None and row.state.value == state and not is_public
