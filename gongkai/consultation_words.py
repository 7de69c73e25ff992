"""Consultations in words: for the desk and for the report on adoption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATE_NAMES: Final[Mapping[str, str]] = {
    "in_approval": "公告待审批",
    "returned": "公告已退回",
    "running": "已批准",
    "cancelled": "已终止",
}
PHASE_NAMES: Final[Mapping[str, str]] = {"upcoming": "尚未开始", "open": "正在征求意见", "closed": "期限已届满"}
VERDICT_NAMES: Final[Mapping[str, str]] = {"adopted": "采纳", "partly": "部分采纳", "not_adopted": "未采纳"}
TREATMENT_NAMES: Final[Mapping[str, str]] = {
    "grouped": "归入意见",
    "repeated": "重复",
    "not_pertinent": "与草案无关",
}
DUTY_NAMES: Final[Mapping[str, str]] = {
    "consultation_closing": "公开征求意见截止",
    "consultation_report": "公开意见采纳情况",
}
