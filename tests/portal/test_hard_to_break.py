"""Whatever anybody sends, the portal answers with an ordinary page or a 4xx, never with a 5xx, and goes on."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from portal.app import create_app
from search.engines.tantivy import TantivyEngine

NOTICE = "01JZX000000000000000000020"
BUREAU = "shili-hrss"
RANDOM_REQUESTS = 10_000

RAW = {
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00",
    "no path": b"GET\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "a version that is none": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "control characters in the path": b"GET /\x01\x02 HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes that are no UTF-8": b"GET /%ff%fe/%c0%af HTTP/1.1\r\nHost: x\r\n\r\n",
    "a path of 100,000 characters": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a header of 100,000 characters": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
    "a thousand headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
    "two lengths": b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
    "a length that is none": b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "length and chunks": b"GET / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a header with a line break": b"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n",
    "a host that is none": b"GET /feed.atom HTTP/1.1\r\nHost: \"><script>\r\n\r\n",
    "another host's address": b"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "climbing up": b"GET /static/../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    "a range of nothing": b"GET /static/portal.css HTTP/1.1\r\nHost: x\r\nRange: bytes=9-1,,-\r\n\r\n",
    "a thousand ranges": b"GET /static/icon.svg HTTP/1.1\r\nHost: x\r\nRange: bytes=" + b"0-1," * 1000 + b"2-\r\n\r\n",
    "a method that is none": b"FROB / HTTP/1.1\r\nHost: x\r\n\r\n",
    "an ETag that is none": b"GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"\xff\",,,W/\r\n\r\n",
    "a cookie that is none": b"GET / HTTP/1.1\r\nHost: x\r\nCookie: =;;text=\xff;=a\r\n\r\n",
    "an address that is none": b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: \xff, ::, 999.1.1.1\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("request_bytes", RAW.values(), ids=RAW.keys())
def test_a_malformed_request_gets_no_5xx_and_the_next_one_is_served(portal, request_bytes: bytes) -> None:
    answer = _send(portal.url, request_bytes)

    assert answer == b"" or answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 3", b"HTTP/1.1 4")), answer[:200]
    assert b"root:" not in answer
    assert httpx.get(f"{portal.url}/healthz", timeout=60).status_code == 200


def _send(url: str, data: bytes) -> bytes:
    """What comes back until the other end closes or is silent for a second."""
    place = urlsplit(url)
    received = b""
    with socket.create_connection((place.hostname, place.port), timeout=1) as connection:
        try:
            connection.sendall(data)
            while len(received) < 100_000 and (part := connection.recv(65536)):
                received += part
        except OSError:
            pass
    return received


@pytest.fixture(scope="module")
def site(shelf) -> Iterator[TestClient]:
    """The site without a server: an exception inside would come out here."""
    engine = TantivyEngine(shelf.folder / "index")
    with TestClient(create_app(shelf.folder / "bundles", engine, BUREAU, "示例局"), follow_redirects=False) as client:
        yield client


def test_ten_thousand_random_requests_get_ordinary_pages_or_4xx(site: TestClient) -> None:
    chance = random.Random(711)

    for _ in range(RANDOM_REQUESTS):
        address = _random_address(chance)
        answer = site.request(chance.choice(["GET", "GET", "GET", "HEAD", "POST"]), f"http://testserver{address}")
        assert answer.status_code < 500, address


_PIECES = [
    "补贴", "示人社发〔2026〕12号", '"', "'", "\\", "-", "OR", "AND", "NOT", "(", ")", "*", "?", "~", "^", ":", "[",
    "]", "{", "}", "/", "//", "..", "../", "%", "%00", "\x00", "\n", "\u202e", "𠮷", "é", "ａ", "<", ">", "&", ";", "=",
    "|",
    "*" * 40, "a*" * 30, "()" * 30, '"' * 31, "title:", "_id", "${x}", "{{7*7}}", "' OR 1=1 --", "长" * 60, " ",
]  # fmt: skip
_PATHS = [
    "/search?q={}", "/search?q={}&page={}", "/search/feed.atom?q={}&year={}", "/api/v1/search?q={}&type={}&page={}",
    "/api/v1/suggestions?q={}", "/search?unit={}&type={}&year={}", "/d/{}", f"/d/{NOTICE}/{{}}",
    f"/d/{NOTICE}/files/{{}}", f"/d/{NOTICE}/v{{}}", "/columns/{}", "/columns/policy?page={}", "/columns/{}/feed.atom",
    "/api/v1/documents/{}", "/api/v1/documents?column={}&page={}&size={}", "/open-data/{}", "/static/{}",
    "/text-size/{}", "/sitemap-{}.xml", "/{}", "/{}/{}",
]  # fmt: skip


def _random_address(chance: random.Random) -> str:
    def piece() -> str:
        text = "".join(chance.choices(_PIECES, k=chance.randint(0, 6)))
        return quote(text, safe=chance.choice(["", "/%&?=;:"]))

    path = chance.choice(_PATHS)
    return path.format(*(piece() for _ in range(path.count("{}"))))
