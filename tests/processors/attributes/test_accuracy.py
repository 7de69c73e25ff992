"""Accuracy on real published documents, when ../shared is there; the floors are what has been reached.

They were printed from web pages: head and imprint are gone, and some attributes stand in the site's metadata only.
So each is measured among the documents that say it, and among those that rightly have none.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from processors.attributes.model import Attribute
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "texts"
FLOORS = {
    "title": 1.0,
    "document_number": 1.0,
    "issuing_organs": 0.98,
    "addressees": 1.0,
    "adopted_on": 1.0,
    "disclosure": 1.0,
    "attachments": 0.98,
}


def compact(text: str) -> str:
    return re.sub(r"\s", "", text)


def is_said(name: str, value: Any, text: str) -> bool:
    """Whether the text can tell this value: it quotes it, or there is nothing to tell."""
    if name in ("adopted_on", "disclosure") or not value:
        return True
    parts = value if isinstance(value, list) else [value]
    return all(compact(part) in compact(text) for part in parts)


def plain(attribute: Attribute[Any] | None) -> Any:
    value = attribute.value if attribute else None
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def measured() -> dict[str, tuple[int, int, list[str]]]:
    """By attribute: how many are right, of how many, and the ids that are wrong."""
    tally: dict[str, tuple[int, int, list[str]]] = {name: (0, 0, []) for name in FLOORS}
    for truth_path in sorted(SAMPLES.glob("*.json")):
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        text = truth_path.with_suffix(".txt").read_text(encoding="utf-8")
        if not truth["scored"]:
            continue
        attributes = read_attributes([PageText(1, text, Source.TEXT)])
        for name in FLOORS:
            if is_said(name, truth[name], text):
                right, total, wrong = tally[name]
                is_right = plain(getattr(attributes, name)) == truth[name]
                tally[name] = (right + is_right, total + 1, wrong if is_right else [*wrong, truth["id"]])
    return tally


def test_accuracy_on_real_documents_stays_at_what_was_reached(capsys: pytest.CaptureFixture[str]) -> None:
    tally = measured()
    rows = [f"{name:16} {right}/{total}  wrong: {' '.join(wrong)}" for name, (right, total, wrong) in tally.items()]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(rows) + "\n")
    for name, (right, total, wrong) in tally.items():
        assert right >= FLOORS[name] * total, f"{name}: {wrong}"
