"""Whether citizens may subscribe by mail, as the inside says: `<bureau>/subscriptions.json`. Without the file, no."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

OFFER_NAME = "subscriptions.json"


class SubscriptionOffer(BaseModel):
    """Open as long as the inside has a mail server to send through, and knows where its links lead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_open: bool = False


def read_offer(bundles: Path, bureau: str) -> SubscriptionOffer:
    """The offer as the inside wrote it."""
    try:
        return SubscriptionOffer.model_validate_json((bundles / bureau / OFFER_NAME).read_bytes())
    except (OSError, ValidationError):
        return SubscriptionOffer()
