"""Large letters (大字版), for those who ask for them: the one cookie of this site, which says that and nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.responses import METHODS

COOKIE = "text"
LARGE = "large"
_YEAR_S = 365 * 24 * 3600


def is_large(request: Request) -> bool:
    return request.cookies.get(COOKIE) == LARGE


def text_size_routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.api_route("/text-size/{size}", methods=METHODS)
    def text_size(request: Request, size: str) -> Response:
        """Remember the size and lead back to where the citizen was."""
        answer = RedirectResponse(_way_back(request), 303)
        if size == LARGE:
            answer.set_cookie(COOKIE, LARGE, max_age=_YEAR_S, httponly=True, samesite="lax")
        else:
            answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return answer

    return router


def _way_back(request: Request) -> str:
    """The page of this site on which the link was followed: nobody is led elsewhere through us."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if came_from.netloc != request.headers.get("host") or not came_from.path.startswith("/"):
        return "/"
    path = "/" + came_from.path.lstrip("/\\")
    return f"{path}?{came_from.query}" if came_from.query else path
