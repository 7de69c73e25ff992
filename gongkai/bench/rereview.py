"""`gongkai bench rereview`: an urgent re-review on a stack of its own, with real processes, from command to citizen."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from typing import Final

from gongkai.app import App, open_app
from gongkai.bench.notices import CLERK, hand_in
from gongkai.bench.own_stack import own_stack
from gongkai.bench.rows import Row, report
from gongkai.bench.takedown import Takedown, take_down
from records.domain.document import DocumentId
from records.domain.review import DecisionRequest, Verdict

#: Bar of issue 5, seconds.
_TARGET_S: Final = 5.0


def run(documents: int, *, as_json: bool) -> bool:
    """Measure and print; whether the bar holds."""
    with own_stack() as settings, open_app(settings) as app:
        published = _publish(app, documents)
        taken = [take_down(settings, document_id, words, CLERK) for words, document_id in published.items()]
    return report(list(_rows(taken)), as_json=as_json)


def _rows(taken: list[Takedown]) -> Iterator[Row]:
    for name, values, bar in (
        ("页面撤下", [each.page for each in taken], _TARGET_S),
        ("检索不到", [each.search for each in taken], _TARGET_S),
        ("首页不再列出", [each.home for each in taken], _TARGET_S),
        ("命令结束（Airflow 已接到新一轮审查）", [each.command for each in taken], None),
        ("其中命令自身的处理器时间", [each.processor for each in taken], None),
    ):
        yield Row(f"{name}，中位", statistics.median(values), "秒")
        yield Row(f"{name}，最长", max(values), "秒", at_most=bar)


def _publish(app: App, documents: int) -> Mapping[str, DocumentId]:
    """Documents that three levels approved; each by words that find it and no other."""
    ids = hand_in(app.settings, documents)
    for document_id in ids.values():
        for _level in range(3):
            _approve(app, document_id)
    app.publishing.publish_cleared(limit=documents)
    app.deliver_outbox()
    return ids


def _approve(app: App, document_id: DocumentId) -> None:
    waiting = app.review.waiting_step(document_id)
    if waiting is None:
        raise RuntimeError(f"{document_id} is not in review")
    person = waiting.assignees[0].id
    app.review.note_view(document_id, person, waiting.content_hash)
    app.review.record(
        DecisionRequest(document_id, waiting.round, waiting.step, waiting.content_hash, Verdict.APPROVE, person)
    )
