"""Let one writing request at a time into Airflow's API server where Airflow's database is SQLite.

Airflow 3.3.2 commits its audit row on the event loop. If another request has the database's only write lock by then,
and needs the event loop to give it back, both wait until SQLite's five seconds are over and one ends in a 500
(measured: one in some hundred requests under load). PostgreSQL, which production runs on, has no such lock.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from airflow.configuration import conf

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: The desk writes to a database of its own, and calls Airflow's API while it answers: it would wait for itself.
OUTSIDE = "/desk/"


def is_needed() -> bool:
    """Whether this Airflow keeps its database in SQLite."""
    return str(conf.get("database", "sql_alchemy_conn")).startswith("sqlite")


class OneWriter:
    """ASGI middleware: writing requests take turns; reading ones and the desk's pass."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in READING or scope["path"].startswith(OUTSIDE):
            await self.app(scope, receive, send)
            return
        async with self._turn:
            await self.app(scope, receive, send)
