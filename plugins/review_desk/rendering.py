"""Turn values into pages: templates that escape everything, and refuse a name they were not given."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from records.domain.bureau import Bureau, Person
from records.domain.lifecycle import Role
from review_desk import wording
from review_desk.access import operates, sees_reports
from review_desk.names import unit_name

_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {"at": wording.at, "on": wording.on, "size": wording.size, "word": wording.word}
_ENVIRONMENT.globals |= {
    "DISCLOSURE": wording.DISCLOSURE,
    "DOOR": wording.DOOR,
    "REREVIEW_REASON": wording.REREVIEW_REASON,
    "ROLE": wording.ROLE,
    "SECOND_LOOK_REASON": wording.SECOND_LOOK_REASON,
    "STATE": wording.STATE,
    "VERDICT": wording.VERDICT,
}


def root_of(request: Request) -> str:
    """Return where the desk is mounted, such as /desk; links begin with it, also behind a proxy's prefix."""
    root: str = request.scope.get("root_path", "")
    return root.rstrip("/")


def page(
    request: Request, template: str, *, bureau: Bureau, person: Person, status: int = 200, **values: object
) -> HTMLResponse:
    """Render a page for a person of the bureau."""
    text = _ENVIRONMENT.get_template(template).render(
        root=root_of(request),
        bureau_name=bureau.name,
        person=person,
        person_capacity=capacity(bureau, person),
        has_reports=sees_reports(bureau, person),
        has_operations=operates(person),
        has_lists=not person.roles.isdisjoint({Role.CLERK, Role.OFFICE}),
        **values,
    )
    return HTMLResponse(text, status_code=status)


def refusal_page(request: Request, *, heading: str, sentence: str, advice: str = "", status: int) -> HTMLResponse:
    """Render a page that says why there is nothing to see, without saying anything about the bureau."""
    text = _ENVIRONMENT.get_template("refusal.html").render(
        root=root_of(request),
        bureau_name="",
        person=None,
        person_capacity="",
        heading=heading,
        sentence=sentence,
        advice=advice,
    )
    return HTMLResponse(text, status_code=status)


def capacity(bureau: Bureau, person: Person) -> str:
    """Return in what capacity somebody works here, such as 就业促进科 科室负责人."""
    offices = [f"{unit.name} 科室负责人" for unit in bureau.units if unit.head == person.id]
    if any(unit.deputy == person.id for unit in bureau.units):
        offices.append("分管领导")
    if bureau.head == person.id:
        offices.append("主要领导")
    if Role.CLERK in person.roles:
        offices.append(f"{unit_name(bureau, person.unit)} {wording.ROLE[Role.CLERK]}")
    offices += [wording.word(wording.ROLE, role) for role in sorted(person.roles - {Role.CLERK})]
    return "、".join(offices)
