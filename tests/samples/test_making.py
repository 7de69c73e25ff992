"""The generator: the same bytes for the same seed, no number of a person in the repository."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest

from samples.catalogue import SAMPLES, Kind
from samples.make import content
from samples.numbers import CHECK_DIGITS, UNASSIGNED_REGION, WEIGHTS, placeholders

# Matches an ID number in running text; not the digits inside a checksum of a lock file (a letter or digit beside them).
EIGHTEEN = re.compile(rb"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
PER_KIND = {sample.kind: sample for sample in SAMPLES}
STATES = {"published": 8, "on_request": 1, "withheld": 1, "returned": 1, "sealed": 1, "duplicate": 1, "quarantined": 2}


def is_valid(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11] == number[17].upper()


def test_the_expectations_name_exactly_the_files_that_are_made(made: Path, expected: dict[str, Any]) -> None:
    sheets = {"dispatch.csv"} | {f"{sample.name}.json" for sample in SAMPLES if sample.sheet and sample.sheet.alone}
    assert {path.name for path in made.iterdir()} == expected.keys() | sheets


def test_every_outcome_of_the_pipeline_is_shown(expected: dict[str, Any]) -> None:
    assert Counter(entry["expected"] for entry in expected.values()) == STATES


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ENCRYPTED_PDF])
def test_the_same_seed_gives_the_same_bytes(made: Path, kind: Kind) -> None:
    sample = PER_KIND[kind]
    assert content(sample) == (made / sample.name).read_bytes()


def test_the_duplicate_is_a_copy_under_another_name(made: Path, expected: dict[str, Any]) -> None:
    [copy] = [entry for entry in expected.values() if entry["duplicate_of"]]
    assert (made / copy["file"]).read_bytes() == (made / copy["duplicate_of"]).read_bytes()


def test_no_other_two_files_are_equal(made: Path) -> None:
    contents = Counter(path.read_bytes() for path in made.iterdir())
    assert sorted(contents.values())[-2:] == [1, 2]


def test_the_list_holds_valid_id_numbers_of_a_region_that_does_not_exist(made: Path) -> None:
    [path] = made.glob("10-*.docx")
    cells = [cell.text for row in docx.Document(str(path)).tables[0].rows for cell in row.cells]
    numbers = [cell for cell in cells if EIGHTEEN.fullmatch(cell.encode())]
    assert len(numbers) == 3
    assert all(number.startswith(UNASSIGNED_REGION) and is_valid(number) for number in numbers)


def test_another_seed_invents_other_people() -> None:
    assert not set(placeholders(1).values()) & set(placeholders(2).values())


def test_the_broken_file_begins_like_a_docx_and_has_lost_its_end(made: Path) -> None:
    [path] = made.glob("13-*.docx")
    assert path.read_bytes()[:4] == b"PK\x03\x04"
    assert not zipfile.is_zipfile(path)


def test_no_tracked_file_holds_a_valid_id_number(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    paths = [root / name for name in listed.decode().split("\0") if name and (root / name).is_file()]
    found = {
        path.relative_to(root)
        for path in paths
        for number in EIGHTEEN.findall(path.read_bytes())
        if is_valid(number.decode())
    }
    assert found == set()
