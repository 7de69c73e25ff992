"""The documentation keeps up with the code: commands, options, settings, links, decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

# A match: [settings](settings.md#ports). No match: [site](https://example.org)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)\s]*)?\)")


def commands(group: TyperGroup, path: str = "gongkai") -> dict[str, TyperCommand]:
    """Full name → command, for every command below the group."""
    found: dict[str, TyperCommand] = {}
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            found |= commands(command, f"{path} {name}")
        elif isinstance(command, TyperCommand) and not command.hidden:
            found[f"{path} {name}"] = command
    return found


@pytest.fixture(scope="module")
def all_commands() -> dict[str, TyperCommand]:
    from gongkai.cli import app

    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return commands(group)


def section_of(reference: str, command: str) -> str:
    """The part of docs/cli.md below the heading of this command."""
    match = re.search(rf"^### `{re.escape(command)}\b[^`]*`\n(.*?)(?=^#|\Z)", reference, re.MULTILINE | re.DOTALL)
    return match[1] if match else ""


def test_every_command_and_option_is_in_the_reference(root: Path, all_commands: dict[str, TyperCommand]) -> None:
    reference = (root / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in all_commands.items():
        section = section_of(reference, name)
        assert section, f"docs/cli.md has no heading for `{name}`"
        for parameter in command.params:
            for option in (each for each in parameter.opts if each.startswith("--") and each != "--help"):
                assert f"`{option}" in section, f"docs/cli.md doesn't tell of {option} below `{name}`"


def test_the_reference_tells_of_no_command_that_is_gone(root: Path, all_commands: dict[str, TyperCommand]) -> None:
    reference = (root / "docs" / "cli.md").read_text(encoding="utf-8")
    told = {match.strip() for match in re.findall(r"^### `(gongkai(?: [a-z][a-z-]*)+)", reference, re.MULTILINE)}
    assert told == set(all_commands)


def test_every_command_has_help(all_commands: dict[str, TyperCommand]) -> None:
    for name, command in all_commands.items():
        assert command.help, name


def test_every_setting_is_documented_and_every_documented_setting_is_read(root: Path) -> None:
    read: set[str] = set()
    for folder in ("gongkai", "portal", "processors", "records", "plugins"):
        for path in (root / folder).rglob("*.py"):
            read |= set(re.findall(r'"(GONGKAI_[A-Z_]+)"', path.read_text(encoding="utf-8")))
    for path in (root / "script").iterdir():
        read |= set(re.findall(r"\$\{?(GONGKAI_[A-Z_]+)", path.read_text(encoding="utf-8")))
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(GONGKAI_[A-Z_]+)`", page, re.MULTILINE))
    assert documented == read


#: Codes of errors that a person meets at the desk or the command line, where the sentence beside it says it all.
NOT_FOR_OPERATORS = {
    "missing",
    "no_pages",
    "not_found",
    "not_allowed",
    "not_a_file",
    "seal_key_exists",
    "stack_refused",
    "transition_refused",
    "answer_incomplete",
    "approval_refused",
    "consultation_invalid",
    "consultation_refused",
    "letter_not_ready",
    "request_facts_invalid",
    "request_transition_refused",
}


def codes_of_failures(root: Path) -> set[str]:
    """Codes of errors and quarantines, and of what `gongkai verify` reports, as the code names them."""
    # A match: code = "conflict", Problem("illegal_event", …), ("page_not_indexed", "公开…")
    # No match: ("creator", "作者"), Field("places", "办理地点", …)
    pattern = re.compile(
        r'^    code = "([a-z_]+)"|(?:Problem|Unreadable|SheetInvalid)\(\s*"([a-z_]+)"|'
        r'(?<!Field)\("([a-z_]+)", "[\u4e00-\u9fff]{4}',
        re.M,
    )
    found: set[str] = set()
    for folder in ("gongkai", "records", "processors"):
        for path in (root / folder).rglob("*.py"):
            if "demo" not in path.parts:
                found |= {"".join(match) for match in pattern.findall(path.read_text(encoding="utf-8"))}
    return found


def test_the_operator_is_told_what_to_do_about_each_failure(root: Path) -> None:
    page = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    codes = codes_of_failures(root) - NOT_FOR_OPERATORS
    assert len(codes) > 20
    assert {code for code in codes if f"`{code}`" not in page} == set()


def test_reviewers_are_told_of_every_verdict_and_mark_in_the_words_of_the_desk(root: Path) -> None:
    from review_desk.wording import SEVERITY, VERDICT

    page = (root / "docs" / "reviewing.md").read_text(encoding="utf-8")
    for word in [*VERDICT.values(), *SEVERITY.values()]:
        assert f"| {word} |" in page, word


def test_every_link_between_our_pages_leads_somewhere(tracked: tuple[Path, ...]) -> None:
    for page in tracked:
        if page.suffix == ".md":
            for target in LINK.findall(page.read_text(encoding="utf-8")):
                assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_each_decision_has_its_number_and_the_three_parts_on_one_page(root: Path) -> None:
    records = sorted((root / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in records]
    assert numbers == [f"{number:04}" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], path.name
        assert len(text.splitlines()) <= 60, path.name


def test_the_evidence_that_security_pages_name_is_there(root: Path) -> None:
    for name in ("security.md", "mlps.md"):
        page = (root / "docs" / name).read_text(encoding="utf-8")
        named = set(re.findall(r"`(tests/[a-z_/]+(?:\.py)?)`", page))
        assert len(named) > 10
        assert {path for path in named if not (root / path).exists()} == set(), name
