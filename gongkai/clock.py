"""The system's clock: the only place that asks what time it is."""

from __future__ import annotations

import datetime as dt


class SystemClock:
    """Implements `records.domain.ports.Clock`."""

    def now(self) -> dt.datetime:
        """Aware, UTC."""
        return dt.datetime.now(dt.UTC)  # noqa: TID251 - this is the Clock
