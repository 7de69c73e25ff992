"""Terms in words, for the desk, for messages and for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gongkai.request_words import DUTY_NAMES
from records.domain.bureau import StepRole
from records.domain.consultations.terms import ConsultationDuty
from records.domain.legal_clock import Limit
from records.domain.reminders import Duty, Stage
from records.domain.requests.terms import RequestDuty
from records.services.overview import LEVEL_NAMES

_DUTIES: Final[Mapping[Duty, str]] = {
    Duty.OFFICE: "办公室确定公开属性",
    Duty.CLERK: "经办重新送审",
    Duty.PLAN: "本机关公开期限",
    Duty.STATUTORY: "法定公开期限",
    Duty.REASSESS: "重新评估是否可以公开",
}
_CONSULTATION_DUTIES: Final[Mapping[ConsultationDuty, str]] = {
    ConsultationDuty.CLOSING: "公开征求意见截止",
    ConsultationDuty.REPORT: "公开意见采纳情况",
}


def stage_name(stage: Stage) -> str:
    """Say what has the term, such as 分管领导审查 or 法定公开期限."""
    match stage:
        case StepRole():
            return f"{LEVEL_NAMES[stage]}审查"
        case RequestDuty.RECTIFICATION:
            return DUTY_NAMES[stage]
        case RequestDuty():
            return f"依申请公开：{DUTY_NAMES[stage]}"
        case ConsultationDuty():
            return _CONSULTATION_DUTIES[stage]
        case Duty():
            return _DUTIES[stage]


def left(limit: Limit) -> str:
    """Say how much of a term is left, such as 还剩 2 个工作日 or 已逾期 3 个工作日."""
    if limit.days_left is None:
        return "已逾期" if limit.is_overdue else "期限无法计算"
    if limit.days_left < 0:
        return f"已逾期 {-limit.days_left} 个工作日"
    return f"还剩 {limit.days_left} 个工作日" if limit.days_left else "今天到期"
