"""Writes documents of many kinds with their attributes: `python -m samples.kinds.make TARGET_DIR [--variants N]`.

Each document of the catalogues is written several times, by other organs, with other dates and numbers, in other
brackets and numerals and with another disclosure mark. The format is that of docs/benchmarks.md, "Attributes".
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from samples.kinds.wordings import MARKS, date_forms, mark_on, number_forms

CATALOGUES = tuple(Path(__file__).parent / name for name in ("catalogue.toml", "catalogue_heads.toml"))
VARIANTS = 8
BUREAUS = (
    ("示例区人力资源和社会保障局", "示人社发"),
    ("样例县医疗保障局", "样医保发"),
    ("示例市教育局", "例教规字"),
    ("示例区住房和城乡建设局", "示建函"),
    ("样例县行政审批服务局", "样审批发"),
    ("示例市市场监督管理局", "例市监规"),
    ("示例高新技术产业开发区管理委员会", "示高管发"),
    ("示例区人民政府办公室", "示政办字"),
)
OTHERS = ("示例区财政局", "示例区民政局", "样例县公安局", "示例市卫生健康委员会", "示例区总工会")
FIRST_DAY = dt.date(2013, 1, 5)


def make(target: Path, variants: int = VARIANTS) -> int:
    """Write NN-V.txt and NN-V.json for each document and variant; returns how many documents these are."""
    target.mkdir(parents=True, exist_ok=True)
    documents = [
        document
        for catalogue in CATALOGUES
        for document in tomllib.loads(catalogue.read_text(encoding="utf-8"))["document"]
    ]
    for number, document in enumerate(documents, start=1):
        for variant in range(variants):
            text, truth = checked_text(document, number, variant)
            path = target / f"{number:02}-{variant + 1}"
            path.with_suffix(".txt").write_text(text, encoding="utf-8")
            path.with_suffix(".json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(documents) * variants


def checked_text(document: dict[str, Any], number: int, variant: int) -> tuple[str, dict[str, Any]]:
    """One document's text and its attributes; `number` (from 1) and `variant` (from 0) choose every wording."""
    organ, code = BUREAUS[(number + variant) % len(BUREAUS)]
    adopted = FIRST_DAY + dt.timedelta(days=97 * number + 211 * variant)
    serial = 1 + (number * 7 + variant * 13) % 98
    disclosure = list(MARKS)[(number + variant) % len(MARKS)]
    before, mark = mark_on(disclosure, variant + number // 4, organ)
    fills = {
        "organ": organ,
        "other": OTHERS[(number + variant) % len(OTHERS)],
        "number": number_forms(code, adopted.year, serial, variant),
        "date": date_forms(adopted, variant + number),
        "printed": date_forms(adopted + dt.timedelta(days=2), 0),
        "mark": mark,
        "month": str(adopted.month),
        "year": str(adopted.year),
        "year2": str(adopted.year + 5),
        "year3": str(adopted.year + 3),
        "year4": str(adopted.year + 4),
    }
    text = before + filled(document["text"], fills)
    expected = {name: _filled_value(value, fills) for name, value in document["expected"].items()}
    truth = {
        "kind": document["kind"],
        "title": expected.pop("title"),
        "document_number": None if document.get("number") == "" else f"{code}〔{adopted.year}〕{serial}号",
        "issuing_organs": expected.pop("issuing_organs", [organ]),
        "adopted_on": adopted.isoformat() if document.get("dated", True) else None,
        "disclosure": None if disclosure == "none" else disclosure,
        "expires_on": None,
        **{name: value or None if isinstance(value, str) else value for name, value in expected.items()},
    }
    if truth["expires_on"]:
        truth["validity_text"] = "stated"
    return text, truth


def filled(text: str, fills: dict[str, str]) -> str:
    """`text` with its placeholders filled; lines that stay empty fall away."""
    for name, value in fills.items():
        text = text.replace(f"{{{name}}}", value)
    return "\n".join(line for line in text.split("\n") if line) + "\n"


def _filled_value(value: str | list[str], fills: dict[str, str]) -> str | list[str]:
    if isinstance(value, list):
        return [filled(item, fills).strip() for item in value]
    return filled(value, fills).strip()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m samples.kinds.make", description=__doc__)
    parser.add_argument("target", type=Path, help="folder to write into, made if missing")
    parser.add_argument("--variants", type=int, default=VARIANTS, help="how often each document is written")
    arguments = parser.parse_args()
    count = make(arguments.target, arguments.variants)
    sys.stdout.write(f"{count} documents in {arguments.target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
