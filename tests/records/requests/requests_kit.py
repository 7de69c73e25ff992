"""Requests of invented people, and a plain calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from records.domain.requests.lifecycle import RequestState
from records.domain.requests.receipt import Channel
from records.domain.requests.request import ApplicantClass, Delivery, DisclosureRequest, RequestId


def a_request(**changes: object) -> DisclosureRequest:
    """One that was handed in on Monday, 2 March 2026, and is in a unit's hands."""
    made = DisclosureRequest(
        bureau="shili-hrss",
        id=RequestId("01JZX000000000000000000001"),
        channel=Channel.IN_PERSON,
        applicant=ApplicantClass.NATURAL_PERSON,
        delivery=Delivery.EMAIL,
        state=RequestState.ASSIGNED,
        arrived_on=dt.date(2026, 3, 2),
        received_on=dt.date(2026, 3, 2),
        unit="employment",
        requester_key="1" * 64,
        fingerprint="0" * 64,
        sealed=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)
