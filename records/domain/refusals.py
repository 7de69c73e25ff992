"""Why a decision is refused: a stable code for machines, one sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Refusal(StrEnum):
    """The codes are stable: the desk, the Airflow task and the audit chain carry them."""

    NOT_IN_REVIEW = "not_in_review"
    STALE_ROUND = "stale_round"
    WRONG_STEP = "wrong_step"
    UNKNOWN_PERSON = "unknown_person"
    NOT_ASSIGNED = "not_assigned"
    HANDED_IN = "handed_in"
    SECOND_LEVEL = "second_level"
    STALE_HASH = "stale_hash"
    NOT_VIEWED = "not_viewed"
    NO_REASON = "no_reason"
    NO_LEGAL_BASIS = "no_legal_basis"
    NOT_STRICTER = "not_stricter"
    OPEN_FINDINGS = "open_findings"
    UNKNOWN_FINDING = "unknown_finding"
    DISMISSAL_WITHOUT_REASON = "dismissal_without_reason"
    NOT_CLEARED = "not_cleared"
    NO_CONSULTATION = "no_consultation"
    CONSULTATION_RUNNING = "consultation_running"
    NO_ADOPTION_REPORT = "no_adoption_report"


SENTENCES: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.NOT_IN_REVIEW: "该公文目前不在审查中，不能提出审查意见。",
        Refusal.STALE_ROUND: "该轮审查已经结束，请在最新一轮中提出意见。",
        Refusal.WRONG_STEP: "还没有轮到这一级审查，或者这一级已经过去。",
        Refusal.UNKNOWN_PERSON: "通讯录中没有该人员，不能提出审查意见。",
        Refusal.NOT_ASSIGNED: "这一级审查不由您负责，您也没有有效期内的委托。",
        Refusal.HANDED_IN: "该公文由您报送，报送人不能审查，请由您的受托人办理。",
        Refusal.SECOND_LEVEL: "您已在本轮其他层级提出过意见，同一人不能审查两级。",
        Refusal.STALE_HASH: "公文内容已经变化，请查看新内容后再提出意见。",
        Refusal.NOT_VIEWED: "您还没有查看过公文的当前内容，请先打开查看再同意。",
        Refusal.NO_REASON: "退回、不予公开、依申请公开和报请确定都要写明理由。",
        Refusal.NO_LEGAL_BASIS: "法律依据不符合要求：不予公开须依据条例第十四、十五、十六条或者写明具体法律法规；"
        "依申请公开须依据条例第二十七条或者写明具体法律法规，且不得依据第十四条。",
        Refusal.NOT_STRICTER: "审查中只能改得更严；要放宽公开属性，请退回。",
        Refusal.OPEN_FINDINGS: "还有必须处理的发现项，请逐项写明理由排除后再同意。",
        Refusal.UNKNOWN_FINDING: "所排除的发现项不在该公文中，请刷新后重试。",
        Refusal.DISMISSAL_WITHOUT_REASON: "排除发现项必须逐项写明理由。",
        Refusal.NOT_CLEARED: "该公文的当前内容没有完整的逐级同意记录，不能公开。",
        Refusal.NO_CONSULTATION: "这项决定应当公开征求意见，还没有关联征求意见稿的征求意见，不能同意。",
        Refusal.CONSULTATION_RUNNING: "这项决定的公开征求意见还没有结束，不能同意。",
        Refusal.NO_ADOPTION_REPORT: "这项决定的意见采纳情况还没有公开，不能同意。",
    }
)
