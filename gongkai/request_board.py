"""The public state of requests: from the records to the folder that the portal reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bundles.request_status import PublicState, RequestStatus, StatusFolder
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.request import DisclosureRequest
from records.domain.requests.terms import ANSWERING, RequestDuty, RequestTerm

_S = RequestState
#: What a requester is told of each state; how the bureau works inside is none of it.
_PUBLIC: Final[Mapping[RequestState, PublicState]] = {
    _S.UNCONFIRMED: "confirming",
    _S.REGISTERED: "received",
    _S.CORRECTION: "correcting",
    _S.ASSIGNED: "handling",
    _S.CONSULTING: "consulting",
    _S.AWAITING_FEE: "fee",
    _S.IN_APPROVAL: "handling",
    _S.APPROVED: "handling",
    _S.ANSWERED: "answered",
}
_YOURS: Final = frozenset({RequestDuty.CORRECTION, RequestDuty.FEE})


@dataclass(frozen=True, slots=True)
class RequestBoard:
    """Implements `records.services.requests.telling.StatusBoard`."""

    folder: StatusFolder

    def show(self, request: DisclosureRequest, terms: tuple[RequestTerm, ...], at: dt.datetime) -> None:
        if request.status_key:
            self.folder.write(request.status_key, public_status(request, terms, at))

    def forget(self, status_key: str) -> None:
        self.folder.remove(status_key)


def public_status(request: DisclosureRequest, terms: tuple[RequestTerm, ...], at: dt.datetime) -> RequestStatus:
    """State and days: what they have to do by when, or by when the bureau has to answer."""
    yours = next((term for term in terms if term.duty in _YOURS), None)
    shown = yours or next((term for term in terms if term.duty in ANSWERING), None)
    extension = request.extension
    return RequestStatus(
        state=_PUBLIC.get(request.state) or ("answered" if request.was_answered else "ended"),
        arrived_on=request.arrived_on,
        received_on=request.received_on,
        due=shown.explained.due if shown else None,
        yours=yours is not None,
        extended_by_working_days=extension.working_days if extension and extension.approved_on else 0,
        answered_on=request.delivered_on,
        updated_at=at,
    )
