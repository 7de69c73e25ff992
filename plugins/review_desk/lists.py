"""清单 at the desk: kinds, what is on record, a table imported, a row entered, changed or taken out.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask
from starlette.datastructures import FormData, UploadFile

from gongkai.lists.releasing import Header, Seen
from gongkai.lists.templates import about, template_csv, template_xlsx
from processors.sandbox.limits import DEFAULT_LIMITS
from records.domain.bureau import Person
from records.domain.document import DocumentId
from records.domain.errors import BadInput, NotAllowed, NotFound
from records.domain.lists.catalogue import KINDS, UnknownKind, kind_of
from records.domain.lists.checking import Fault, RowsInvalid
from records.domain.lists.kind import ListKind
from records.services.lists import MOST_SHOWN
from review_desk.acts import wake
from review_desk.entered import FieldTooLong
from review_desk.identity import CurrentPerson
from review_desk.names import unit_name
from review_desk.rendering import page, root_of
from review_desk.security import FormToken, OwnForm, OwnUpload
from review_desk.services import Desk, DeskServices

router = APIRouter(prefix="/lists")

#: Fields of a row in a form, apart from those that every form has.
FIELD: Final = "field-"
_LONGEST: Final = 20_000
_MORE: Final = "…"
_TEMPLATES: Final = {
    "csv": (template_csv, "text/csv; charset=utf-8"),
    "xlsx": (template_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def list_keeper(desk: Desk, person: CurrentPerson) -> Person:
    """Return who asks, if they release lists of some unit.

    Raises:
        NotAllowed: they are neither a unit's clerk nor of the office.
    """
    if not desk.lists.service.units_of(person.id):
        raise NotAllowed("清单由科室经办人员和办公室登记。")
    return person


ListKeeper = Annotated[Person, Depends(list_keeper)]


def named_kind(kind: str) -> ListKind:
    """Return the kind that the address names.

    Raises:
        NotFound: there is none.
    """
    try:
        return kind_of(kind)
    except UnknownKind as error:
        raise NotFound(str(error)) from None


Kind = Annotated[ListKind, Depends(named_kind)]


@router.get("")
def kinds(request: Request, desk: Desk, person: ListKeeper) -> HTMLResponse:
    """Show all kinds, with how many lists of each this person keeps."""
    counts = {kind.id: len(desk.lists.service.listed_for(kind, person.id)) for kind in KINDS.values()}
    return page(request, "lists.html", bureau=desk.bureau, person=person, kinds=KINDS.values(), counts=counts)


@router.get("/{kind}/template.{form}")
def template(kind: Kind, person: ListKeeper, form: str) -> Response:  # noqa: ARG001 - the guard
    """Hand out an empty table."""
    if form not in _TEMPLATES:
        raise NotFound(f"没有 {form} 格式的模板。")
    make, media_type = _TEMPLATES[form]
    disposition = f"attachment; filename={kind.id}.{form}; filename*=UTF-8''{quote(kind.name)}.{form}"
    return Response(make(kind), media_type=media_type, headers={"Content-Disposition": disposition})


@router.get("/{kind}")
def one_kind(request: Request, desk: Desk, person: ListKeeper, token: FormToken, kind: Kind) -> HTMLResponse:
    """Show what is on record of a kind, and the form to import a table."""
    return _show_kind(request, desk, person, token, kind)


@router.post("/{kind}")
def import_table(
    request: Request, desk: Desk, person: ListKeeper, token: FormToken, form: OwnUpload, kind: Kind
) -> Response:
    """Take a table as a whole, or say everything that is wrong with it."""
    fields = _fields(form)
    try:
        with tempfile.TemporaryDirectory(prefix="gongkai-list-") as folder:
            path = _kept(form.get("file"), Path(folder))
            released = desk.lists.import_table(kind, path, _header(fields), by=person.id)
    except RowsInvalid as refusal:
        return _show_kind(request, desk, person, token, kind, fields=fields, refusal=refusal, faults=refusal.faults)
    except BadInput as refusal:
        return _show_kind(request, desk, person, token, kind, fields=fields, refusal=refusal)
    place = f"documents/{released[0].document_id}" if len(released) == 1 else f"lists/{kind.id}?taken={len(released)}"
    return _go(request, desk, place)


@router.get("/{kind}/new")
def blank(request: Request, desk: Desk, person: ListKeeper, token: FormToken, kind: Kind) -> HTMLResponse:
    """Show the form for one row: empty, or with what the newest release of a list says in the row that is named."""
    of, key = request.query_params.get("of", ""), request.query_params.get("row", "")
    # Before the rows are read: what is released in between then counts as not seen.
    fields = {"seen": _seen(desk, kind, person)}
    if of:
        content = desk.lists.service.newest(DocumentId(of), by=person.id)
        fields |= {"of": of, "unit": content.unit, "name": content.name, "row": key}
        row = next((row for row in content.rows if kind.per == "row" or kind.key_of(row) == key), {})
        fields |= {f"{FIELD}{name}": value for name, value in row.items()}
    return _show_form(request, desk, person, token, kind, fields)


@router.post("/{kind}/new")
def enter(request: Request, desk: Desk, person: ListKeeper, token: FormToken, form: OwnForm, kind: Kind) -> Response:
    """Take a row, or say everything that is wrong with it."""
    fields = _fields(form)
    written = {name.removeprefix(FIELD): text for name, text in fields.items() if name.startswith(FIELD)}
    try:
        released = desk.lists.enter(kind, written, _header(fields), by=person.id, replaces=fields.get("row", ""))
    except RowsInvalid as refusal:
        return _show_form(request, desk, person, token, kind, fields, refusal=refusal, faults=refusal.faults)
    except BadInput as refusal:
        return _show_form(request, desk, person, token, kind, fields, refusal=refusal)
    return _go(request, desk, f"documents/{released.document_id}")


@router.get("/{kind}/rows/{document_id}")
def rows(
    request: Request, desk: Desk, person: ListKeeper, token: FormToken, kind: Kind, document_id: str
) -> HTMLResponse:
    """Show the rows of a list as its newest release has them, to change or take out one."""
    return _show_rows(request, desk, person, token, kind, document_id)


@router.post("/{kind}/rows/{document_id}")
def drop(
    request: Request, desk: Desk, person: ListKeeper, token: FormToken, form: OwnForm, kind: Kind, document_id: str
) -> Response:
    """Release a list anew without one of its rows."""
    fields = _fields(form)
    content = desk.lists.service.newest(DocumentId(document_id), by=person.id)
    header = Header(content.unit, content.name, fields.get("made_on", ""), _seen_of(fields))
    try:
        released = desk.lists.drop(kind, fields.get("row", ""), header, by=person.id)
    except RowsInvalid as refusal:
        return _show_rows(request, desk, person, token, kind, document_id, faults=refusal.faults)
    return _go(request, desk, f"documents/{released.document_id}")


def _go(request: Request, desk: DeskServices, place: str) -> Response:
    address = f"{root_of(request)}/{place}"
    return RedirectResponse(address, status_code=303, background=BackgroundTask(wake, desk))


def _show_kind(
    request: Request,
    desk: DeskServices,
    person: Person,
    token: str,
    kind: ListKind,
    *,
    fields: Mapping[str, str] | None = None,
    refusal: Exception | None = None,
    faults: tuple[Fault, ...] = (),
) -> HTMLResponse:
    taken = request.query_params.get("taken", "")
    return page(
        request,
        "list_kind.html",
        bureau=desk.bureau,
        person=person,
        status=422 if refusal else 200,
        form_token=token,
        kind=kind,
        listed=desk.lists.service.listed_for(kind, person.id),
        taken=taken if taken.isdecimal() else "",
        about=about,
        max_bytes=DEFAULT_LIMITS.max_table_bytes,
        **_common(desk, person, fields or {"seen": _seen(desk, kind, person)}, refusal, faults),
    )


def _show_form(
    request: Request,
    desk: DeskServices,
    person: Person,
    token: str,
    kind: ListKind,
    fields: Mapping[str, str],
    *,
    refusal: Exception | None = None,
    faults: tuple[Fault, ...] = (),
) -> HTMLResponse:
    return page(
        request,
        "list_form.html",
        bureau=desk.bureau,
        person=person,
        status=422 if refusal else 200,
        form_token=token,
        kind=kind,
        prefix=FIELD,
        about=about,
        wrong={fault.column: fault.sentence for fault in faults},
        **_common(desk, person, fields, refusal, faults),
    )


def _show_rows(
    request: Request,
    desk: DeskServices,
    person: Person,
    token: str,
    kind: ListKind,
    document_id: str,
    *,
    faults: tuple[Fault, ...] = (),
) -> HTMLResponse:
    seen = _seen(desk, kind, person)
    content = desk.lists.service.newest(DocumentId(document_id), by=person.id)
    return page(
        request,
        "list_rows.html",
        bureau=desk.bureau,
        person=person,
        status=422 if faults else 200,
        form_token=token,
        kind=kind,
        content=content,
        document_id=document_id,
        faults=faults,
        seen=seen,
        parameters=urlencode,
    )


def _common(
    desk: DeskServices, person: Person, fields: Mapping[str, str], refusal: Exception | None, faults: tuple[Fault, ...]
) -> dict[str, object]:
    return {
        "typed": fields,
        "refusal": str(refusal) if refusal else "",
        "faults": faults,
        "units": desk.lists.service.units_of(person.id),
        "unit_name": lambda unit: unit_name(desk.bureau, unit),
    }


def _header(fields: Mapping[str, str]) -> Header:
    return Header(fields.get("unit", ""), fields.get("name", ""), fields.get("made_on", ""), _seen_of(fields))


def _seen(desk: DeskServices, kind: ListKind, person: Person) -> str:
    """What this person's releases are now, for the form that is sent back: `<document>:<number> …`, … if not all."""
    found = desk.lists.service.listed_for(kind, person.id)
    more = (_MORE,) if len(desk.lists.service.of_kind(kind)) >= MOST_SHOWN else ()
    return " ".join((*(f"{each.document.id}:{each.version.number}" for each in found), *more))


def _seen_of(fields: Mapping[str, str]) -> Seen | None:
    """The inverse; None if the form said nothing of it."""
    if "seen" not in fields:
        return None
    parts = fields["seen"].split()
    said = (each.partition(":") for each in parts)
    releases = {document_id: int(number) for document_id, _, number in said if number.isascii() and number.isdecimal()}
    return Seen(releases, is_all=_MORE not in parts)


def _kept(file: object, folder: Path) -> Path:
    """The upload as a file of its own, for the child that reads it.

    Raises:
        RowsInvalid: none was chosen.
    """
    if not isinstance(file, UploadFile) or not file.filename:
        raise RowsInvalid([Fault(None, "表格文件", "请选择 CSV 或者 XLSX 文件")], 0)
    path = folder / "table"
    with path.open("wb") as kept:
        shutil.copyfileobj(file.file, kept)
    return path


def _fields(form: FormData) -> dict[str, str]:
    """The fields as text.

    Raises:
        FieldTooLong: a field holds more than any field of a list takes.
    """
    found = {name: value.replace("\r\n", "\n").strip() for name, value in form.items() if isinstance(value, str)}
    if any(len(value) > _LONGEST for value in found.values()):
        raise FieldTooLong
    return found
