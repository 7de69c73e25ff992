"""The report on adoption (采纳情况) in words: as a document to hand in, and for the desk's page."""

from __future__ import annotations

import datetime as dt

from gongkai.consultation_words import VERDICT_NAMES
from gongkai.reports.paper import Paper
from gongkai.reports.tables import Table
from records.domain.consultations.consultation import OpinionVerdict
from records.domain.consultations.report import AdoptionReport
from records.domain.requests.letters import chinese_day

_HEAD = ("序号", "意见", "条数", "采纳情况", "理由")


def adoption_docx(report: AdoptionReport, organ: str, made_at: dt.datetime, day: dt.date) -> bytes:
    """The file; `day` is the date under it. Its properties name nobody, and no comment is quoted in it."""
    paper = Paper(report.title, made_at)
    paper.heading("一、总体情况")
    for sentence in summary_of(report):
        paper.text(sentence)
    paper.heading("二、意见和采纳情况")
    paper.table(opinions_of(report))
    paper.signature(organ, chinese_day(day))
    paper.text("（此件公开发布）")
    return paper.data()


def summary_of(report: AdoptionReport) -> tuple[str, ...]:
    """What was asked, how many comments came, and what became of the opinions."""
    counts = report.counts
    period = f"{chinese_day(report.opens_on)}至{chinese_day(report.closes_on)}"
    asked = f"{period}，本机关就{report.draft}向社会公开征求意见。"
    if not counts.total:
        return (asked, "期间没有收到意见。")
    others = [("重复的", counts.repeated), ("与草案无关的", counts.not_pertinent), ("期限届满以后收到的", counts.late)]
    said = "，".join(f"{name} {count} 条" for name, count in others if count)
    came = f"共收到意见 {counts.total} 条" + (f"，其中{said}。" if said else "。")
    verdicts = "，".join(f"{VERDICT_NAMES[one]} {report.with_verdict(one)} 条" for one in OpinionVerdict)
    return (asked, came, f"经研究，归纳为 {len(report.opinions)} 条意见：{verdicts}。")


def opinions_of(report: AdoptionReport) -> Table:
    """One row an opinion; `条数` is how many comments say it."""
    rows = tuple(
        (place, one.opinion.wording, one.comments, VERDICT_NAMES[one.opinion.verdict], one.opinion.reason or "—")
        for place, one in enumerate(report.opinions, start=1)
    )
    return Table("意见和采纳情况", _HEAD, rows, "没有需要说明的意见。")
