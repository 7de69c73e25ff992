"""Counts what Presidio finds in the same cases, for docs/benchmarks.md.

Presidio is no dependency of this product: run it from an environment of its own that has presidio-analyzer,

    PYTHON samples/screening/presidio_comparison.py CASES.jsonl [--taught]

Numbers of the cases are unassigned ones, so its telephone numbers need only be possible (leniency 0).
There is no Chinese model for its recognition of names and places among the packages, so its pattern recognisers run
alone. `--taught` adds recognisers of Chinese numbers as its documentation asks for them: a pattern and context words.
"""

# ruff: noqa: ANN401, ARG002, E501, T201 - prints a table, and fills the interface of a library that is not installed here
from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, EmailRecognizer, PhoneRecognizer

LANGUAGE = "zh"
THRESHOLD = 0.4
ENTITIES = {
    "bank_card": {"CREDIT_CARD"},
    "mobile": {"PHONE_NUMBER"},
    "person_contact": {"EMAIL_ADDRESS", "PHONE_NUMBER"},
    "resident_id": {"CN_ID"},
    "passport": {"CN_PASSPORT"},
    "permit": {"CN_PERMIT"},
    "plate": {"CN_PLATE"},
    "social_security_number": {"CN_SOCIAL_SECURITY"},
}
TAUGHT = (
    ("CN_ID", r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]", 0.6, []),
    ("CN_PASSPORT", r"(?<![0-9A-Za-z])[EGDSP][A-Z]?\d{7,8}(?!\d)", 0.1, ["护照", "护照号", "passport"]),
    ("CN_PERMIT", r"(?<![0-9A-Za-z])(?:[HMCTL]\d{8,10}|\d{8})(?!\d)", 0.1, ["通行证", "回乡证", "台胞证"]),
    ("CN_PLATE", r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•]?[A-HJ-NP-Z0-9]{5,6}", 0.6, []),
    ("CN_SOCIAL_SECURITY", r"(?<!\d)\d{8,18}(?!\d)", 0.1, ["个人编号", "社保号", "社会保障号", "医保号"]),
)  # fmt: skip


class Characters(NlpEngine):
    """Every character a token: context words are compared by what surrounds a number, as Chinese has no blanks."""

    def load(self) -> None:
        pass

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        return NlpArtifacts([], list(text), list(range(len(text))), list(text), self, language)

    def process_batch(self, texts: Any, language: str, **_: Any) -> Any:
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [LANGUAGE]


def engine(*, taught: bool) -> AnalyzerEngine:
    registry = RecognizerRegistry(supported_languages=[LANGUAGE])
    registry.add_recognizer(CreditCardRecognizer(supported_language=LANGUAGE))
    registry.add_recognizer(EmailRecognizer(supported_language=LANGUAGE))
    registry.add_recognizer(PhoneRecognizer(supported_language=LANGUAGE, supported_regions=("CN",), leniency=0))
    for entity, pattern, score, context in TAUGHT if taught else ():
        patterns = [Pattern(entity.lower(), pattern, score)]
        registry.add_recognizer(
            PatternRecognizer(entity, patterns=patterns, context=context, supported_language=LANGUAGE)
        )
    return AnalyzerEngine(registry=registry, nlp_engine=Characters(), supported_languages=[LANGUAGE])


def main() -> None:
    """Print a Markdown table: recall and precision by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--taught", action="store_true")
    arguments = parser.parse_args()
    analyzer = engine(taught=arguments.taught)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for line in arguments.cases.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        entities = ENTITIES.get(case["kind"], set())
        results = analyzer.analyze(case["text"], LANGUAGE) if entities else []
        found = any(result.entity_type in entities and _is_sure(result, case["text"]) for result in results)
        counts[case["kind"]][2 * (not case["expected"]) + found] += 1
    print("| kind | recall | precision |\n|---|---|---|")
    for kind, (missed, right, _, wrong) in sorted(counts.items()):
        precision = f"{right / (right + wrong):.3f}" if right + wrong else "—"
        print(f"| {kind} | {right / (right + missed):.3f} | {precision} |")


def _is_sure(result: Any, text: str) -> bool:
    """Presidio raises the score beside a context word, which it looks for among tokens; here among characters."""
    context = next((words for entity, _, _, words in TAUGHT if entity == result.entity_type), [])
    before = text[max(0, result.start - 20) : result.start]
    return result.score + (0.35 if any(word in before for word in context) else 0) >= THRESHOLD


if __name__ == "__main__":
    main()
