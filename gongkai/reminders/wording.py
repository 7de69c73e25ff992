"""What a digest says outside the system: ids, counts, days and the way to the desk; never a title or a text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from gongkai.term_words import left, stage_name
from records.domain.digests import Digest
from records.domain.reminders import Occasion, Reminder, SubjectId, SubjectKind
from records.domain.standing import StandingDuty, StandingKind

#: Documents that a message names one by one; the desk has the others.
NAMED: Final = 50
_KINDS: Final[Mapping[SubjectKind, str]] = {
    SubjectKind.DOCUMENT: "公文",
    SubjectKind.REQUEST: "申请",
    SubjectKind.CONSULTATION: "征求意见",
}
_DUTIES: Final[Mapping[StandingKind, str]] = {
    StandingKind.ANNUAL_REPORT: "{year}年政府信息公开工作年度报告：{due} 前提交并公布",
    StandingKind.WORKING_DAYS: "{year}年放假安排：{due} 前补入，否则期限无法计算",
}


def digest_id(digest: Digest) -> str:
    """`Digest.id` as a name that any file system and mail server takes; the same for every repetition."""
    return f"{digest.day.isoformat()}-{hashlib.sha256(digest.id.encode()).hexdigest()[:32]}"


def summary(digest: Digest) -> str:
    """One line, short enough for a text message."""
    counts = (("待您办理", digest.to_do), ("请您督促", digest.to_see_to), ("其中逾期", digest.overdue))
    said = [f"{name} {len(found)} 件" for name, found in counts if found]
    said += [f"机关事项 {len(digest.duties)} 项"] if digest.duties else []
    return f"公开审查催办：{'，'.join(said)}"


def body(digest: Digest, desk_url: str) -> str:
    """The message as a whole, in plain text."""
    lines = [f"{digest.day.isoformat()}　{summary(digest)}。", ""]
    for heading, documents in (("待您办理", digest.to_do), ("请您督促", digest.to_see_to)):
        if documents:
            lines += [f"{heading}：", *_documents(digest.reminders, documents), ""]
    if digest.duties:
        lines += ["机关事项：", *(f"- {duty_words(duty)}" for duty in digest.duties), ""]
    lines += [
        f"请登录审查台办理：{desk_url}",
        "本通知由系统自动发出，每个工作日最多一次；不含公文标题和内容，请勿回复。",
    ]
    return "\n".join(lines) + "\n"


def group_body(digest: Digest, desk_url: str) -> str:
    """What a group is told: counts by occasion, and the bureau's duties."""
    counts = [f"{name} {count} 件" for name, count in _by_occasion(digest).items() if count]
    lines = [f"公开审查催办（{digest.day.isoformat()}）：涉及{_concerned(digest)}"]
    lines[0] += f"，其中{'、'.join(counts)}。" if counts else "。"
    lines += [duty_words(duty) for duty in digest.duties]
    lines.append(f"请有关人员登录审查台办理：{desk_url}")
    return "\n".join(lines)


def duty_words(duty: StandingDuty) -> str:
    """Such as 2026年政府信息公开工作年度报告：2027-01-31 前提交并公布，还剩 5 个工作日."""
    return f"{_DUTIES[duty.kind].format(year=duty.year, due=duty.limit.due)}，{left(duty.limit)}"


def _concerned(digest: Digest) -> str:
    """Such as 公文 2 件、申请 1 件; documents are always counted."""
    kinds = {reminder.subject_id: reminder.subject_kind for reminder in digest.reminders}
    counted = [(name, list(kinds.values()).count(kind)) for kind, name in _KINDS.items()]
    return "、".join(f"{name} {count} 件" for name, count in counted if count or name == "公文")


def _by_occasion(digest: Digest) -> dict[str, int]:
    """Each document once, by the most pressing thing that is said of it."""
    names = {
        Occasion.OVERDUE: "逾期",
        Occasion.DUE: "今天到期",
        Occasion.BEFORE: "下一个工作日到期",
        Occasion.UNDETERMINED: "期限无法计算",
    }
    counted: dict[SubjectId, str] = {}
    for occasion, name in names.items():
        for reminder in digest.reminders:
            if reminder.occasion is occasion:
                counted.setdefault(reminder.subject_id, name)
    return {name: list(counted.values()).count(name) for name in names.values()}


def terms(reminders: Sequence[Reminder], document: SubjectId) -> str:
    """All that is said of one document, such as 分管领导审查已逾期 1 个工作日（2026-03-04 到期）."""
    return "；".join(_term(reminder) for reminder in reminders if reminder.subject_id == document)


def _documents(reminders: Sequence[Reminder], documents: Sequence[SubjectId]) -> Iterator[str]:
    for document in documents[:NAMED]:
        yield f"- {document}　{terms(reminders, document)}"
    if len(documents) > NAMED:
        yield f"- 另有 {len(documents) - NAMED} 件，见审查台"


def _term(reminder: Reminder) -> str:
    limit = reminder.limit
    if limit.due is None:
        return f"{stage_name(reminder.stage)}无法计算（缺 {limit.missing_year} 年放假安排）"
    words = f"{stage_name(reminder.stage)}{left(limit)}"
    return words if limit.days_left == 0 else f"{words}（{limit.due.isoformat()} 到期）"
