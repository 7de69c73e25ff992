"""Consultations as pages show them: with their draft, report and decision as far as these are public now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from bundles.consultations import PublicConsultation, PublicPhase
from bundles.format import BundleMeta
from portal.site import Site

#: In the order in which they are listed.
PHASES: Final[Mapping[PublicPhase, str]] = {
    "open": "正在征求意见",
    "upcoming": "尚未开始",
    "closed": "已经结束",
    "cancelled": "已经终止",
}
assert set(PHASES) == set(get_args(PublicPhase))  # noqa: S101 - each phase has its words


@dataclass(frozen=True, slots=True)
class ShownConsultation:
    """`report` and `decision` are None as long as they have no page."""

    consultation: PublicConsultation
    phase: PublicPhase
    draft: BundleMeta
    report: BundleMeta | None
    decision: BundleMeta | None

    @property
    def words(self) -> str:
        """Its phase; one with a report says so."""
        return "已公开采纳情况" if self.phase == "closed" and self.report else PHASES[self.phase]

    @property
    def is_settled(self) -> bool:
        """Whether no day to come changes its phase."""
        return self.phase in ("closed", "cancelled")


def shown_consultations(site: Site, today: dt.date) -> list[ShownConsultation]:
    """Those whose draft is public now: open ones first, each kind with the nearest end, or the newest, first."""
    found = [shown for one in site.consultations.consultation if (shown := shown_consultation(site, one, today))]
    return sorted(found, key=_place)


def consultations_of(site: Site, document_id: str, today: dt.date) -> tuple[ShownConsultation, ...]:
    """Those that name this document as draft, report or decision."""
    found = (shown_consultation(site, one, today) for one in site.consultations.of(document_id))
    return tuple(one for one in found if one)


def shown_consultation(site: Site, consultation: PublicConsultation, today: dt.date) -> ShownConsultation | None:
    """None if its draft is not public any more."""
    draft = _meta(site, consultation.draft_id)
    if draft is None:
        return None
    report, decision = _meta(site, consultation.report_id), _meta(site, consultation.decision_id)
    return ShownConsultation(consultation, consultation.phase(today), draft, report, decision)


def _meta(site: Site, document_id: str | None) -> BundleMeta | None:
    found = site.current(document_id) if document_id else None
    return found if isinstance(found, BundleMeta) else None


def _place(shown: ShownConsultation) -> tuple[int, int]:
    closes = shown.consultation.closes_on.toordinal()
    return list(PHASES).index(shown.phase), closes if shown.phase in ("open", "upcoming") else -closes
