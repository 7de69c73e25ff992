"""What a digest says outside the system: ids, counts, days and the way to the desk; never a title or a text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from gongkai.term_words import left, stage_name
from records.domain.document import DocumentId
from records.domain.reminders import Digest, Reminder

#: Documents that a message names one by one; the desk has the others.
NAMED: Final = 50


def digest_id(digest: Digest) -> str:
    """`Digest.id` as a name that any file system and mail server takes; the same for every repetition."""
    return f"{digest.day.isoformat()}-{hashlib.sha256(digest.id.encode()).hexdigest()[:32]}"


def summary(digest: Digest) -> str:
    """One line, short enough for a text message."""
    counts = (("待您办理", digest.to_do), ("请您督促", digest.to_see_to), ("其中逾期", digest.overdue))
    return f"公开审查催办：{'，'.join(f'{name} {len(found)} 件' for name, found in counts if found)}"


def body(digest: Digest, desk_url: str) -> str:
    """The message as a whole, in plain text."""
    lines = [f"{digest.day.isoformat()}　{summary(digest)}。", ""]
    for heading, documents in (("待您办理", digest.to_do), ("请您督促", digest.to_see_to)):
        if documents:
            lines += [f"{heading}：", *_documents(digest.reminders, documents), ""]
    lines += [
        f"请登录审查台办理：{desk_url}",
        "本通知由系统自动发出，每个工作日最多一次；不含公文标题和内容，请勿回复。",
    ]
    return "\n".join(lines) + "\n"


def terms(reminders: Sequence[Reminder], document: DocumentId) -> str:
    """All that is said of one document, such as 分管领导审查已逾期 1 个工作日（2026-03-04 到期）."""
    return "；".join(_term(reminder) for reminder in reminders if reminder.document_id == document)


def _documents(reminders: Sequence[Reminder], documents: Sequence[DocumentId]) -> Iterator[str]:
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
