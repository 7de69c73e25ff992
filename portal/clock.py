"""The portal's clock: the only place that asks what time it is."""

from __future__ import annotations

import datetime as dt

from bundles.article import SHANGHAI


def now() -> dt.datetime:
    """Aware, UTC."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - this is the clock


def today() -> dt.date:
    """The day in Shanghai."""
    return now().astimezone(SHANGHAI).date()
