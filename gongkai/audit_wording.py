"""The Chinese name of each action on the audit chain, for inspectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ACTION_NAMES: Final[Mapping[str, str]] = {
    "document:received": "登记",
    "document:duplicate": "收到重复件",
    "document:extracted": "读出内容",
    "document:quarantined": "隔离",
    "document:retried": "重新读取",
    "document:content_changed": "内容变化",
    "document:attribute_corrected": "更正属性",
    "document:redacted": "隐去部分内容",
    "document:redaction_restored": "恢复隐去的内容",
    "document:attribute_decided": "确定公开属性",
    "document:submitted": "送审",
    "review:opened": "开始一轮审查",
    "delegation:made": "委托他人代为审查",
    "delegation:ended": "收回委托",
    "document:viewed": "查看",
    "document:step_approved": "审查同意，报上一级",
    "document:returned": "退回",
    "document:referred": "报请确定",
    "document:referral_answered": "收到主管部门答复",
    "document:cleared": "审查通过",
    "document:held_on_request": "定为依申请公开",
    "document:withheld": "定为不予公开",
    "document:refused": "意见被拒绝",
    "document:published": "公开",
    "document:listed": "列入目录",
    "document:suspended": "暂停公开",
    "document:withdrawn": "撤回",
    "document:superseded": "被更正替代",
    "document:rereview_requested": "提请重新审查",
    "document:rereview_joined": "提请重新审查（并入在办的一轮）",
    "document:rescreened": "重新筛查有新发现",
    "document:mark_found": "封存",
    "document:box_fetched": "保密员下载密封件",
    "document:removed": "保密员取走",
    "document:cleared_of_mark": "解除封存",
    "document:reminded": "催办",
    "reminder:sent": "发出催办通知",
    "error_report:taken": "收到网友报错",
    "error_report:settled": "处理网友报错",
}


def action_name(action: str) -> str:
    """The action's name, or the code itself: nothing on record is hidden."""
    return ACTION_NAMES.get(action, action)
