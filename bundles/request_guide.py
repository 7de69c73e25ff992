"""Whom citizens turn to with a request: what the portal prints beside its form. `<bureau>/request-guide.json`."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

GUIDE_NAME = "request-guide.json"


class RequestGuide(BaseModel):
    """The organ that handles requests (政府信息公开工作机构); an empty text was not said.

    `rectification_working_days` is what the bureau promises: article 41 sets no term.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    organ: str
    address: str = ""
    hours: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    review_organ: str = ""
    court: str = ""
    rectification_working_days: int = 20


def read_guide(bundles: Path, bureau: str, bureau_name: str) -> RequestGuide:
    """The guide as the inside wrote it; without one, the bureau's name alone."""
    try:
        return RequestGuide.model_validate_json((bundles / bureau / GUIDE_NAME).read_bytes())
    except (OSError, ValidationError):
        return RequestGuide(organ=bureau_name)
