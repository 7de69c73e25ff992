"""The files of a document: its public renditions, its address as a QR code, a text to share it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bundles.format import BundleMeta, Tombstone
from bundles.verification import BundleRefused
from portal.gone import gone
from portal.qr import qr_svg
from portal.responses import FILE_POLICY, METHODS, bytes_answer, has_already, not_modified
from portal.share_text import share_text
from portal.site import Site


def download_routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.api_route("/d/{document_id}/qr.svg", methods=METHODS)
    def qr(request: Request, document_id: str) -> Response:
        current = site.current(document_id)
        if not isinstance(current, BundleMeta):
            raise HTTPException(404)
        return bytes_answer(request, qr_svg(site.address(request, current)), "image/svg+xml")

    @router.api_route("/d/{document_id}/share.txt", methods=METHODS)
    def share(request: Request, document_id: str) -> Response:
        current = site.current(document_id)
        if not isinstance(current, BundleMeta):
            raise HTTPException(404)
        try:
            text = share_text(current, site.reader.body_text(current), site.address(request, current))
        except BundleRefused:
            raise HTTPException(404) from None
        return bytes_answer(request, text.encode(), "text/plain; charset=utf-8")

    @router.api_route("/d/{document_id}/files/{name}", methods=METHODS)
    def download(request: Request, document_id: str, name: str) -> Response:
        current = site.current(document_id)
        if isinstance(current, Tombstone):
            return gone(site, request, current)
        if current is None:
            raise HTTPException(404)
        return _download(site, request, current, name)

    return router


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
