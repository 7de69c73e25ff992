"""The desk's style sheet, icon and scripts: for everyone who is logged in, also for whom the desk turns away.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse

from review_desk.login import AirflowUserId

router = APIRouter(prefix="/static")

_FOLDER: Final = Path(__file__).parent / "static"
#: Long enough for a working session, short enough for a new version to arrive the next day.
_CACHE: Final = {"Cache-Control": "private, max-age=3600"}


@router.get("/desk.css")
def style_sheet(_: AirflowUserId) -> FileResponse:
    return FileResponse(_FOLDER / "desk.css", media_type="text/css", headers=_CACHE)


@router.get("/areas.js")
def area_script(_: AirflowUserId) -> FileResponse:
    return FileResponse(_FOLDER / "areas.js", media_type="text/javascript", headers=_CACHE)


@router.get("/layout.js")
def layout_script(_: AirflowUserId) -> FileResponse:
    return FileResponse(_FOLDER / "layout.js", media_type="text/javascript", headers=_CACHE)


@router.get("/icon.svg")
def icon(_: AirflowUserId) -> FileResponse:
    return FileResponse(_FOLDER / "icon.svg", media_type="image/svg+xml", headers=_CACHE)
