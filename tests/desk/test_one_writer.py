"""Writing requests to Airflow's API server take turns on SQLite; nothing else waits."""

from __future__ import annotations

import asyncio

import pytest
from one_writer import OneWriter, is_needed


class Server:
    """An ASGI app that notes how many requests were inside at once."""

    def __init__(self):
        self.inside = self.most = 0

    async def __call__(self, scope, receive, send):
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0.01)
        self.inside -= 1


def most_at_once(*requests):
    """How many of these requests (method, path), sent together, are inside at the same time."""

    async def send_all():
        server = Server()
        guarded = OneWriter(server)
        scopes = [{"type": "http", "method": method, "path": path} for method, path in requests]
        await asyncio.gather(*(guarded(scope, None, None) for scope in scopes))
        return server.most

    return asyncio.run(send_all())


def test_writing_requests_take_turns():
    assert most_at_once(*[("POST", "/api/v2/dags/x/dagRuns"), ("PATCH", "/execution/task-instances/x/run")] * 3) == 1


def test_reading_requests_do_not_wait():
    assert most_at_once(*[("GET", "/api/v2/dags"), ("HEAD", "/ui/")] * 3) == 6


def test_the_desk_does_not_wait_for_its_own_calls():
    assert most_at_once(("POST", "/desk/documents/x"), ("PATCH", "/api/v2/x")) == 2


def test_a_request_that_fails_gives_its_turn_back():
    class Failing(Server):
        async def __call__(self, scope, receive, send):
            raise ConnectionError

    async def twice():
        guarded = OneWriter(Failing())
        for _ in range(2):
            with pytest.raises(ConnectionError):
                await guarded({"type": "http", "method": "POST", "path": "/"}, None, None)

    asyncio.run(asyncio.wait_for(twice(), 5))


@pytest.mark.parametrize(("database", "needed"), [("sqlite:////x.db", True), ("postgresql+psycopg://h/d", False)])
def test_only_sqlite_needs_it(monkeypatch, database, needed):
    monkeypatch.setenv("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", database)
    assert is_needed() is needed
