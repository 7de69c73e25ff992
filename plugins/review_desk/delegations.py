"""Who stands in for me, and for whom I stand in (委托).

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

import datetime as dt
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from records.domain.bureau import Person
from records.domain.delegation import DelegationInvalid
from records.domain.document import PersonId
from records.domain.errors import BadInput
from review_desk.identity import CurrentPerson
from review_desk.names import person_name
from review_desk.rendering import page, root_of
from review_desk.security import FormToken, OwnForm
from review_desk.services import Desk, DeskServices

router = APIRouter(prefix="/delegations")

_FIELDS = ("act", "delegate", "start", "until", "id")
#: The longest id or date that one of the form's fields can hold.
_LONGEST = 64


@router.get("")
def delegations(request: Request, desk: Desk, person: CurrentPerson, token: FormToken) -> HTMLResponse:
    """Show a person their delegations, and a form if they hold a level themselves."""
    return _show(request, desk, person, token, dict.fromkeys(_FIELDS, ""))


@router.post("")
def change(request: Request, desk: Desk, person: CurrentPerson, token: FormToken, form: OwnForm) -> Response:
    """Make a delegation, or take one back, or say why not."""
    fields = {name: _text(form, name) for name in _FIELDS}
    try:
        if fields["act"] == "end":
            desk.delegating.end(fields["id"], by=person.id)
        else:
            delegate = PersonId(fields["delegate"])
            start, until = _day(fields["start"], "开始日期"), _day(fields["until"], "截止日期")
            desk.delegating.make(person.id, delegate=delegate, start=start, until=until)
    except BadInput as error:
        return _show(request, desk, person, token, fields, refusal=str(error), status=422)
    return RedirectResponse(f"{root_of(request)}/delegations", status_code=303)


def _show(
    request: Request,
    desk: DeskServices,
    person: Person,
    token: str,
    entered: Mapping[str, str],
    *,
    refusal: str = "",
    status: int = 200,
) -> HTMLResponse:
    standing = desk.delegating.of(person.id)
    return page(
        request,
        "delegations.html",
        bureau=desk.bureau,
        person=person,
        status=status,
        form_token=token,
        entered=entered,
        refusal=refusal,
        may_delegate=desk.bureau.holds_level(person.id),
        others=[one for one in desk.bureau.people if one.id != person.id],
        given=[one for one in standing if one.terms.principal == person.id],
        taken=[one for one in standing if one.terms.delegate == person.id],
        person_name=lambda person_id: person_name(desk.bureau, person_id),
    )


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip()[:_LONGEST] if isinstance(value, str) else ""


def _day(text: str, name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DelegationInvalid(f"请写明{name}，例如 2026-12-01。") from None
