"""What can be done with a request at the desk: each act with its form and what it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from gongkai.request_words import CONSULTED_NAMES, DELIVERY_NAMES, GROUND_NAMES, OPINION_NAMES
from records.domain.document import PersonId
from records.domain.requests.answer_rules import AnswerKind, kinds_for
from records.domain.requests.answers import DraftedAnswer, Ground
from records.domain.requests.fees import fee_of_request
from records.domain.requests.lifecycle import RequestEvent
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.request import ConsultedKind, Opinion, RequestId
from records.services.requests import RequestServices
from records.services.requests.book import RequestFactsInvalid
from records.services.requests.desk import RequestDossier
from review_desk.typed import Typed

_E = RequestEvent


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `options` are offered by a select; of an optional one nothing may be chosen."""

    name: str
    words: str
    kind: Literal["text", "line", "date", "number", "select", "hidden"] = "text"
    options: Mapping[str, str] | None = None
    optional: bool = False
    hint: str = ""


Run = Callable[[RequestServices, RequestId, PersonId, Typed], object]


@dataclass(frozen=True, slots=True)
class RequestAct:
    """`event` is what it causes: who may cause that is offered the form. `fields` depend on the request."""

    name: str
    event: RequestEvent
    heading: str
    button: str
    fields: Callable[[RequestDossier], tuple[Field, ...]]
    run: Run
    hint: str = ""


def _always(*fields: Field) -> Callable[[RequestDossier], tuple[Field, ...]]:
    return lambda _: fields


def _opinion_fields(dossier: RequestDossier) -> tuple[Field, ...]:
    content = dossier.content
    asked = {
        str(one.number): f"{CONSULTED_NAMES[one.kind]}：{content.text(f'party_{one.number}') if content else ''}"
        for one in dossier.request.open_consultations
    }
    return (
        Field("number", "谁的意见", "select", asked),
        Field("opinion", "意见", "select", OPINION_NAMES),
        Field("text", "内容和理由", optional=True),
        Field("on", "收到意见的日期", "date"),
    )


def _approval_fields(dossier: RequestDossier) -> tuple[Field, ...]:
    answer = dossier.request.answer
    return (
        Field("seen", "", "hidden", {"value": answer.hash if answer else ""}),
        Field("verdict", "意见", "select", {"approve": "同意", "return": "退回"}),
        Field("reason", "退回的理由", optional=True),
    )


def _fee_fields(dossier: RequestDossier) -> tuple[Field, ...]:
    nth = dossier.nth_of_month
    by_requests = f"不填的按件计收：当月第 {nth} 件，{fee_of_request(nth)} 元。"
    return (
        Field("pages", "按页计收的，提供多少页", "number", optional=True, hint=f"金额由系统计算。{by_requests}"),
        Field("text", "收费的依据和计算"),
        Field("on", "通知送达的日期", "date"),
    )


def _notify_fee(services: RequestServices, request_id: RequestId, by: PersonId, typed: Typed) -> object:
    pages = typed.number("pages") if typed.text("pages") else None
    return services.handling.notify_fee(request_id, pages, typed.text("text"), typed.day("on"), by=by)


def _answer_fields(dossier: RequestDossier) -> tuple[Field, ...]:
    kinds = kinds_for(dossier.request.purpose)
    prompts = "；".join(f"{rule.name}：{rule.prompt}" for rule in kinds.values())
    kind = Field("kind", "答复的种类", "select", {kind.value: rule.name for kind, rule in kinds.items()})
    text = Field("text", "答复的内容", hint=f"要写明的内容——{prompts}。")
    if dossier.request.purpose is RequestPurpose.RECTIFICATION:
        return (kind, Field("organ", "有权更正的行政机关（转送、告知的）", "line", optional=True), text)
    return (
        kind,
        Field("ground", "不予公开的依据", "select", GROUND_NAMES, optional=True),
        Field("supplied_as", "提供的形式", "select", DELIVERY_NAMES, optional=True),
        text,
        Field("form_reason", "没有按要求的形式提供的原因（第四十条）", optional=True),
        Field("override_reason", "第三方不同意而公开的理由（第三十二条）", optional=True),
    )


def _draft(services: RequestServices, request_id: RequestId, by: PersonId, typed: Typed) -> object:
    ground = typed.choice("ground", Ground) if typed.text("ground") else None
    drafted = DraftedAnswer(
        kind=typed.choice("kind", AnswerKind),
        text=typed.text("text"),
        ground=ground,
        supplied_as=typed.text("supplied_as") or None,
        form_reason=typed.text("form_reason"),
        override_reason=typed.text("override_reason"),
        organ=typed.text("organ"),
    )
    if drafted.supplied_as and drafted.supplied_as not in DELIVERY_NAMES:
        raise RequestFactsInvalid("请在列出的形式中选择一项。")
    return services.answering.draft(request_id, drafted, by=by)


def _decide(services: RequestServices, request_id: RequestId, by: PersonId, typed: Typed) -> object:
    verdict = typed.text("verdict")
    if verdict not in ("approve", "return"):
        raise RequestFactsInvalid("请选择同意或者退回。")
    approves, seen, reason = verdict == "approve", typed.text("seen"), typed.text("reason")
    return services.answering.decide(request_id, approves=approves, seen=seen, by=by, reason=reason)


def _opinion(services: RequestServices, request_id: RequestId, by: PersonId, typed: Typed) -> object:
    opinion = typed.choice("opinion", Opinion)
    number, on = typed.number("number"), typed.day("on")
    return services.handling.note_opinion(request_id, number, opinion, typed.text("text"), on, by=by)


_REASON: Final = Field("text", "说明")

#: In the order of a request's way; the forms of a page stand in it.
ACTS: Final[tuple[RequestAct, ...]] = (
    RequestAct("decide", _E.RETURNED, "审批答复", "提交意见", _approval_fields, _decide, "请先看清上面的答复。"),
    RequestAct(
        "confirm",
        _E.CONFIRMED,
        "与申请人确认",
        "确认收到",
        _always(Field("on", "双方确认的日期", "date"), Field("text", "怎样确认的，身份证明怎样核对的")),
        lambda s, id_, by, t: s.intake.confirm(id_, t.day("on"), t.text("text"), by=by),
        "确认之日为收到申请之日，期限从这一天起算（第三十一条）。",
    ),
    RequestAct(
        "set_aside",
        _E.SET_ASIDE,
        "无法确认",
        "终止",
        _always(_REASON),
        lambda s, id_, by, t: s.intake.set_aside(id_, t.text("text"), by=by),
    ),
    RequestAct(
        "assign",
        _E.ASSIGNED,
        "分办",
        "分给科室",
        _always(Field("unit", "承办科室", "select", {})),
        lambda s, id_, by, t: s.handling.assign(id_, t.text("unit"), by=by),
    ),
    RequestAct(
        "ask_correction",
        _E.CORRECTION_ASKED,
        "告知补正",
        "告知补正",
        _always(Field("text", "需要补正的事项"), Field("until", "补正期限", "date")),
        lambda s, id_, by, t: s.handling.ask_correction(id_, t.text("text"), t.day("until"), by=by),
        "收到之日起 7 个工作日内，一次性告知（第三十条）。",
    ),
    RequestAct(
        "correct",
        _E.CORRECTED,
        "收到补正",
        "记录补正",
        _always(Field("text", "补正后的内容描述"), Field("on", "收到补正的日期", "date")),
        lambda s, id_, by, t: s.handling.correct(id_, t.text("text"), t.day("on"), by=by),
    ),
    RequestAct(
        "consult",
        _E.CONSULTED,
        "征求意见",
        "记录征求意见",
        _always(
            Field("kind", "征求谁的意见", "select", CONSULTED_NAMES),
            Field("party", "名称和联系方式", "line"),
            Field("on", "征求意见书送达的日期", "date"),
        ),
        lambda s, id_, by, t: s.handling.consult(
            id_, t.choice("kind", ConsultedKind), t.text("party"), t.day("on"), by=by
        ),
        "期限 15 个工作日，其间答复期限不计算（第三十二至三十四条）。",
    ),
    RequestAct("opinion", _E.OPINION_NOTED, "收到意见", "记录意见", _opinion_fields, _opinion),
    RequestAct("draft", _E.DRAFTED, "拟答复", "送审批", _answer_fields, _draft),
    RequestAct(
        "ask_extension",
        _E.EXTENSION_ASKED,
        "申请延长",
        "申请延长",
        _always(Field("days", "延长几个工作日（最多 20）", "number"), Field("text", "理由")),
        lambda s, id_, by, t: s.handling.ask_extension(id_, t.number("days"), t.text("text"), by=by),
        "须经公开工作机构负责人同意并告知申请人（第三十三条）。",
    ),
    RequestAct(
        "extend",
        _E.EXTENDED,
        "决定是否延长",
        "记录决定",
        _always(Field("verdict", "决定", "select", {"approve": "同意延长", "refuse": "不同意延长"})),
        lambda s, id_, by, t: s.handling.decide_extension(id_, approves=_agrees(t), by=by),
    ),
    RequestAct(
        "ask_reasons",
        _E.REASONS_ASKED,
        "数量、频次明显超过合理范围",
        "要求说明理由",
        _always(_REASON),
        lambda s, id_, by, t: s.handling.ask_reasons(id_, t.text("text"), by=by),
        "要求说明理由不停止期限的计算（第三十五条）。",
    ),
    RequestAct(
        "delay",
        _E.TERM_DELAYED,
        "确定延迟答复的期限",
        "确定期限",
        _always(Field("until", "延迟到", "date"), Field("text", "申请人说明的理由")),
        lambda s, id_, by, t: s.handling.delay(id_, t.day("until"), t.text("text"), by=by),
    ),
    RequestAct(
        "fee",
        _E.FEE_NOTIFIED,
        "收取信息处理费",
        "记录收费通知",
        _fee_fields,
        _notify_fee,
    ),
    RequestAct(
        "paid",
        _E.FEE_PAID,
        "缴清费用",
        "记录缴费",
        _always(Field("on", "缴清的日期", "date")),
        lambda s, id_, by, t: s.handling.note_payment(id_, t.day("on"), by=by),
    ),
    RequestAct(
        "abandon",
        _E.ABANDONED,
        "视为放弃申请",
        "视为放弃",
        _always(_REASON),
        lambda s, id_, by, t: s.handling.abandon(id_, t.text("text"), by=by),
        "期限已过，并且没有正当理由。",
    ),
    RequestAct(
        "deliver",
        _E.DELIVERED,
        "送达答复",
        "记录送达",
        _always(Field("on", "送达的日期", "date"), Field("text", "怎样送达的，凭证")),
        lambda s, id_, by, t: s.answering.deliver(id_, t.day("on"), t.text("text"), by=by),
    ),
    RequestAct(
        "archive",
        _E.ARCHIVED,
        "归档",
        "归档办结",
        _always(),
        lambda s, id_, by, _: s.answering.archive(id_, by=by),
        "归档后，申请人的个人信息按保存期限删除。",
    ),
    RequestAct(
        "withdraw",
        _E.WITHDRAWN,
        "申请人撤回",
        "记录撤回",
        _always(_REASON),
        lambda s, id_, by, t: s.handling.withdraw(id_, t.text("text"), by=by),
    ),
)


def earlier_draft(dossier: RequestDossier) -> dict[str, str]:
    """The form of an answer as it was filled in before, for whoever drafts it anew; empty if nobody has."""
    answer, content = dossier.request.answer, dossier.content
    if answer is None or content is None:
        return {}
    kinds = {"kind": answer.kind.value, "ground": answer.ground or "", "supplied_as": answer.supplied_as or ""}
    texts = ("form_reason", "override_reason", "organ")
    return {"act": "draft", **kinds, "text": content.text("answer"), **{name: content.text(name) for name in texts}}


def offered(dossier: RequestDossier) -> list[RequestAct]:
    """The acts that this reader may do now and that make sense."""
    return [act for act in ACTS if act.event in dossier.may_do and _makes_sense(act, dossier)]


def act_named(name: str) -> RequestAct:
    """The act of this name.

    Raises:
        RequestFactsInvalid: there is none.
    """
    found = next((act for act in ACTS if act.name == name), None)
    if found is None:
        raise RequestFactsInvalid("没有这一事项，请刷新后再办理。")
    return found


def _makes_sense(act: RequestAct, dossier: RequestDossier) -> bool:
    request = dossier.request
    match act.event:
        case _E.CORRECTION_ASKED:
            return request.correction is None
        case _E.EXTENSION_ASKED:
            return request.extension is None
        case _E.EXTENDED:
            return request.extension is not None and request.extension.approved_on is None
        case _E.REASONS_ASKED:
            return request.excess is None
        case _E.TERM_DELAYED:
            return request.excess is not None and request.excess.delayed_until is None
        case _E.FEE_NOTIFIED:
            return request.fee is None
        case _:
            return True


def _agrees(typed: Typed) -> bool:
    verdict = typed.text("verdict")
    if verdict not in ("approve", "refuse"):
        raise RequestFactsInvalid("请选择同意或者不同意。")
    return verdict == "approve"
