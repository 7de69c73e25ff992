"""What can be done with a consultation at the desk: the act that a form names, with what it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from records.domain.consultations.comments import CommentContent, CommentId, Treatment
from records.domain.consultations.consultation import (
    ConsultationId,
    ConsultationState,
    Notice,
    OpinionVerdict,
    Phase,
)
from records.domain.document import DocumentId, PersonId
from records.services.consultations.desk import ConsultationDossier
from records.services.consultations.use_cases import ConsultationServices
from review_desk.typed import NotFilledIn, Typed

Run = Callable[[ConsultationServices, ConsultationId, PersonId, Typed], object]


def notice_of(typed: Typed) -> Notice:
    """The notice as it was typed.

    Raises:
        NotFilledIn: a day is none.
    """
    return Notice(
        title=typed.text("title"),
        basis=typed.text("basis"),
        explanation=typed.text("explanation"),
        opens_on=typed.day("opens_on"),
        closes_on=typed.day("closes_on"),
        short_reason=typed.text("short_reason"),
        phone=typed.text("phone"),
        email=typed.text("email"),
        address=typed.text("address"),
    )


def _decide(services: ConsultationServices, id_: ConsultationId, by: PersonId, typed: Typed) -> object:
    verdict = typed.text("verdict")
    if verdict not in ("approve", "return"):
        raise NotFilledIn("请选择同意或者退回。")
    approves, seen, reason = verdict == "approve", typed.text("seen"), typed.text("reason")
    return services.preparing.decide(id_, approves=approves, seen=seen, by=by, reason=reason)


def _sort(services: ConsultationServices, id_: ConsultationId, by: PersonId, typed: Typed) -> object:
    """One field says it all: the number of an opinion, or that it is a repetition or nothing about the draft."""
    comment_id, chosen = CommentId(typed.text("comment")), typed.text("treatment")
    if chosen.isdecimal():
        opinion = typed.number("treatment")
        return services.moderating.sort(id_, comment_id, Treatment.GROUPED, opinion=opinion, by=by)
    treatment = typed.choice("treatment", Treatment)
    return services.moderating.sort(id_, comment_id, treatment, by=by)


def _write_opinion(services: ConsultationServices, id_: ConsultationId, by: PersonId, typed: Typed) -> object:
    number = typed.number("number") if typed.text("number") else None
    verdict = typed.choice("verdict", OpinionVerdict)
    return services.moderating.write_opinion(
        id_, typed.text("wording"), verdict, typed.text("reason"), by=by, number=number
    )


def _enter(services: ConsultationServices, id_: ConsultationId, by: PersonId, typed: Typed) -> object:
    content = CommentContent(typed.text("text"), typed.text("name"), typed.text("contact"))
    return services.taking.enter(id_, content, typed.day("received_on"), by=by)


def _document_id(typed: Typed, name: str) -> DocumentId:
    if not typed.text(name):
        raise NotFilledIn("请填写公文编号；编号在公文页面的地址里，也可以用右上角的“查找”找到公文。")
    return DocumentId(typed.text(name).rsplit("/", 1)[-1].upper())


ACTS: Final[Mapping[str, Run]] = {
    "decide": _decide,
    "prepare": lambda s, id_, by, t: s.preparing.prepare_again(id_, notice_of(t), by=by),
    "sort": _sort,
    "opinion": _write_opinion,
    "enter": _enter,
    "report": lambda s, id_, by, t: s.linking.link_report(id_, _document_id(t, "document"), by=by),
    "decision": lambda s, id_, by, t: s.linking.link_decision(id_, _document_id(t, "document"), by=by),
    "unlink": lambda s, id_, by, _: s.linking.link_decision(id_, None, by=by),
    "extend": lambda s, id_, by, t: s.preparing.extend(id_, t.day("closes_on"), by=by),
    "cancel": lambda s, id_, by, _: s.preparing.cancel(id_, by=by),
}


def act_named(name: str) -> Run:
    """What the form of this name does.

    Raises:
        NotFilledIn: there is none.
    """
    if name not in ACTS:
        raise NotFilledIn("没有这一事项，请刷新后再办理。")
    return ACTS[name]


def offered(dossier: ConsultationDossier, *, is_office: bool) -> frozenset[str]:
    """The acts that this reader may do now and that make sense."""
    one = dossier.consultation
    acts = {"decide"} if dossier.may_approve else set()
    if not dossier.handles or one.state is ConsultationState.CANCELLED:
        unlinks = is_office and dossier.handles and one.decision_id is not None
        return frozenset(acts | ({"unlink"} if unlinks else set()))
    if one.report_id is None:
        acts.add("cancel")
    if one.state is ConsultationState.RETURNED:
        acts.add("prepare")
    if one.is_running:
        acts |= _while_running(dossier, is_office=is_office)
    return frozenset(acts)


def _while_running(dossier: ConsultationDossier, *, is_office: bool) -> set[str]:
    one = dossier.consultation
    acts = {"decision"} if one.decision_id is None or is_office else set[str]()
    if one.decision_id is not None and is_office:
        acts.add("unlink")
    if dossier.phase is not Phase.CLOSED:
        acts.add("extend")
    if one.report_id is None:
        acts |= {"sort", "opinion"}
        if dossier.phase is Phase.CLOSED:
            acts.add("report")
    if dossier.phase is not Phase.UPCOMING:
        acts.add("enter")
    return acts
