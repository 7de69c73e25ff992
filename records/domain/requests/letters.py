"""The bureau's letters about a request, paragraph by paragraph.

Remedies: 行政复议法 (2023) articles 20 and 23, 行政诉讼法 articles 45 and 46, Regulations article 51. Who is refused
information (不予公开) has to ask for reconsideration before they may sue (行政复议法 article 23, item 4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from records.domain.bureau import Bureau
from records.domain.errors import Refused
from records.domain.requests.answer_rules import AnswerKind
from records.domain.requests.content import RequestContent
from records.domain.requests.deadlines import FEE_DAYS, OPINION_DAYS, silence_means
from records.domain.requests.purpose import PURPOSE_WORDS, RequestPurpose
from records.domain.requests.request import Consultation, DisclosureRequest

_REGULATIONS: Final = "《中华人民共和国政府信息公开条例》"
SUPPLY_WORDS: Final[Mapping[str, str]] = {
    "paper_by_mail": "纸质形式邮寄",
    "paper_collected": "纸质形式，请您自行领取",
    "email": "电子邮件",
    "inspection": "安排您查阅、抄录",
}


class LetterKind(StrEnum):
    """答复书 · 补正告知书 · 延期答复告知书 · 征求意见书 · 收费通知书 · 转送函."""

    REPLY = "reply"
    CORRECTION = "correction"
    EXTENSION = "extension"
    CONSULTATION = "consultation"
    FEE = "fee"
    PASSING_ON = "passing_on"


class LetterNotReady(Refused):
    """There is nothing to write yet, or bureau.toml does not say what the letter has to name."""

    code = "letter_not_ready"
    advice = "请核对申请的办理进度，以及 bureau.toml 的 [requests]。"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `number` is empty for those that bear none; `paragraphs` have no line breaks."""

    organ: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    day: dt.date


def letter_number(bureau: Bureau, request: DisclosureRequest) -> str:
    """The number of the reply, such as 示人社公开复〔2026〕1号; empty as long as it was not approved."""
    if request.letter_serial is None:
        return ""
    return f"{bureau.request_office.letter_code}〔{request.letter_year}〕{request.letter_serial}号"


def reply_letter(bureau: Bureau, request: DisclosureRequest, content: RequestContent, day: dt.date) -> Letter:
    """The answer as it was approved, with what it rests on and the remedies.

    Raises:
        LetterNotReady: it was not approved, or bureau.toml names no remedies.
    """
    answer = request.answer
    if answer is None or request.letter_serial is None:
        raise LetterNotReady("答复还没有审批通过，不能成文。")
    if not bureau.request_office.can_write_letters:
        raise LetterNotReady("bureau.toml 的 [requests] 没有写全答复代字、行政复议机关和人民法院。")
    words, articles = PURPOSE_WORDS[request.purpose], "、".join(answer.articles)
    supply = f"提供的形式：{SUPPLY_WORDS[answer.supplied_as]}。" if answer.supplied_as else ""
    form_reason = content.text("form_reason")
    return Letter(
        organ=bureau.name,
        number=letter_number(bureau, request),
        title=f"{words.request}答复书",
        addressee=content.requester.name,
        paragraphs=(
            _received(request),
            f"{words.wants}：{_one_line(content.description)}",
            *_claimed(request, content),
            f"经审查，{answer.rule.sentence}",
            *((f"有权更正的行政机关：{_one_line(content.text('organ'))}。",) if answer.rule.names_organ else ()),
            *_lines(content.text("answer")),
            *((f"{supply}{_one_line(form_reason)}",) if supply else ()),
            f"以上答复依据{_REGULATIONS}{articles}。",
            remedies(bureau, is_refusal=answer.rule.needs_ground),
        ),
        day=day,
    )


def remedies(bureau: Bureau, *, is_refusal: bool) -> str:
    """What somebody can do who disagrees; `is_refusal` if information is withheld, as a whole or in part."""
    office = bureau.request_office
    first = f"如对本答复不服，可以自收到之日起60日内向{office.review_organ}申请行政复议"
    if is_refusal:
        return f"{first}；对行政复议决定不服的，可以自收到复议决定书之日起15日内向{office.court}提起行政诉讼。"
    return f"{first}，或者自收到之日起6个月内向{office.court}提起行政诉讼。"


def correction_letter(bureau: Bureau, request: DisclosureRequest, content: RequestContent) -> Letter:
    """What has to be corrected and by when (article 30).

    Raises:
        LetterNotReady: nobody asked for a correction.
    """
    correction = request.correction
    if correction is None:
        raise LetterNotReady("没有要求补正。")
    return Letter(
        organ=bureau.name,
        number="",
        title="政府信息公开申请补正告知书",
        addressee=content.requester.name,
        paragraphs=(
            _received(request),
            f"您的申请内容不明确，请就以下事项作出补正：{_one_line(content.text('correction'))}",
            f"请于{chinese_day(correction.until)}以前补正。答复期限自本机关收到补正的申请之日起计算；"
            f"无正当理由逾期不补正的，视为放弃申请，本机关不再处理（{_REGULATIONS}第三十条）。",
        ),
        day=correction.asked_on,
    )


def extension_letter(
    bureau: Bureau, request: DisclosureRequest, content: RequestContent, due: dt.date | None
) -> Letter:
    """That the answer comes later, and by when at the latest (article 33).

    Raises:
        LetterNotReady: no extension was approved, or its last day cannot be counted.
    """
    extension = request.extension
    if extension is None or extension.approved_on is None or due is None:
        raise LetterNotReady("延长还没有经公开工作机构负责人同意，或者期限无法计算。")
    return Letter(
        organ=bureau.name,
        number="",
        title="政府信息公开申请延期答复告知书",
        addressee=content.requester.name,
        paragraphs=(
            _received(request),
            f"经本机关政府信息公开工作机构负责人同意，答复期限延长{extension.working_days}个工作日，"
            f"最迟于{chinese_day(due)}答复（{_REGULATIONS}第三十三条）。征求第三方和其他机关意见所需时间不计算在内。",
        ),
        day=extension.approved_on,
    )


def consultation_letter(bureau: Bureau, consultation: Consultation, content: RequestContent) -> Letter:
    """To whom is asked for an opinion: what is wanted, never who wants it (articles 32 and 34).

    The addressee stays blank as long as nobody entered whom.
    """
    return Letter(
        organ=bureau.name,
        number="",
        title="政府信息公开征求意见书",
        addressee=content.text(f"party_{consultation.number}") or "＿＿＿＿＿＿",
        paragraphs=(
            f"本机关收到政府信息公开申请，申请公开：{_one_line(content.description)}",
            f"请自收到本意见书之日起{OPINION_DAYS}个工作日内，书面提出是否同意公开的意见；不同意的，请说明理由。"
            f"{silence_means(consultation.kind)}。",
        ),
        day=consultation.asked_on,
    )


def fee_letter(bureau: Bureau, request: DisclosureRequest, content: RequestContent) -> Letter:
    """What has to be paid, why, and by when (article 42).

    Raises:
        LetterNotReady: no fee was set.
    """
    fee = request.fee
    if fee is None:
        raise LetterNotReady("没有发出收费通知。")
    return Letter(
        organ=bureau.name,
        number="",
        title="政府信息公开信息处理费收费通知书",
        addressee=content.requester.name,
        paragraphs=(
            _received(request),
            f"您申请公开政府信息的数量、频次明显超过合理范围，本机关依据{_REGULATIONS}第四十二条和"
            f"《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）收取信息处理费{fee.amount_yuan}元。"
            f"{_one_line(content.text('fee'))}",
            f"请自收到本通知次日起{FEE_DAYS}日内缴纳；逾期未缴纳的，视为放弃申请，本机关不再处理。",
        ),
        day=fee.notified_on,
    )


def passing_on_letter(bureau: Bureau, request: DisclosureRequest, content: RequestContent, day: dt.date) -> Letter:
    """To the organ that may rectify: whose record, what is said to be wrong, the evidence (article 41).

    Raises:
        LetterNotReady: no answer was approved that says that it is passed on.
    """
    if request.letter_serial is None or request.answer is None or request.answer.kind is not AnswerKind.PASSED_ON:
        raise LetterNotReady("没有审批通过的“转送有权更正的机关”的答复。")
    requester = content.requester
    reached = "，".join(one for one in (requester.phone, requester.email, requester.address) if one)
    return Letter(
        organ=bureau.name,
        number="",
        title="政府信息更正申请转送函",
        addressee=content.text("organ"),
        paragraphs=(
            f"{requester.name}向本机关提出政府信息更正申请（受理编号：{request.id}），其事项不属于本机关职能范围，"
            f"现依据{_REGULATIONS}第四十一条转送你机关处理。",
            f"要求更正的政府信息记录为：{_one_line(content.description)}",
            *_claimed(request, content),
            f"申请人的联系方式：{_one_line(reached)}。",
        ),
        day=day,
    )


def chinese_day(day: dt.date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _received(request: DisclosureRequest) -> str:
    received = request.received_on or request.arrived_on
    words = PURPOSE_WORDS[request.purpose]
    return f"本机关于{chinese_day(received)}收到您提出的{words.request}（受理编号：{request.id}）。"


def _claimed(request: DisclosureRequest, content: RequestContent) -> tuple[str, ...]:
    """What the record ought to say, and what was handed in for it."""
    if request.purpose is not RequestPurpose.RECTIFICATION:
        return ()
    return (
        f"申请人主张的准确内容为：{_one_line(content.text('claim'))}",
        f"提供的证据为：{_one_line(content.text('evidence'))}",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
