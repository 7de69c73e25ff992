"""Saying at a document whether the public has to be asked about it first (公开征求意见)."""

from __future__ import annotations

from records.domain.bureau import Person
from records.services.desk import Dossier
from review_desk.entered import Entered
from review_desk.services import DeskServices


def needed(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """A decision that needs a consultation: it is not approved before the report on adoption is public."""
    _rule(desk, person, dossier, entered, is_needed=True)


def not_needed(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> None:
    """It needs none after all, by the office."""
    _rule(desk, person, dossier, entered, is_needed=False)


def _rule(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered, *, is_needed: bool) -> None:
    linking = desk.consultations.linking
    linking.rule_need(dossier.document.id, is_needed=is_needed, reason=entered.reason, by=person.id)
