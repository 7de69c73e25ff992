"""The report on adoption (采纳情况): counts, and every opinion in staff's words with what became of it and why.

It is made of what staff wrote. No comment, no name and no contact of a commenter is in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from records.domain.consultations.comments import Comment, CommentCounts, Treatment, counts_of
from records.domain.consultations.consultation import (
    OpinionVerdict,
    Phase,
    PublicConsultation,
    SummarisedOpinion,
)
from records.domain.consultations.rules import ConsultationRefused

# Matches 《示例办法（草案）》 in 关于《示例办法（草案）》公开征求意见的公告; the outer quotes of nested ones.
_QUOTED = re.compile("《.+》")


@dataclass(frozen=True, slots=True)
class ReportedOpinion:
    """`comments` is how many comments say it."""

    opinion: SummarisedOpinion
    comments: int


@dataclass(frozen=True, slots=True)
class AdoptionReport:
    """`draft` is the draft's name in quotation marks; `opinions` are those that some comment says, in their order."""

    title: str
    draft: str
    opens_on: dt.date
    closes_on: dt.date
    counts: CommentCounts
    opinions: tuple[ReportedOpinion, ...]

    def with_verdict(self, verdict: OpinionVerdict) -> int:
        """How many opinions got it."""
        return sum(one.opinion.verdict is verdict for one in self.opinions)


def adoption_report(
    consultation: PublicConsultation, comments: Sequence[Comment], draft_title: str, today: dt.date
) -> AdoptionReport:
    """The report as the records stand now.

    Raises:
        ConsultationRefused: the period runs, or a comment waits for somebody to look at it.
    """
    if not consultation.is_running or consultation.phase(today) is not Phase.CLOSED:
        raise ConsultationRefused("征求意见的期限届满以后才能形成采纳情况。")
    counts = counts_of(comments)
    if counts.unsorted:
        raise ConsultationRefused(f"还有 {counts.unsorted} 条意见没有整理，整理完才能形成采纳情况。")
    draft = _draft_name(draft_title)
    said = Counter(one.opinion for one in comments if one.treatment is Treatment.GROUPED)
    return AdoptionReport(
        title=f"{draft}公开征求意见采纳情况",
        draft=draft,
        opens_on=consultation.notice.opens_on,
        closes_on=consultation.closes_on,
        counts=counts,
        opinions=tuple(ReportedOpinion(one, said[one.number]) for one in consultation.opinions if said[one.number]),
    )


def _draft_name(title: str) -> str:
    """What the draft is of: a notice about a draft names it in its title."""
    quoted = _QUOTED.search(title)
    return quoted.group() if quoted else f"《{title}》"
