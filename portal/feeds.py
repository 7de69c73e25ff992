"""Atom feeds (RFC 4287) of all documents, of each column and of any list, the sitemap, and what robots are told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bundles.format import BundleMeta
from portal.responses import METHODS, bytes_answer
from portal.site import Site

FEED_LENGTH = 50
#: Addresses in one part of the sitemap; the protocol allows 50,000.
SITEMAP_LENGTH = 10_000
#: What XML 1.0 cannot hold, in any form.
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_ROBOTS = """\
User-agent: *
Disallow: /search
Disallow: /api/v1/search
Disallow: /api/v1/suggestions
Disallow: /text-size/
Disallow: /d/*/report
Disallow: /consultations/*/comment
Disallow: /subscriptions/
Crawl-delay: 1

Sitemap: {origin}/sitemap.xml
"""


def feed_routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.api_route("/feed.atom", methods=METHODS)
    def all_documents(request: Request) -> Response:
        return _feed(site, request, "最新公开", "/", None)

    @router.api_route("/columns/{column_id}/feed.atom", methods=METHODS)
    def column_documents(request: Request, column_id: str) -> Response:
        columns = site.catalogue.columns
        column = columns.find(column_id)
        if column is None:
            raise HTTPException(404)
        return _feed(site, request, column.name, f"/columns/{column.id}", columns.family(column.id))

    @router.api_route("/sitemap.xml", methods=METHODS)
    def sitemap(request: Request) -> Response:
        parts = max(1, -(-site.catalogue.pages() // SITEMAP_LENGTH))
        return xml_answer(site, request, "sitemap_index.xml", "application/xml", parts=range(1, parts + 1))

    @router.api_route("/sitemap-{number:int}.xml", methods=METHODS)
    def sitemap_part(request: Request, number: int) -> Response:
        offset = (number - 1) * SITEMAP_LENGTH
        if number < 1 or (number > 1 and offset >= site.catalogue.pages()):
            raise HTTPException(404)
        pages = site.catalogue.dated_pages(offset=offset, limit=SITEMAP_LENGTH)
        columns = site.catalogue.columns.column if number == 1 else ()
        return xml_answer(site, request, "sitemap.xml", "application/xml", pages=pages, columns=columns)

    @router.api_route("/robots.txt", methods=METHODS)
    def robots(request: Request) -> Response:
        return PlainTextResponse(_ROBOTS.format(origin=site.origin(request)))

    return router


def _feed(site: Site, request: Request, title: str, path: str, columns: Collection[str] | None) -> Response:
    documents = site.public(site.catalogue.newest(columns, limit=FEED_LENGTH))
    return feed_answer(site, request, title=title, path=path, feed_path=request.url.path, documents=documents)


def feed_answer(
    site: Site, request: Request, *, title: str, path: str, feed_path: str, documents: Sequence[BundleMeta]
) -> Response:
    """An Atom feed of these documents. `feed_path` is its own address, `path` that of the page with the same list."""
    return xml_answer(
        site,
        request,
        "feed.xml",
        "application/atom+xml",
        title=title,
        path=path,
        feed_path=feed_path,
        documents=[(meta, changed_at(meta)) for meta in documents],
        updated=max(map(changed_at, documents), default=dt.datetime.fromtimestamp(0, dt.UTC)),
    )


def changed_at(meta: BundleMeta) -> dt.datetime:
    """When citizens last got something new under this address, aware, UTC."""
    return max(meta.published_at, *(each.at for each in meta.corrections)) if meta.corrections else meta.published_at


def xml_answer(site: Site, request: Request, template: str, media_type: str, **values: object) -> Response:
    """A document of XML without what XML cannot hold."""
    text = site.templates.get_template(template).render(site=site, origin=site.origin(request), **values)
    return bytes_answer(request, _NOT_XML.sub("", text).encode(), media_type)
