"""Counts how often an attribute was read right: exact match, precision, recall, F1, calibration, confusion."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from processors.attributes.dates import DATE, DIGIT_SLIPS, date_of
from processors.attributes.model import Attribute, Attributes
from processors.folding import fold

#: Share of documents read exactly that each attribute must reach (issue 4); on scans `SCAN_ALLOWANCE` less.
BARS = {
    "document_number": 0.99,
    "disclosure": 0.99,
    "adopted_on": 0.99,
    "title": 0.98,
    "issuing_organs": 0.98,
    "addressees": 0.95,
    "attachments": 0.95,
    "expires_on": 0.95,
    "document_type": 0.95,
}
#: Measured where the truth names them, without a bar.
OTHERS = (
    *("urgency", "copy_number", "signatory", "copied_to", "printing_organ", "printed_on", "legal_basis"),
    *("letterhead", "classification", "effective_on", "repeals", "notes"),
)
SCAN_ALLOWANCE = 0.02
OPENING_CHARS = 300  # in which a document without a title may name its type: 现就有关事项通告如下
SURE = 0.95  # of the values with at least this confidence …
SURE_BAR = 0.99  # … at least this share must be right

Comparable = str | tuple[str, ...] | None

_CLERK_NOTE = re.compile(r"\(.*\)$")


def comparable(value: object) -> Comparable:
    """A value so that only its characters count: half-width, without blanks; a missing one and an empty list alike."""
    if value is None or value == [] or value == ():
        return None
    if isinstance(value, list | tuple):
        return tuple(fold(str(item)).text for item in value)
    return value.isoformat() if isinstance(value, dt.date) else fold(str(value)).text


def expected_value(name: str, truth: dict[str, Any]) -> Comparable:
    """The hand-checked value, comparable; 令（行政法规） is 令: what is in brackets is the checker's note."""
    value = comparable(truth.get(name))
    return _CLERK_NOTE.sub("", value) if name == "document_type" and isinstance(value, str) else value


def is_stated(name: str, expected: Comparable, truth: dict[str, Any], text: str) -> bool:
    """Whether the text itself can tell `expected`: it quotes it, or there is nothing to tell.

    Documents printed from web pages have lost head and imprint; what only the site's metadata says nobody can read.
    """
    if expected is None or name in ("disclosure", "effective_on"):
        return True
    plain = fold(text).text
    digits = plain.translate(DIGIT_SLIPS)
    if name in ("adopted_on", "printed_on"):
        return any((date := date_of(match)) and date.isoformat() == expected for match in DATE.finditer(plain))
    if name == "expires_on":
        return bool(truth.get("validity_text"))
    parts = expected if isinstance(expected, tuple) else (expected,)
    if name == "document_number":
        return all(part in digits for part in re.findall(r"\d+", str(expected)))
    if name == "document_type":
        title = comparable(truth.get("title"))
        plain = (title if isinstance(title, str) and title in plain else "") + plain[:OPENING_CHARS]
    return all(part in plain for part in parts)


@dataclass(slots=True)
class Tally:
    """One attribute over all documents; `wrong` holds the ids of those that are not exact."""

    documents: int = 0
    bearing: int = 0  # documents that have the attribute
    exact: int = 0
    unstated: int = 0  # left out: the text does not say what the truth has
    true_positive: int = 0
    false_positive: int = 0
    false_negative: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, document: str, expected: Comparable, found: Comparable) -> None:
        self.documents += 1
        self.bearing += expected is not None
        if expected == found:
            self.exact += 1
            self.true_positive += expected is not None
            return
        self.false_positive += found is not None
        self.false_negative += expected is not None
        self.wrong.append(document)

    @property
    def share_exact(self) -> float:
        return _share(self.exact, self.documents)

    @property
    def share_of_all(self) -> float:
        """Exact ones among all documents, those too whose text does not say what the truth has."""
        return _share(self.exact, self.documents + self.unstated)

    @property
    def precision(self) -> float:
        return _share(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float:
        return _share(self.true_positive, self.true_positive + self.false_negative)

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Scores:
    """Everything that is counted; `add` takes one document after another."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    sure: int = 0
    sure_and_right: int = 0
    sure_but_wrong: list[str] = field(default_factory=list)

    def add(self, document: str, truth: dict[str, Any], text: str, attributes: Attributes) -> None:
        for name in (*BARS, *OTHERS):
            if name in truth:
                self._add(document, name, truth, text, getattr(attributes, name))
        found = attributes.disclosure.value.value if attributes.disclosure else "none"
        self.confusion[truth.get("disclosure") or "none", found] += 1

    def _add(
        self, document: str, name: str, truth: dict[str, Any], text: str, attribute: Attribute[Any] | None
    ) -> None:
        expected = expected_value(name, truth)
        found = comparable(attribute.value) if attribute else None
        tally = self.tallies.setdefault(name, Tally())
        if not is_stated(name, expected, truth, text):
            tally.unstated += 1
            return
        tally.count(document, expected, found)
        if attribute and found is not None and attribute.confidence >= SURE:
            self.sure += 1
            self.sure_and_right += expected == found
            if expected != found:
                self.sure_but_wrong.append(f"{document} {name}")

    @property
    def wrongly_public(self) -> int:
        """Documents that are not proactive and were read as proactive."""
        return sum(n for (truth, found), n in self.confusion.items() if found == "proactive" and truth != "proactive")

    def failures(self, *, scanned: bool) -> list[str]:
        """The bars that are missed, each as one Chinese sentence."""
        allowance = SCAN_ALLOWANCE if scanned else 0.0
        missed = [
            f"{name} 的正确率 {tally.share_exact:.3f} 低于 {BARS[name] - allowance:.2f}"
            for name, tally in self.tallies.items()
            if name in BARS and tally.documents and tally.share_exact < BARS[name] - allowance
        ]
        if self.wrongly_public:
            missed.append(f"{self.wrongly_public} 件非主动公开的文件被读作主动公开")
        if self.sure and self.sure_and_right / self.sure < SURE_BAR:
            missed.append(f"置信度 ≥ {SURE} 的值正确率 {self.sure_and_right / self.sure:.4f} 低于 {SURE_BAR}")
        return missed


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
