"""Read `bureau.toml`: the bureau's units, people, roles and delegations."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongkai.mail_settings import ADDRESS
from processors.screening.model import FindingKind
from records.domain.bureau import (
    PLAN_WORKING_DAYS,
    REASSESS_DAYS,
    SHORT_CHAINS,
    Bureau,
    Delegation,
    OfficerStep,
    Person,
    StepRole,
    Unit,
)
from records.domain.consultations import office as consultation_office
from records.domain.document import PersonId
from records.domain.legal_clock import STATUTORY_WORKING_DAYS
from records.domain.lifecycle import Role
from records.domain.lists.catalogue import KINDS
from records.domain.requests.office import RECTIFICATION_WORKING_DAYS, RETENTION_YEARS, RequestOffice

RoleName = Literal["clerk", "office", "duty_officer", "confidentiality_officer", "operator"]
#: What has an internal time limit: every level of review, the office's determination, the clerk's second try.
_LimitedStage = StepRole | Literal["office", "clerk"]
_Days = Annotated[int, Field(ge=1, le=STATUTORY_WORKING_DAYS)]


class BureauFileInvalid(Exception):
    """bureau.toml is missing or wrong. The message is one line: file, place, fault."""

    code = "bureau_file_invalid"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Head(_Entry):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,30}$")
    name: str = Field(min_length=2)
    index_code: str = Field(pattern=r"^[0-9A-Z-]{2,20}$")
    head: str
    plan_working_days: int = Field(default=PLAN_WORKING_DAYS, ge=1, le=STATUTORY_WORKING_DAYS)
    reassess_days: int = Field(default=REASSESS_DAYS, ge=1, le=3660)
    publish_responsibility: bool = False
    public_url: str | None = Field(default=None, pattern=r"^https?://[a-z0-9.-]+(:[0-9]+)?$")


class _Unit(_Entry):
    id: str
    name: str
    head: str
    deputy: str


class _Person(_Entry):
    id: str
    name: str
    airflow_user: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    unit: str | None = None
    roles: tuple[RoleName, ...] = ()
    email: str | None = Field(default=None, pattern=ADDRESS)


class _Delegation(_Entry):
    principal: str
    delegate: str
    start: dt.date
    until: dt.date


class _OfficerStep(_Entry):
    units: tuple[str, ...] = ()
    findings: tuple[FindingKind, ...] = ()


class _Lists(_Entry):
    """`routes`: the levels that lists of a kind pass, by the kind's id, where they are fewer than usual."""

    routes: dict[str, tuple[StepRole, ...]] = Field(default_factory=dict)


class _Requests(_Entry):
    name: str = Field(default="", max_length=60)
    head: str | None = None
    letter_code: str = Field(default="", pattern=r"^[\u4e00-\u9fa5]{0,20}$")
    review_organ: str = Field(default="", max_length=60)
    court: str = Field(default="", max_length=60)
    address: str = Field(default="", max_length=200)
    hours: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=60)
    fax: str = Field(default="", max_length=60)
    email: str = Field(default="", max_length=100)
    retention_years: int = Field(default=RETENTION_YEARS, ge=1, le=30)
    rectification_working_days: int = Field(default=RECTIFICATION_WORKING_DAYS, ge=1, le=40)


class _Consultations(_Entry):
    shortest_days: int = Field(default=consultation_office.SHORTEST_DAYS, ge=1, le=366)
    report_working_days: int = Field(default=consultation_office.REPORT_WORKING_DAYS, ge=1, le=250)
    retention_years: int = Field(default=consultation_office.RETENTION_YEARS, ge=1, le=30)


class _File(_Entry):
    bureau: _Head
    unit: tuple[_Unit, ...] = Field(min_length=1)
    person: tuple[_Person, ...] = Field(min_length=1)
    delegation: tuple[_Delegation, ...] = ()
    officer_step: _OfficerStep = _OfficerStep()
    time_limits: dict[_LimitedStage, _Days] = Field(default_factory=dict)
    requests: _Requests = _Requests()
    consultations: _Consultations = _Consultations()
    lists: _Lists = _Lists()


def load_bureau(path: Path) -> Bureau:
    """Read and check the directory.

    Raises:
        BureauFileInvalid: no such file, not TOML, an unknown or missing field, or a name that leads nowhere.
    """
    try:
        content = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise BureauFileInvalid(f"{path} 不存在：请按 deploy/bureau.example.toml 填写本机关的通讯录。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BureauFileInvalid(f"{path} 不是有效的 TOML：{error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BureauFileInvalid(f"{path} 的 {place} 有误：{first['msg']}") from None
    _check_names(path, content)
    return Bureau(
        id=content.bureau.id,
        name=content.bureau.name,
        index_code=content.bureau.index_code,
        head=PersonId(content.bureau.head),
        units=tuple(Unit(unit.id, unit.name, PersonId(unit.head), PersonId(unit.deputy)) for unit in content.unit),
        people=tuple(_person(person) for person in content.person),
        delegations=tuple(
            Delegation(PersonId(entry.principal), PersonId(entry.delegate), entry.start, entry.until)
            for entry in content.delegation
        ),
        plan_working_days=content.bureau.plan_working_days,
        reassess_days=content.bureau.reassess_days,
        publish_responsibility=content.bureau.publish_responsibility,
        public_url=content.bureau.public_url,
        time_limits={str(stage): days for stage, days in content.time_limits.items()},
        officer_step=OfficerStep(frozenset(content.officer_step.units), frozenset(content.officer_step.findings)),
        list_routes=dict(content.lists.routes),
        request_office=_request_office(content.requests),
        consultation_rules=consultation_office.ConsultationRules(**content.consultations.model_dump()),
    )


def _request_office(entry: _Requests) -> RequestOffice:
    said = entry.model_dump()
    return RequestOffice(**{**said, "head": PersonId(entry.head) if entry.head else None})


def _person(entry: _Person) -> Person:
    roles = frozenset(Role(name) for name in entry.roles)
    return Person(PersonId(entry.id), entry.name, entry.airflow_user, entry.unit, roles, entry.email)


def _check_names(path: Path, content: _File) -> None:
    people = {person.id for person in content.person}
    named = [("bureau.head", content.bureau.head)]
    named += [(f"unit {unit.id}.head", unit.head) for unit in content.unit]
    named += [(f"unit {unit.id}.deputy", unit.deputy) for unit in content.unit]
    named += [("delegation.principal", entry.principal) for entry in content.delegation]
    named += [("delegation.delegate", entry.delegate) for entry in content.delegation]
    named += [("requests.head", content.requests.head)] if content.requests.head else []
    for place, person in named:
        if person not in people:
            raise BureauFileInvalid(f"{path} 的 {place} 指向通讯录中没有的人员 {person!r}。")
    _check_officer_step(path, content)
    _check_list_routes(path, content)
    for what, values in (
        ("person.id", [person.id for person in content.person]),
        ("person.airflow_user", [person.airflow_user for person in content.person]),
        ("unit.id", [unit.id for unit in content.unit]),
    ):
        if len(values) != len(set(values)):
            raise BureauFileInvalid(f"{path} 的 {what} 有重复。")


def _check_officer_step(path: Path, content: _File) -> None:
    """A level that nobody holds would stop every document that has to pass it."""
    step, units = content.officer_step, {unit.id for unit in content.unit}
    for unit in step.units:
        if unit not in units:
            raise BureauFileInvalid(f"{path} 的 officer_step.units 指向没有的科室 {unit!r}。")
    has_officer = any("confidentiality_officer" in person.roles for person in content.person)
    if (step.units or step.findings) and not has_officer:
        raise BureauFileInvalid(f"{path} 设了保密员审查（officer_step），但没有人员具有 confidentiality_officer 职责。")


def _check_list_routes(path: Path, content: _File) -> None:
    """Only what is to be published at once may go a shorter way, and never without the unit's head."""
    shorter = [kind.id for kind in KINDS.values() if kind.may_be_short]
    for kind, route in content.lists.routes.items():
        if kind not in shorter:
            raise BureauFileInvalid(f"{path} 的 lists.routes 不能写 {kind!r}：只有 {'、'.join(shorter)} 可以缩短审查。")
        if route not in SHORT_CHAINS:
            raise BureauFileInvalid(
                f'{path} 的 lists.routes.{kind} 只能是 ["unit_head"] 或者 ["unit_head", "deputy"]。'
            )
