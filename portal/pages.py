"""Home, documents and their files."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from urllib.parse import quote

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from bundles.format import BundleMeta, Tombstone
from bundles.reader import Published
from bundles.verification import BundleRefused
from portal.responses import FILE_POLICY, has_already, not_modified
from portal.site import Site

NEWEST = 15
METHODS = ["GET", "HEAD"]


def document_routes(site: Site) -> APIRouter:
    """Routes of everything that bundles alone answer; they work while the search engine is down."""
    router = APIRouter()

    @router.api_route("/", methods=METHODS)
    def home(request: Request) -> Response:
        overview = site.reader.overview(site.bureau)
        pages = [meta for meta in overview if not meta.listed_only]
        types = Counter(meta.attributes.document_type for meta in pages if meta.attributes.document_type)
        units = Counter(meta.attributes.unit for meta in pages if meta.attributes.unit)
        verified = (site.reader.current(site.bureau, meta.id) for meta in overview)
        newest = [found.meta for found in islice(verified, NEWEST) if isinstance(found, Published)]
        return site.page(
            request,
            "home.html",
            newest=newest,
            total=len(pages),
            types=types.most_common(8),
            units=units.most_common(8),
        )

    @router.api_route("/d/{document_id}", methods=METHODS)
    def document(request: Request, document_id: str) -> Response:
        return _document(site, request, document_id)

    @router.api_route("/d/{document_id}/v{number:int}", methods=METHODS)
    def version(request: Request, document_id: str, number: int) -> Response:
        current = site.current(document_id)
        if isinstance(current, BundleMeta) and number != current.version:
            if not 1 <= number < current.version:
                raise HTTPException(404)
            # Superseded: its content is gone, its address leads to what holds now and says if that is a correction.
            correction = current.correction_of(number)
            if correction is None:
                return RedirectResponse(f"/d/{document_id}", 302)
            return site.page(request, "corrected.html", status=410, meta=current, correction=correction)
        return _document(site, request, document_id)

    @router.api_route("/d/{document_id}/files/{name}", methods=METHODS)
    def download(request: Request, document_id: str, name: str) -> Response:
        current = site.current(document_id)
        if isinstance(current, Tombstone):
            return _gone(site, request, current)
        if current is None:
            raise HTTPException(404)
        return _download(site, request, current, name)

    return router


def _document(site: Site, request: Request, document_id: str) -> Response:
    found = site.article(document_id)
    if isinstance(found, Tombstone):
        return _gone(site, request, found)
    if found is None:
        raise HTTPException(404)
    return site.page(request, "document.html", meta=found.meta, article=found.html)


def _gone(site: Site, request: Request, tombstone: Tombstone) -> Response:
    return site.page(request, "gone.html", status=410, tombstone=tombstone)


def _download(site: Site, request: Request, meta: BundleMeta, name: str) -> Response:
    try:
        found = site.reader.file(meta, name)
    except BundleRefused:
        found = None
    if found is None:
        raise HTTPException(404)
    file, path = found
    etag = f'"{file.sha256[:32]}"'
    if has_already(request, etag):
        return not_modified(etag)
    headers = {
        "etag": etag,
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "content-security-policy": FILE_POLICY,
    }
    return FileResponse(path, media_type=file.media_type, headers=headers)
