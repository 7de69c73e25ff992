from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.bureau import BureauFileInvalid, load_bureau
from gongkai.settings import ROOT
from records.domain.bureau import CHAIN, CHAIN_WITH_OFFICER
from records.domain.consultations.office import ConsultationRules
from records.domain.document import PersonId

EXAMPLE = ROOT / "deploy" / "bureau.example.toml"


def refusal(folder: Path, content: str | bytes) -> str:
    path = folder / "bureau.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BureauFileInvalid) as refused:
        load_bureau(path)
    return str(refused.value)


def changed(old: str, new: str) -> str:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_the_example_names_a_person_for_every_level_of_every_unit() -> None:
    bureau = load_bureau(EXAMPLE)
    assert bureau.id == "shili-hrss"
    people = {person.id for person in bureau.people}
    for unit in bureau.units:
        levels = [person for role in CHAIN for person in bureau.principals(unit.id, role)]
        assert set(levels) <= people
        assert len(set(levels)) == len(CHAIN)


def test_the_term_of_the_bureaus_plan_is_read_and_is_three_working_days_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "bureau.toml"
    path.write_text(changed("plan_working_days = 3", "plan_working_days = 5"), encoding="utf-8")
    assert load_bureau(path).plan_working_days == 5
    path.write_text(changed("plan_working_days = 3", ""), encoding="utf-8")
    assert load_bureau(path).plan_working_days == 3


def test_internal_time_limits_are_read_for_every_level_the_office_and_the_clerks(tmp_path: Path) -> None:
    path = tmp_path / "bureau.toml"
    path.write_text(changed("deputy = 1 ", "deputy = 2 "), encoding="utf-8")
    limits = load_bureau(path).time_limits
    assert limits["deputy"] == 2
    assert {*CHAIN, "office", "clerk"} <= set(limits)


@pytest.mark.parametrize("wrong", ["deputy = 0 ", "deputy = 21 ", "janitor = 1 ", 'deputy = "soon" '])
def test_a_time_limit_that_is_none_is_refused(tmp_path: Path, wrong: str) -> None:
    assert "time_limits" in refusal(tmp_path, changed("deputy = 1 ", wrong))


def test_a_persons_mail_address_is_read_and_has_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "bureau.toml"
    path.write_text(changed('airflow_user = "head"', 'airflow_user = "head"\nemail = "head@bureau.example"'))
    head = load_bureau(path).person(PersonId("head"))
    assert head is not None
    assert head.email == "head@bureau.example"
    for wrong in (
        "head",
        "a@b@c",
        "head@bureau.example, other@bureau.example",
        "示例 <head@bureau.example>",
        "局长@bureau.example",
    ):
        assert "email" in refusal(
            tmp_path, changed('airflow_user = "head"', f'airflow_user = "head"\nemail = "{wrong}"')
        )


def test_a_dated_delegation_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bureau.toml"
    delegation = (
        '\n[[delegation]]\nprincipal = "deputy-b"\ndelegate = "deputy-a"\nstart = 2026-12-01\nuntil = 2026-12-15\n'
    )
    path.write_text(EXAMPLE.read_text(encoding="utf-8") + delegation, encoding="utf-8")
    (read,) = load_bureau(path).delegations
    assert (read.principal, read.delegate, read.start.isoformat()) == ("deputy-b", "deputy-a", "2026-12-01")


def test_a_missing_file_points_to_the_example(tmp_path: Path) -> None:
    with pytest.raises(BureauFileInvalid, match=r"bureau\.example\.toml"):
        load_bureau(tmp_path / "bureau.toml")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('id = "shili-hrss"', 'id = "示例"', "bureau.id"),
        ('index_code = "SLQ-RS"', "", "bureau.index_code"),
        ('head = "head" ', 'head = "nobody" ', "bureau.head"),
        ("plan_working_days = 3", "plan_working_days = 21", "bureau.plan_working_days"),
        ('head = "office-head" ', 'head = "nobody" ', "unit office.head"),
        ('head = "office-head"  # 公', 'head = "nobody"  # 公', "requests.head"),
        ('letter_code = "示人社公开复"', 'letter_code = "X〔1〕"', "requests.letter_code"),
        ("retention_years = 3", "retention_years = 0", "requests.retention_years"),
        ('deputy = "deputy-a"              #', 'deputy = "nobody" #', "unit office.deputy"),
        ('id = "employment"', 'id = "office"', "unit.id"),
        ('id = "deputy-b"', 'id = "deputy-a"', "deputy"),
        ('airflow_user = "clerk-b"', 'airflow_user = "clerk-a"', "person.airflow_user"),
        ('airflow_user = "head"', 'airflow_user = "head:admin"', "person.0.airflow_user"),
        ('roles = ["clerk"]', 'roles = ["king"]', "roles"),
        ('name = "示例局长"', 'name = "示例局长"\ntelephone = "1"', "telephone"),
    ],
)
def test_each_fault_is_one_line_that_names_file_and_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    message = refusal(tmp_path, changed(old, new))
    assert len(message.splitlines()) == 1
    assert "bureau.toml" in message
    assert place in message


def test_a_delegation_to_a_stranger_is_refused(tmp_path: Path) -> None:
    line = '[[delegation]]\nprincipal = "head"\ndelegate = "stranger"\nstart = 2026-12-01\nuntil = 2026-12-15\n'
    assert "delegation.delegate" in refusal(tmp_path, EXAMPLE.read_text(encoding="utf-8") + line)


@pytest.mark.parametrize("content", ["[bureau", "名称 = 示例", b"\xb0\xfc\xba\xac", ""])
def test_what_is_no_directory_is_refused_in_one_line(tmp_path: Path, content: str | bytes) -> None:
    assert len(refusal(tmp_path, content).splitlines()) == 1


def test_the_officers_step_is_read_by_unit_and_by_kind_of_finding(tmp_path: Path) -> None:
    path = tmp_path / "bureau.toml"
    step = '\n[officer_step]\nunits = ["labour"]\nfindings = ["trade_secret"]\n'
    path.write_text(EXAMPLE.read_text(encoding="utf-8") + step, encoding="utf-8")
    bureau = load_bureau(path)
    assert bureau.chain_for("labour", ()) == CHAIN_WITH_OFFICER
    assert bureau.chain_for("insurance", ("resident_id", "trade_secret")) == CHAIN_WITH_OFFICER
    assert bureau.chain_for("insurance", ("resident_id",)) == CHAIN


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ('units = ["nowhere"]', "officer_step.units"),
        ('findings = ["no-such-kind"]', "officer_step.findings"),
    ],
)
def test_an_officers_step_that_leads_nowhere_is_refused(tmp_path: Path, step: str, fault: str) -> None:
    assert fault in refusal(tmp_path, f"{EXAMPLE.read_text(encoding='utf-8')}\n[officer_step]\n{step}\n")


def test_an_officers_step_without_an_officer_is_refused(tmp_path: Path) -> None:
    without = changed('roles = ["confidentiality_officer"]', "")
    assert "confidentiality_officer" in refusal(tmp_path, f'{without}\n[officer_step]\nunits = ["labour"]\n')


def test_the_terms_of_consultations_are_read_and_have_bounds(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "bureau.toml"
    path.write_text(f"{text}\n[consultations]\nshortest_days = 7\nreport_working_days = 10\n", encoding="utf-8")
    assert load_bureau(path).consultation_rules == ConsultationRules(7, 10, 3)
    assert load_bureau(EXAMPLE).consultation_rules == ConsultationRules(30, 20, 3)
    for wrong in ("shortest_days = 0", "report_working_days = 0", "retention_years = 31", "days = 1"):
        assert "consultations." in refusal(tmp_path, f"{text}\n[consultations]\n{wrong}\n")
