"""Load from one process over kept connections: every connection has one request under way at any time."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection

HOST = "127.0.0.1"


class LoadRefused(Exception):
    """The server answered with something else than 200: the load says nothing."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second."""

    requests: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def steady_rate(port: int, path: str, *, connections: int, seconds: float) -> Rate:
    """Ask for one page over and over, on so many connections at once.

    Raises:
        LoadRefused: an answer was not 200.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    opened = [socket.create_connection((HOST, port), timeout=30) for _ in range(connections)]
    began, done = time.monotonic(), 0
    try:
        while time.monotonic() - began < seconds:
            for connection in opened:
                connection.sendall(request)
            for connection in opened:
                _read_answer(connection)
                done += 1
    finally:
        for connection in opened:
            connection.close()
    return Rate(done, time.monotonic() - began)


def _read_answer(connection: socket.socket) -> None:
    received = b""
    while b"\r\n\r\n" not in received:
        received += _some(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    if b" 200 " not in head[:16]:
        raise LoadRefused(head.splitlines()[0].decode("ascii", "replace"))
    lengths = [line for line in head.lower().splitlines() if line.startswith(b"content-length:")]
    missing = int(lengths[0].partition(b":")[2]) - len(body)
    while missing > 0:
        missing -= len(_some(connection))


def _some(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    if not part:
        raise LoadRefused("the connection was closed")
    return part


def users(port: int, paths: Sequence[str], *, count: int, seconds: float) -> list[float]:
    """Milliseconds of every answer while `count` people go through `paths`, each waiting for one answer at a time.

    Raises:
        LoadRefused: an answer was not 200.
    """
    took: list[float] = []
    faults: list[int] = []
    until = time.monotonic() + seconds

    def one_user(first: int) -> None:
        connection = HTTPConnection(HOST, port, timeout=60)
        at = first
        while time.monotonic() < until and not faults:
            began = time.perf_counter()
            connection.request("GET", paths[at % len(paths)])
            answer = connection.getresponse()
            answer.read()
            took.append((time.perf_counter() - began) * 1000)
            if answer.status != 200:
                faults.append(answer.status)
            at += 1
        connection.close()

    people = [threading.Thread(target=one_user, args=(number,), daemon=True) for number in range(count)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    if faults:
        raise LoadRefused(f"status {faults[0]}")
    return took


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
