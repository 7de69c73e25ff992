"""`gongkai verify`: records against themselves, and against what the public can see."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongkai.app import App, open_app
from gongkai.auditing import read_heads
from gongkai.seeing.marks import Mark, leave_mark
from gongkai.settings import Settings
from records.domain.outbox import Lane
from records.domain.publication import PublicationStatus
from records.services.verify import Problem


def verify_all(settings: Settings, heads: Path | None = None) -> dict[str, Any]:
    """The report in the form of `--json`: audit_head, documents, decisions, problems (code, subject, message).

    `heads` is a file of heads that were exported earlier; the chain must still have them.

    Raises:
        HeadUnusable: the file holds no heads of this bureau.
    """
    with open_app(settings) as app:
        report = app.verification.verify(*(read_heads(app, heads) if heads else ()))
        problems = [*report.problems, *_public_problems(app)]
        leave_mark(settings, "verification", Mark(app.clock.now(), len(problems)))
    return {
        "audit_head": dataclasses.asdict(report.head),
        "documents": report.documents,
        "decisions": report.decisions,
        "problems": [dataclasses.asdict(problem) for problem in problems],
    }


def _public_problems(app: App) -> Iterator[Problem]:
    """Bundles and index hold exactly what records say is live, but for what the outbox still has to deliver."""
    rows = app.overview.documents()
    live = {str(row.id) for row in rows if row.publication is PublicationStatus.LIVE}
    under_way = {
        str(row.message.document_id) for row in app.overview.undelivered() if row.message.kind.lane is Lane.PUBLIC
    }
    metas = list(app.bundles.published(app.bureau.id))
    pages = {meta.id for meta in metas}
    indexed = set(app.engine.ids(app.bureau.id))
    exported = set(app.public.open_data.ids())
    searchable = {meta.id for meta in metas if not meta.listed_only}
    for code, message, wrong in (
        ("page_without_publication", "公开网站上有记录库未公开的文件。", pages - live),
        ("publication_without_page", "记录库已公开的文件在公开网站上没有页面或校验不符。", live - pages),
        ("indexed_without_page", "索引中有公开网站上没有的文件。", indexed - searchable),
        ("exported_without_page", "开放数据中有公开网站上没有的文件。", exported - searchable),
        ("page_not_indexed", "公开网站上的文件不在索引中，请执行 gongkai reindex。", searchable - indexed),
    ):
        for document_id in sorted(wrong - under_way):
            yield Problem(code, document_id, message)
