"""What a notice and a decision about a comment must fulfil, each rule with its sentence."""

from __future__ import annotations

import datetime as dt
from typing import Final

from records.domain.consultations.consultation import (
    ConsultationState,
    Notice,
    OpinionVerdict,
    PublicConsultation,
    SummarisedOpinion,
)
from records.domain.consultations.office import ConsultationRules
from records.domain.errors import BadInput, Refused

#: Days of a period at most: a longer one is a slip of the pen.
LONGEST_DAYS: Final = 366


class ConsultationInvalid(BadInput):
    """A form about a consultation that says nothing or contradicts what is on record."""

    code = "consultation_invalid"


class ConsultationRefused(Refused):
    """This may not be done to a consultation as it stands now."""

    code = "consultation_refused"
    advice = "请刷新后查看征求意见现在的状态。"


def require_notice(notice: Notice, rules: ConsultationRules, today: dt.date) -> None:
    """Let a notice pass that can be handed in for approval today.

    Raises:
        ConsultationInvalid: a text is missing, or the period cannot be.
    """
    for text, name in ((notice.title, "标题"), (notice.basis, "依据"), (notice.explanation, "起草说明")):
        if not text.strip():
            raise ConsultationInvalid(f"请写明{name}。")
    if not (notice.phone or notice.email or notice.address):
        raise ConsultationInvalid("请写明至少一种提出意见的方式：电话、电子邮箱或者通信地址。")
    if notice.opens_on < today:
        raise ConsultationInvalid("征求意见的开始日期不能早于今天。")
    if not 1 <= notice.days <= LONGEST_DAYS:
        raise ConsultationInvalid(f"结束日期应当不早于开始日期，期限最长 {LONGEST_DAYS} 日。")
    if notice.days < rules.shortest_days and not notice.short_reason.strip():
        raise ConsultationInvalid(
            f"期限只有 {notice.days} 日，不足 {rules.shortest_days} 日的，请写明缩短期限的理由，理由向公众说明。"
        )


def require_state(consultation: PublicConsultation, *states: ConsultationState) -> None:
    """Let pass a consultation in one of these states.

    Raises:
        ConsultationRefused: it is in another one.
    """
    if consultation.state not in states:
        raise ConsultationRefused("征求意见现在的状态不能办理这一事项。")


def require_opinion(opinion: SummarisedOpinion) -> None:
    """Let an opinion pass that can stand in the report.

    Raises:
        ConsultationInvalid: it has no words, or it is not adopted as it is and nobody says why.
    """
    if not opinion.wording.strip():
        raise ConsultationInvalid("请写明归纳后的意见。")
    if opinion.verdict is not OpinionVerdict.ADOPTED and not opinion.reason.strip():
        raise ConsultationInvalid("未采纳和部分采纳的意见，请写明理由。")


def require_unreported(consultation: PublicConsultation) -> None:
    """Let pass a consultation whose report is not published: afterwards nothing of what it says may change.

    Raises:
        ConsultationRefused: the report is linked.
    """
    if consultation.report_id is not None:
        raise ConsultationRefused("采纳情况已经公开，不能再改归纳的意见。")


def require_later(consultation: PublicConsultation, closes_on: dt.date, today: dt.date) -> None:
    """Let pass a new last day that makes the period longer; a period that is over begins no second time.

    Raises:
        ConsultationInvalid, ConsultationRefused: it is no later one, or it is too late for it.
    """
    if today > consultation.closes_on:
        raise ConsultationRefused("征求意见的期限已经届满，不能再延长。")
    longest = consultation.notice.opens_on + dt.timedelta(days=LONGEST_DAYS - 1)
    if not consultation.closes_on < closes_on <= longest:
        raise ConsultationInvalid("新的结束日期应当晚于原来的结束日期，期限最长 366 日。")
