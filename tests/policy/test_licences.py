"""Licences of what the product installs: none whose duties would reach the bureau that runs it."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.policy.test_locks import requirements

#: Licences under which everything may be passed on; the lesser GPL leaves our own code alone.
FREE = re.compile(
    r"\b(?:MIT(?:-0|-CMU)?|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|LGPL|Lesser General Public|HPND|"
    r"Unlicense|Zlib|CC0|0BSD|Artistic|Public Domain|Historical Permission)"
)
#: The full GPL, as a licence of its own: not LGPL, not "GPL-compatible".
FULL_GPL = re.compile(r"(?<![LA])GPL(?!-?compatible)|(?<!Lesser )GNU General Public License")


def licence_of(name: str) -> str | None:
    """What a package says of its licence in any of the three ways; None if it is for another platform."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return None
    classifiers = [each for each in metadata.get_all("Classifier") or [] if each.startswith("License")]
    stated = [metadata.get("License-Expression") or "", (metadata.get("License") or "")[:200], *classifiers]
    return " | ".join(part for part in stated if part)


def objection(licence: str) -> str | None:
    """Why a package under this licence is not for us."""
    if re.search(r"AGPL|Affero", licence):
        return "its duty to hand out source would reach whoever runs the portal"
    if FULL_GPL.search(licence) and not FREE.search(licence):
        return "under the GPL alone"
    return None if FREE.search(licence) else "unknown licence: weigh it, then add it here"


def test_every_library_of_the_product_is_under_a_licence_that_we_can_pass_on(root: Path) -> None:
    lock = requirements((root / "requirements.lock").read_text(encoding="utf-8"))
    names = {re.split(r"[=\[\s]", entry)[0] for entry in lock}
    licences = {name: licence for name in sorted(names) if (licence := licence_of(name)) is not None}
    assert len(licences) > 150
    assert {name: (licence, why) for name, licence in licences.items() if (why := objection(licence))} == {}


@pytest.mark.parametrize(
    "licence",
    [
        "AGPL-3.0-only",
        "GNU AFFERO GPL 3.0",
        "GPL-3.0-only",
        "GPL v2",
        "License :: GNU General Public License (GPL)",
        "",
    ],
)
def test_a_licence_that_binds_us_is_found(licence: str) -> None:
    assert objection(licence)


@pytest.mark.parametrize("licence", ["MIT", "LGPL-3.0-only", "Artistic License | GNU General Public License (GPL)"])
def test_one_that_does_not_passes(licence: str) -> None:
    assert objection(licence) is None
