"""The monthly report in words: one line a unit, one a document, one a change, one a second look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from typing import Final

from gongkai.reports.tables import Cell, Table
from records.domain.bureau import SHANGHAI
from records.domain.disclosure import Disclosure
from records.domain.legal_clock import Limit
from records.domain.monthly_report import (
    MonthlyReport,
    Origin,
    Punctuality,
    ReportedChange,
    ReportedDocument,
    Standing,
    UnitReport,
)
from records.domain.review import Outcome

ORIGINS: Final[Mapping[Origin, str]] = {
    Origin.FORMED: "本月形成",
    Origin.HANDED_IN_LATE: "补报",
    Origin.CARRIED_OVER: "上月结转",
}
STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.PUBLISHED: "已公开",
    Standing.ON_REQUEST: "依申请公开",
    Standing.WITHHELD: "不予公开",
    Standing.OPEN: "未办结",
}
DISCLOSURES: Final[Mapping[Disclosure, str]] = {
    Disclosure.PROACTIVE: "主动公开",
    Disclosure.ON_REQUEST: "依申请公开",
    Disclosure.WITHHELD: "不予公开",
}
OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.CLEARED: "继续公开",
    Outcome.ON_REQUEST: "改为依申请公开",
    Outcome.WITHHELD: "改为不予公开",
    Outcome.RETURNED: "退回修改",
    Outcome.REFERRED: "报请确定",
    Outcome.VOID: "内容变化，重新送审",
}
#: The kinds of reason for a second look (`gongkai rereview --kind`).
REASONS: Final[Mapping[str, str]] = {
    "personal_data": "涉及个人信息",
    "classified": "涉及国家秘密或者工作秘密",
    "wrong_content": "内容有误",
    "rule_changed": "公开的规定有变化",
    "other": "其他",
}

#: The columns that say something of what a document is about.
_NAMING: Final = ("公文", "发文字号")


def title_of(report: MonthlyReport) -> str:
    month = report.month
    return f"{report.bureau_name}{month.year}年{month.month}月政府信息公开情况月报"


def notes_of(report: MonthlyReport) -> list[str]:
    """What has to be read with the tables, one sentence each."""
    made_on = _day(report.made_at)
    notes = [f"本表由系统根据办理记录生成，数据截至 {made_on}。期限按工作日计算，形成当日不计入。内部资料，不得公开。"]
    if report.units_without:
        notes.append(f"本月没有形成公文的科室：{'、'.join(report.units_without)}。")
    notes += [f"缺 {year} 年的放假安排，有的期限无法计算。" for year in report.missing_years]
    sealed = report.total.sealed
    if sealed:
        notes.append(f"另有 {sealed} 件到件标有密级，已封存，不列入本表。")
    return notes


def tables_of(report: MonthlyReport, *, named: bool = True) -> tuple[Table, ...]:
    """Units, documents, changes, second looks, requests; documents with title and number, or by their id alone."""
    tables = (_units(report), _documents(report), _changes(report), _rereviews(report), _requests(report))
    return tables if named else tuple(table.without(*_NAMING) for table in tables)


def _units(report: MonthlyReport) -> Table:
    head = (
        "科室",
        *ORIGINS.values(),
        "按期公开",
        "超过本机关时限公开",
        "超过法定时限公开",
        "公开期限无法计算",
        "依申请公开",
        "不予公开",
        "未办结",
        "其中已超期",
        "重新审查",
    )
    rows = tuple(_unit_row(unit) for unit in (*report.units, report.total))
    return Table("分科室汇总", head, rows, "没有科室。")


def _unit_row(unit: UnitReport) -> tuple[Cell, ...]:
    late = sum(unit.count(Standing.OPEN, each) for each in (Punctuality.AFTER_PLAN, Punctuality.AFTER_LAW))
    return (
        unit.name,
        *(unit.count(origin) for origin in ORIGINS),
        *(unit.count(Standing.PUBLISHED, each) for each in Punctuality),
        unit.count(Standing.ON_REQUEST),
        unit.count(Standing.WITHHELD),
        unit.count(Standing.OPEN),
        late,
        len(unit.rereviews),
    )


def _documents(report: MonthlyReport) -> Table:
    head = (
        "科室",
        "来源",
        "公文",
        "发文字号",
        "公开属性",
        "形成日期",
        "情况",
        "公开或决定日期",
        "本机关时限",
        "法定时限",
        "依据",
        "编号",
    )
    rows = tuple(_document_row(unit.name, each) for unit in report.units for each in unit.documents)
    return Table("公文明细", head, rows, "本月没有公文。", wide=frozenset({"公文", "依据"}))


def _document_row(unit: str, line: ReportedDocument) -> tuple[Cell, ...]:
    facts = line.facts
    return (
        unit,
        ORIGINS[line.origin],
        facts.title or "（无标题）",
        facts.document_number or "",
        DISCLOSURES[facts.disclosure] if facts.disclosure else "待定",
        line.formation.day.isoformat(),
        STANDINGS[line.standing],
        line.ended_on.isoformat() if line.ended_on else "",
        _term(line.plan, is_open=line.standing is Standing.OPEN),
        _term(line.statutory, is_open=line.standing is Standing.OPEN),
        (facts.legal_basis or "") if facts.disclosure is not Disclosure.PROACTIVE else "",
        facts.id,
    )


def _term(limit: Limit | None, *, is_open: bool) -> str:
    """Such as 按期, 迟 3 个工作日, 已逾期 3 个工作日, 还剩 2 个工作日."""
    if limit is None:
        return "—"
    if limit.days_left is None:
        return f"无法计算（缺 {limit.missing_year} 年放假安排）"
    if limit.days_left < 0:
        return f"{'已逾期' if is_open else '迟'} {-limit.days_left} 个工作日"
    return f"还剩 {limit.days_left} 个工作日" if is_open else "按期"


def _changes(report: MonthlyReport) -> Table:
    """Corrected, updated or otherwise changed after it was published: both terms run again (article 26)."""
    head = ("科室", "公文", "变更日期", "公开日期", "本机关时限", "法定时限", "编号")
    rows = tuple(_change_row(unit.name, each) for unit in report.units for each in unit.changes)
    return Table("公开后变更", head, rows, "本月没有变更。", wide=frozenset({"公文"}))


def _change_row(unit: str, line: ReportedChange) -> tuple[Cell, ...]:
    is_open = line.published_on is None
    return (
        unit,
        line.facts.title or "（无标题）",
        line.formation.day.isoformat(),
        line.published_on.isoformat() if line.published_on else "还没有公开",
        _term(line.plan, is_open=is_open),
        _term(line.statutory, is_open=is_open),
        line.facts.document_id,
    )


def _rereviews(report: MonthlyReport) -> Table:
    rows = tuple(_rereview_rows(report))
    head = ("科室", "公文", "原因", "提请日期", "结果", "编号")
    return Table("重新审查", head, rows, "本月没有重新审查。", wide=frozenset({"公文"}))


def _requests(report: MonthlyReport) -> Table:
    """Numbers alone: who asked for what is for those who handle it."""
    head = ("科室", "本月收到", "本月答复", "在办", "其中逾期", "其中期限无法计算")
    rows = tuple((unit.name, *astuple(unit.requests)) for unit in (*report.units, report.total))
    return Table("依申请公开", head, rows, "没有科室。")


def _rereview_rows(report: MonthlyReport) -> Iterator[tuple[Cell, ...]]:
    for unit in report.units:
        for each in unit.rereviews:
            yield (
                unit.name,
                each.title or "（无标题）",
                REASONS.get(each.reason_kind, each.reason_kind),
                _day(each.opened_at).isoformat(),
                OUTCOMES[each.outcome] if each.outcome else "审查中",
                each.document_id,
            )


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SHANGHAI).date()
