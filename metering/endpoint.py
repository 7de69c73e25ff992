"""A small HTTP server of one page, /metrics, on an address that only the inside can reach."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from metering.families import CONTENT_TYPE, Family, exposition

log = logging.getLogger(__name__)

#: A scraper that says nothing is let go, seconds.
_PATIENCE_S: Final = 10

ReadFamilies = Callable[[], Iterable[Family]]


def address_of(text: str) -> tuple[str, int]:
    """Host and port of `host:port`; the host is not left out, so that nobody listens everywhere by accident.

    Raises:
        ValueError: it is no such address.
    """
    host, separator, port = text.rpartition(":")
    if not host or not separator or not port.isdecimal() or not 0 <= int(port) < 65536:
        raise ValueError(f"{text} is no address: host:port")
    return host.strip("[]"), int(port)


@contextmanager
def serving(host: str, port: int, read: ReadFamilies) -> Iterator[tuple[str, int]]:
    """Answer GET /metrics in threads of its own while the block runs; gives the address, with the port that it got."""
    server = _Server((host, port), read)
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield server.server_address[0], server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    server_address: tuple[str, int]

    def __init__(self, address: tuple[str, int], read: ReadFamilies) -> None:
        super().__init__(address, _Handler)
        self.read = read


class _Handler(BaseHTTPRequestHandler):
    timeout = _PATIENCE_S
    server: _Server

    def do_GET(self) -> None:
        if self.path != "/metrics":
            self.send_error(404)
            return
        try:
            body = exposition(self.server.read()).encode()
        except Exception as error:  # noqa: BLE001 - the scraper is told, and the next scrape may go better
            # Not the error's text: it may quote what it was about.
            log.warning("The metrics cannot be read: %s", type(error).__name__)
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name of the base class
        """A scrape is no event."""

    def version_string(self) -> str:
        return "gongkai"
