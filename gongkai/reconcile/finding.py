"""What reconcile found, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """REPAIRED: nothing is left of it. LEFT: people have to act.

    UNREACHABLE: a neighbour did not answer, the next run repairs it. FOUND: of a dry run, nothing was done.
    """

    REPAIRED = "repaired"
    LEFT = "left"
    UNREACHABLE = "unreachable"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement. `subject` is an id, a place or a number; `message` and `done` are Chinese sentences."""

    code: str
    subject: str
    message: str
    outcome: Outcome
    done: str

    def line(self) -> str:
        """For people: what, of which id, what was done."""
        return f"{self.subject}：{self.message}{self.done}（{self.code}）"
