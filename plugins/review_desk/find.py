"""Finding a document again: published, withheld or under way.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from review_desk.access import may_read
from review_desk.identity import CurrentPerson
from review_desk.names import unit_name
from review_desk.rendering import page
from review_desk.services import Desk

router = APIRouter()

MOST: Final = 50
LONGEST: Final = 100


@router.get("/find")
def find(request: Request, desk: Desk, person: CurrentPerson, q: str = "") -> HTMLResponse:
    """List what this person may read and has these words in its title, number or id."""
    text = " ".join(q.split())[:LONGEST]
    found = desk.finding.find(text, by=person.id, limit=MOST) if text else []
    return page(
        request,
        "find.html",
        bureau=desk.bureau,
        person=person,
        query=text,
        found=[one for one in found if may_read(desk.bureau, desk.desk.dossier(one.id), person)],
        is_full=len(found) == MOST,
        unit_name=lambda unit: unit_name(desk.bureau, unit),
    )
