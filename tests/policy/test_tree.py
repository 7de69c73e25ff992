"""Rules for every file that git keeps."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

MAX_LINES = 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
# A match: https://site.example:9200/x. No match: s3://inbox
HOST = re.compile(r"https?://([A-Za-z0-9.-]+)")
#: Whom our files may name beside the reserved names of RFC 2606 and hosts without a dot: namespaces and standards.
#: Every other host has to be weighed; a package registry's is never one of them.
STANDARDS = {
    "127.0.0.1",
    "docs.python.org",
    "maven.apache.org",
    "purl.oclc.org",
    "purl.org",  # the namespace of Dublin Core
    "schemas.microsoft.com",
    "openoffice.org",  # the namespace of LibreOffice's settings
    "schemas.openxmlformats.org",
    "schema.org",  # the vocabulary of web pages
    "www.sitemaps.org",  # the namespace of sitemaps
    "www.apache.org",
    "www.ofdspec.org",
    "www.w3.org",
}
# A match: /home/someone/gongkai. No match: /var/lib/gongkai
MACHINE_PATH = re.compile(r"(?<![\w.:-])/(?:work|root|home/\w+|Users/\w+)/")
# A match: eighteen characters with a valid check digit. No match: the same digits inside a longer number or a hash
RESIDENT_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
PRIVATE_KEY = re.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----")


def has_valid_check_digit(number: str) -> bool:
    """By GB 11643-1999: weights 2^(17-i) mod 11."""
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def texts(path: Path) -> list[str]:
    """The file's text; for a zip (DOCX, OFD) the text of its members; nothing for other binary files."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
    try:
        return [path.read_text(encoding="utf-8")]
    except UnicodeDecodeError:
        return []


@pytest.fixture(scope="module")
def contents(tracked: tuple[Path, ...]) -> list[tuple[Path, str]]:
    """File and text; without the locks, which have tests of their own, and this file, which names what is forbidden."""
    judged = [path for path in tracked if path.suffix != ".lock" and path != Path(__file__).resolve()]
    return [(path, text) for path in judged for text in texts(path)]


def found(contents: list[tuple[Path, str]], pattern: re.Pattern[str]) -> list[str]:
    return [f"{path.name}: {match.group()}" for path, text in contents for match in pattern.finditer(text)]


def test_no_source_file_is_longer_than_a_reader_can_hold(tracked: tuple[Path, ...]) -> None:
    long = {path.name for path in tracked if path.suffix == ".py" and len(path.read_text().splitlines()) > MAX_LINES}
    assert not long


def test_no_module_is_a_drawer(tracked: tuple[Path, ...], root: Path) -> None:
    drawers = [
        path for path in tracked if DRAWERS & {part.removesuffix(".py") for part in path.relative_to(root).parts}
    ]
    assert not drawers


def test_every_module_says_its_job_in_its_first_line(tracked: tuple[Path, ...], root: Path) -> None:
    for path in tracked:
        if path.suffix == ".py" and path.name != "__init__.py" and path.relative_to(root).parts[0] != "tests":
            assert path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""')), path


def test_nothing_is_left_unfinished(contents: list[tuple[Path, str]]) -> None:
    assert found([each for each in contents if each[0].suffix != ".svg"], UNFINISHED) == []


def is_reserved(host: str) -> bool:
    reserved = (".example", ".invalid", ".test", ".localhost", ".example.org")  # RFC 2606
    return "." not in host or host.endswith(reserved) or host == "example.org"


def test_no_host_is_named_that_nobody_weighed(contents: list[tuple[Path, str]]) -> None:
    named = {(path.name, match[1].rstrip(".")) for path, text in contents for match in HOST.finditer(text)}
    assert {(file, host) for file, host in named if not is_reserved(host) and host not in STANDARDS} == set()


def test_no_path_of_some_machine_is_named(contents: list[tuple[Path, str]]) -> None:
    assert found(contents, MACHINE_PATH) == []


def test_no_file_holds_a_valid_resident_id_number(contents: list[tuple[Path, str]]) -> None:
    numbers = {match.group() for _, text in contents for match in RESIDENT_ID.finditer(text)}
    assert not {number for number in numbers if has_valid_check_digit(number)}


def test_no_private_key_is_kept(contents: list[tuple[Path, str]]) -> None:
    assert found(contents, PRIVATE_KEY) == []


def test_the_patterns_find_what_they_are_for() -> None:
    body = "37999919900101000"
    number = next(body + last for last in "0123456789X" if has_valid_check_digit(body + last))
    assert RESIDENT_ID.fullmatch(number)
    assert MACHINE_PATH.search("see /home/somebody/notes")
    assert not MACHINE_PATH.search("/var/lib/gongkai/work/")
    assert UNFINISHED.search("# TODO later")
    assert not UNFINISHED.search("TODOS")
    assert not is_reserved("registry.invalid.org")
    assert is_reserved("site.example")
