"""The bureau's people: who reviews at which step, who stands in for whom, who may do what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from records.domain.consultations.office import ConsultationRules
from records.domain.document import PersonId
from records.domain.errors import UnknownUnit
from records.domain.lifecycle import Role
from records.domain.requests.office import RequestOffice

#: China has one time zone without summer time; people's dates are dates there.
SHANGHAI = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


class StepRole(StrEnum):
    """The levels of the confidentiality review (保密审查), lowest first."""

    UNIT_HEAD = "unit_head"
    OFFICER = "officer"
    DEPUTY = "deputy"
    HEAD = "head"


#: Working days from formation to disclosure where the bureau's plan doesn't say otherwise.
PLAN_WORKING_DAYS = 3
#: Days after which what is not disclosed is looked at again, where bureau.toml doesn't say otherwise (article 18).
REASSESS_DAYS = 365

#: The levels of one round, lowest first. Step numbers are 1-based places in it.
Chain = tuple[StepRole, ...]

#: 科室负责人 → 分管领导 → 主要领导.
CHAIN: Chain = (StepRole.UNIT_HEAD, StepRole.DEPUTY, StepRole.HEAD)
#: With the confidentiality officer (保密员), who decides before those in charge do.
CHAIN_WITH_OFFICER: Chain = (StepRole.UNIT_HEAD, StepRole.OFFICER, StepRole.DEPUTY, StepRole.HEAD)
#: Shorter ways, for lists alone that are to be published at once (records/domain/lists/route.py).
SHORT_CHAINS: tuple[Chain, ...] = ((StepRole.UNIT_HEAD,), (StepRole.UNIT_HEAD, StepRole.DEPUTY))
#: No round can have others.
CHAINS: tuple[Chain, ...] = (CHAIN, CHAIN_WITH_OFFICER, *SHORT_CHAINS)


@dataclass(frozen=True, slots=True)
class Person:
    """`unit` and `roles` say what they may do beside reviewing; reviewing follows from their place in the bureau.

    `email` is where reminders go by mail, None if they get none that way.
    """

    id: PersonId
    name: str
    airflow_user: str
    unit: str | None = None
    roles: frozenset[Role] = frozenset()
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (科室), its head and the deputy in charge of it (分管领导)."""

    id: str
    name: str
    head: PersonId
    deputy: PersonId


@dataclass(frozen=True, slots=True)
class Delegation:
    """`delegate` stands in for `principal` from `start` to `until`, both days included, dates in Asia/Shanghai."""

    principal: PersonId
    delegate: PersonId
    start: dt.date
    until: dt.date

    def holds_on(self, day: dt.date) -> bool:
        return self.start <= day <= self.until


@dataclass(frozen=True, slots=True)
class OfficerStep:
    """What the confidentiality officer (保密员) decides on too, in the bureau's own order.

    All documents of some `units`, by id, and all documents with a finding of some kinds.
    """

    units: frozenset[str] = frozenset()
    findings: frozenset[str] = frozenset()

    @property
    def is_used(self) -> bool:
        return bool(self.units or self.findings)

    def concerns(self, unit_id: str, findings: Iterable[str]) -> bool:
        """Whether a document of this unit, with findings of these kinds, goes to the officer."""
        return unit_id in self.units or not self.findings.isdisjoint(findings)


@dataclass(frozen=True, slots=True)
class Assignee:
    """A person who may decide at a step. `acting_for` names the principal when they act as a delegate."""

    person: Person
    acting_for: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Bureau:
    """A bureau. `index_code` begins its index numbers (索引号); `head` is the principal leader (主要领导).

    `plan_working_days` is the term that its own plan sets for active disclosure; `time_limits` are its internal ones
    in working days, by stage, where they differ from `records.domain.terms.USUAL_LIMIT`. What is not disclosed is
    looked at again after `reassess_days`, calendar days. `publish_responsibility`: the portal names the leading group
    and the first responsible persons. `list_routes` are the shorter ways of some kinds of lists, by the kind's id.
    `public_url` is the address of its site, None if nothing inside needs to know it.
    """

    id: str
    name: str
    index_code: str
    head: PersonId
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    delegations: tuple[Delegation, ...] = ()
    plan_working_days: int = PLAN_WORKING_DAYS
    reassess_days: int = REASSESS_DAYS
    publish_responsibility: bool = False
    time_limits: Mapping[str, int] = field(default_factory=dict, hash=False)
    officer_step: OfficerStep = OfficerStep()
    list_routes: Mapping[str, Chain] = field(default_factory=dict, hash=False)
    request_office: RequestOffice = field(default_factory=RequestOffice)
    consultation_rules: ConsultationRules = field(default_factory=ConsultationRules)
    public_url: str | None = None

    def person(self, person_id: PersonId) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)

    def person_of_airflow_user(self, airflow_user: str) -> Person | None:
        return next((person for person in self.people if person.airflow_user == airflow_user), None)

    def unit(self, unit_id: str) -> Unit:
        """The unit of this id.

        Raises:
            UnknownUnit: the directory has none.
        """
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise UnknownUnit(f"通讯录中没有科室“{unit_id}”。")

    def people_with(self, role: Role) -> tuple[PersonId, ...]:
        """Everyone who has this role, in the order of the directory."""
        return tuple(person.id for person in self.people if role in person.roles)

    def has_unit(self, unit_id: str | None) -> bool:
        return any(unit.id == unit_id for unit in self.units)

    def chain_for(self, unit_id: str, findings: Iterable[str]) -> Chain:
        """The levels that a document of this unit, with findings of these kinds, has to pass."""
        return CHAIN_WITH_OFFICER if self.officer_step.concerns(unit_id, findings) else CHAIN

    @property
    def levels(self) -> Chain:
        """All levels that some document of this bureau has to pass."""
        return CHAIN_WITH_OFFICER if self.officer_step.is_used else CHAIN

    def principals(self, unit_id: str, role: StepRole) -> tuple[PersonId, ...]:
        """Who holds this level for this unit: one person, but of officers there may be several."""
        unit = self.unit(unit_id)
        match role:
            case StepRole.UNIT_HEAD:
                return (unit.head,)
            case StepRole.OFFICER:
                return self.people_with(Role.CONFIDENTIALITY_OFFICER)
            case StepRole.DEPUTY:
                return (unit.deputy,)
            case StepRole.HEAD:
                return (self.head,)

    def holders(self, unit_id: str, role: StepRole, now: dt.datetime) -> tuple[Assignee, ...]:
        """The principals of this level, then those who stand in for them today; nobody if the unit is gone."""
        if not self.has_unit(unit_id):
            return ()
        principals = self.principals(unit_id, role)
        today = now.astimezone(SHANGHAI).date()
        delegates = (
            (delegation.delegate, delegation.principal)
            for delegation in self.delegations
            if delegation.principal in principals and delegation.holds_on(today)
        )
        candidates = (*((principal, None) for principal in principals), *delegates)
        found = ((self.person(person_id), acting_for) for person_id, acting_for in candidates)
        return tuple(Assignee(person, acting_for) for person, acting_for in found if person)

    def holds_level(self, person_id: PersonId) -> bool:
        """Whether this person holds a level of any unit themselves."""
        return any(person_id in self._principals(unit.id) for unit in self.units)

    def delegating(self, delegations: Iterable[Delegation]) -> Bureau:
        """This bureau with these delegations beside its own."""
        return replace(self, delegations=(*self.delegations, *delegations))

    def roles_of(self, person_id: PersonId, unit_id: str | None) -> frozenset[Role]:
        """The roles of a person towards a document of this unit; a clerk is one for their own unit only."""
        person = self.person(person_id)
        if person is None:
            return frozenset()
        roles = person.roles if person.unit == unit_id else person.roles - {Role.CLERK}
        return roles | {Role.REVIEWER} if person_id in self._principals(unit_id) else roles - {Role.REVIEWER}

    def _principals(self, unit_id: str | None) -> frozenset[PersonId]:
        if unit_id is None or not self.has_unit(unit_id):
            return frozenset()
        return frozenset(principal for level in self.levels for principal in self.principals(unit_id, level))
