"""The open-data dump: a page that explains it, and its files."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bundles.open_data import MANIFEST, MEDIA_TYPES, OpenData
from bundles.public_record import PublicRecord
from portal.api import OPEN
from portal.responses import FILE_POLICY, METHODS, has_already, not_modified
from portal.site import Site


def open_data_routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    dump = OpenData(site.reader, site.bureau)
    media_types = {**MEDIA_TYPES, MANIFEST: "application/json"}
    fields = [(name, field.description) for name, field in PublicRecord.model_fields.items()]

    @router.api_route("/open-data", methods=METHODS)
    def about(request: Request) -> Response:
        return site.page(request, "open_data.html", manifest=dump.manifest(), fields=fields)

    @router.api_route("/open-data/{name}", methods=METHODS)
    def file(request: Request, name: str) -> Response:
        path = dump.folder / name
        if name not in media_types or not path.is_file():
            raise HTTPException(404)
        status = path.stat()
        etag = f'"{status.st_ino:x}-{status.st_size:x}-{status.st_mtime_ns:x}"'
        if has_already(request, etag):
            return not_modified(etag)
        headers = {**OPEN, "etag": etag, "content-security-policy": FILE_POLICY}
        return FileResponse(path, media_type=media_types[name], headers=headers, stat_result=status)

    return router
