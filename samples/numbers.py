"""Invents ID and telephone numbers that are well formed and belong to nobody."""

from __future__ import annotations

import random

UNASSIGNED_REGION = "379999"
UNASSIGNED_MOBILE_PREFIX = "154"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


def resident_id(rng: random.Random) -> str:
    """18 characters with a valid check digit (GB 11643-1999), region 379999."""
    birthday = f"{rng.randint(1970, 1999)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"{UNASSIGNED_REGION}{birthday}{rng.randint(1, 999):03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_DIGITS[total % 11]


def mobile(rng: random.Random) -> str:
    return UNASSIGNED_MOBILE_PREFIX + f"{rng.randrange(10**8):08}"


def placeholders(seed: int) -> dict[str, str]:
    """What samples/texts leaves open: `resident_id_1` … and `mobile_1` …, three of each."""
    rng = random.Random(seed)  # noqa: S311 - invented, not secret
    numbers = {f"resident_id_{person}": resident_id(rng) for person in (1, 2, 3)}
    return numbers | {f"mobile_{person}": mobile(rng) for person in (1, 2, 3)}
