"""What the office (办公室) settles before a review begins; always in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from records.domain.bureau import Bureau
from records.domain.disclosure import Disclosure, basis_suffices
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import DecisionRefused
from records.domain.lifecycle import Event, follow, role_for
from records.domain.ports import UnitOfWork
from records.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class AttributeRuling:
    """The attribute that the office decides on, its ground, and the unit if the sheet named none that exists."""

    disclosure: Disclosure
    legal_basis: str | None
    reason: str | None
    unit: str | None

    def require_founded(self) -> None:
        """Refuse what is not proactive and lacks its ground.

        Raises:
            DecisionRefused: `no_reason` or `no_legal_basis`.
        """
        if self.disclosure is not Disclosure.PROACTIVE and not (self.reason or "").strip():
            raise DecisionRefused(Refusal.NO_REASON)
        if not basis_suffices(self.disclosure, self.legal_basis):
            raise DecisionRefused(Refusal.NO_LEGAL_BASIS)


def decide_attribute(
    work: UnitOfWork, bureau: Bureau, document_id: DocumentId, by: PersonId, ruling: AttributeRuling, now: dt.datetime
) -> Document:
    """See `ReviewService.decide_attribute`."""
    document = work.documents.get(document_id)
    role = role_for(document.state, Event.ATTRIBUTE_DECIDED, bureau.roles_of(by, document.unit))
    ruling.require_founded()
    unit = bureau.unit(ruling.unit).id if ruling.unit else document.unit
    decided = replace(
        document,
        state=follow(document.state, Event.ATTRIBUTE_DECIDED, role),
        disclosure=ruling.disclosure,
        legal_basis=ruling.legal_basis,
        reason=ruling.reason,
        unit=unit,
        conflicts=(),
    )
    work.audit.append(
        "document:attribute_decided",
        at=now,
        actor=by,
        role=role,
        subject_id=document_id,
        details={"disclosure": ruling.disclosure, "unit": unit},
        private=[ruling.legal_basis, ruling.reason],
    )
    return work.documents.save(decided)


def answer_referral(
    work: UnitOfWork, bureau: Bureau, document_id: DocumentId, by: PersonId, answer: str, now: dt.datetime
) -> Document:
    """See `ReviewService.answer_referral`."""
    document = work.documents.get(document_id)
    role = role_for(document.state, Event.REFERRAL_ANSWERED, bureau.roles_of(by, document.unit))
    round_ = work.reviews.round(document_id, document.round)
    if round_ is not None:
        work.reviews.save(replace(round_, referral_answer=answer))
    work.audit.append("document:referral_answered", at=now, actor=by, role=role, subject_id=document_id, private=answer)
    # Undetermined until the office has drawn the consequence: the answer may differ from what was proposed.
    state = follow(document.state, Event.REFERRAL_ANSWERED, role)
    return work.documents.save(replace(document, state=state, disclosure=None))
