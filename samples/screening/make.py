"""Writes the cases of screening: `python -m samples.screening.make FILE [--half seen|unseen] [--seed N]`."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from samples.screening.cases import Half, cases


def main() -> None:
    """One JSON object a line: `kind`, `text`, `expected`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", type=Half, choices=tuple(Half), action="append", default=[])
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    lines = [json.dumps(asdict(case), ensure_ascii=False) for case in cases(*arguments.half, seed=arguments.seed)]
    arguments.file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
