"""A refusal is on record too: who tried what, and which rule said no."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from records.domain.canonical import Json
from records.domain.errors import Refused
from records.domain.lifecycle import Role
from records.domain.ports import Clock, OpenWork


@contextmanager
def refusals_noted(
    open_work: OpenWork, clock: Clock, act: str, subject_id: str, by: str | None, **details: Json
) -> Iterator[None]:
    """Put a refusal inside the block on the audit chain, in a transaction of its own, and let it pass on.

    `act` names what was tried; `by` None is the system itself. Who was refused acted in no role: "none".
    """
    try:
        yield
    except Refused as refusal:
        with open_work() as work:
            work.audit.append(
                "document:refused",
                at=clock.now(),
                actor=by or Role.SYSTEM,
                role="none" if by else Role.SYSTEM,
                subject_id=subject_id,
                details={"act": act, "code": refusal.code, **details},
            )
            work.commit()
        raise
