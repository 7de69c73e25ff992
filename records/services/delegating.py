"""Delegation (委托): who stands in for whom, said at the desk; on record and on the audit chain."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from records.domain.bureau import SHANGHAI, Bureau, Delegation
from records.domain.canonical import Json
from records.domain.delegation import DelegationOnRecord, require_principal, require_valid
from records.domain.document import PersonId
from records.domain.errors import NotAllowed
from records.domain.lifecycle import Role
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.services.identity import new_id
from records.services.refusing import refusals_noted


def with_delegations(work: UnitOfWork, bureau: Bureau) -> Bureau:
    """The bureau as it acts: the delegations on record stand beside those of its directory."""
    return bureau.delegating(kept.terms for kept in work.delegations.standing())


@dataclass(frozen=True, slots=True)
class Standing:
    """A delegation that holds or will. `id` is None if the bureau's directory has it: it is taken back there."""

    terms: Delegation
    id: str | None = None


@dataclass(frozen=True, slots=True)
class DelegationService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def make(self, by: PersonId, *, delegate: PersonId, start: dt.date, until: dt.date) -> DelegationOnRecord:
        """`delegate` stands in for `by` on these days, both included, dates in Asia/Shanghai.

        Raises:
            NotAllowed: this person holds no level of review.
            DelegationInvalid: the days or the person make no sense.
        """
        now, terms = self.clock.now(), Delegation(by, delegate, start, until)
        made = DelegationOnRecord(self.bureau.id, new_id(now), terms, now)
        with self._noting("delegate", made.id, by), self.open_work() as work:
            require_principal(self.bureau, by)
            require_valid(self.bureau, terms, now.astimezone(SHANGHAI).date())
            work.delegations.add(made)
            self._audit(work, "delegation:made", made, by)
            work.commit()
        return made

    def end(self, delegation_id: str, *, by: PersonId) -> None:
        """Take it back, from now on; what the delegate decided stands. Repeating it is fine.

        Raises:
            NotFound: there is none of this id.
            NotAllowed: it is somebody else's.
        """
        with self._noting("end_delegation", delegation_id, by), self.open_work() as work:
            kept = work.delegations.get(delegation_id)
            if kept.terms.principal != by:
                raise NotAllowed("委托由委托人本人收回。")
            if not kept.stands:
                return
            ended = replace(kept, ended_at=self.clock.now())
            work.delegations.end(ended)
            self._audit(work, "delegation:ended", ended, by)
            work.commit()

    def of(self, person: PersonId) -> list[Standing]:
        """Those that concern this person and are not over, the nearest first."""
        today = self.clock.now().astimezone(SHANGHAI).date()
        with self.open_work(read_only=True) as work:
            made = [Standing(one.terms, one.id) for one in work.delegations.standing()]
        every = [*made, *(Standing(terms) for terms in self.bureau.delegations)]
        mine = (one for one in every if person in (one.terms.principal, one.terms.delegate))
        return sorted((one for one in mine if one.terms.until >= today), key=lambda one: one.terms.start)

    def _audit(self, work: UnitOfWork, action: str, one: DelegationOnRecord, by: PersonId) -> None:
        terms = one.terms
        details: dict[str, Json] = {
            "principal": terms.principal,
            "delegate": terms.delegate,
            "start": terms.start.isoformat(),
            "until": terms.until.isoformat(),
        }
        at = one.ended_at or one.made_at
        work.audit.append(action, at=at, actor=by, role=Role.REVIEWER, subject_id=one.id, details=details)

    def _noting(self, act: str, delegation_id: str, by: PersonId) -> AbstractContextManager[None]:
        return refusals_noted(self.open_work, self.clock, act, delegation_id, by)
