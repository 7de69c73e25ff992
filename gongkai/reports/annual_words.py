"""The names of the annual report's cells, as 国办公开办函〔2021〕30号 has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.domain.annual_figures import CaseKind, CaseResult, Disclosed, RequestRow
from records.domain.annual_report import Part

DISCLOSED_NAMES: Final[Mapping[Disclosed, str]] = {
    Disclosed.RULES_MADE: "规章 本年制发件数",
    Disclosed.RULES_REPEALED: "规章 本年废止件数",
    Disclosed.RULES_IN_FORCE: "规章 现行有效件数",
    Disclosed.NORMATIVE_MADE: "行政规范性文件 本年制发件数",
    Disclosed.NORMATIVE_REPEALED: "行政规范性文件 本年废止件数",
    Disclosed.NORMATIVE_IN_FORCE: "行政规范性文件 现行有效件数",
    Disclosed.LICENCES: "行政许可 本年处理决定数量",
    Disclosed.PENALTIES: "行政处罚 本年处理决定数量",
    Disclosed.COERCION: "行政强制 本年处理决定数量",
    Disclosed.FEES: "行政事业性收费 本年收费金额（单位：万元）",
}
REQUEST_NAMES: Final[Mapping[RequestRow, str]] = {
    RequestRow.RECEIVED: "一、本年新收政府信息公开申请数量",
    RequestRow.CARRIED_IN: "二、上年结转政府信息公开申请数量",
    RequestRow.DISCLOSED: "（一）予以公开",
    RequestRow.PARTLY_DISCLOSED: "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    RequestRow.STATE_SECRET: "1.属于国家秘密",
    RequestRow.BARRED_BY_LAW: "2.其他法律行政法规禁止公开",
    RequestRow.PUBLIC_SAFETY: "3.危及“三安全一稳定”",
    RequestRow.THIRD_PARTY: "4.保护第三方合法权益",
    RequestRow.INTERNAL_AFFAIRS: "5.属于三类内部事务信息",
    RequestRow.PROCESS: "6.属于四类过程性信息",
    RequestRow.CASE_FILE: "7.属于行政执法案卷",
    RequestRow.ENQUIRY: "8.属于行政查询事项",
    RequestRow.NOT_HELD: "1.本机关不掌握相关政府信息",
    RequestRow.TO_BE_MADE: "2.没有现成信息需要另行制作",
    RequestRow.STILL_UNCLEAR: "3.补正后申请内容仍不明确",
    RequestRow.COMPLAINT: "1.信访举报投诉类申请",
    RequestRow.REPEATED: "2.重复申请",
    RequestRow.PUBLICATION: "3.要求提供公开出版物",
    RequestRow.EXCESSIVE: "4.无正当理由大量反复申请",
    RequestRow.RECONFIRMATION: "5.要求行政机关确认或重新出具已获取信息",
    RequestRow.NOT_CORRECTED: "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    RequestRow.FEE_UNPAID: "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    RequestRow.OTHER: "3.其他",
    RequestRow.CARRIED_OUT: "四、结转下年度继续办理",
}
#: The parts of 三、本年度办理结果 that have rows of their own, with how many.
RESULT_GROUPS: Final = (("（三）不予公开", 8), ("（四）无法提供", 3), ("（五）不予处理", 5), ("（六）其他处理", 3))
CASE_NAMES: Final[Mapping[CaseKind, str]] = {
    CaseKind.RECONSIDERATION: "行政复议",
    CaseKind.SUIT: "未经复议直接起诉",
    CaseKind.SUIT_AFTER_RECONSIDERATION: "复议后起诉",
}
CASE_RESULT_NAMES: Final[Mapping[CaseResult, str]] = {
    CaseResult.UPHELD: "结果维持",
    CaseResult.CORRECTED: "结果纠正",
    CaseResult.OTHER: "其他结果",
    CaseResult.PENDING: "尚未审结",
}
PART_NAMES: Final[Mapping[Part, str]] = {
    Part.OVERALL: "一、总体情况",
    Part.PROBLEMS: "五、存在的主要问题及改进情况",
    Part.OTHER: "六、其他需要报告的事项",
}
PART_HINTS: Final[Mapping[Part, str]] = {
    Part.OVERALL: "一、总体情况：主动公开、依申请公开、政府信息管理、平台建设、监督保障。系统的统计自动列在前面。",
    Part.PROBLEMS: "五、存在的主要问题及改进情况",
    Part.OTHER: "六、其他需要报告的事项（包括收取信息处理费的情况）；没有的，写“无”。",
}


def case_name(kind: CaseKind) -> str:
    """Such as 行政诉讼 复议后起诉."""
    return CASE_NAMES[kind] if kind is CaseKind.RECONSIDERATION else f"行政诉讼 {CASE_NAMES[kind]}"


def cell_name(cell: Disclosed | RequestRow | CaseKind) -> str:
    """Where a figure stands, such as 表三“1.属于国家秘密”."""
    if isinstance(cell, Disclosed):
        return f"表二“{DISCLOSED_NAMES[cell]}”"
    return f"表三“{REQUEST_NAMES[cell]}”" if isinstance(cell, RequestRow) else f"表四“{case_name(cell)}”"
