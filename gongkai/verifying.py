"""`gongkai verify`: records against themselves, and against what the public can see."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from bundles.format import BundleMeta
from gongkai.app import App, open_app
from gongkai.auditing import read_heads
from gongkai.seeing.marks import Mark, leave_mark
from gongkai.settings import Settings
from records.domain.document import DocumentId
from records.domain.outbox import Lane
from records.domain.publication import Publication
from records.services.verify import Problem


def verify_all(settings: Settings, heads: Path | None = None) -> dict[str, Any]:
    """The report in the form of `--json`: audit_head, documents, decisions, problems (code, subject, message).

    `heads` is a file of heads that were exported earlier; the chain must still have them.

    Raises:
        HeadUnusable: the file holds no heads of this bureau.
    """
    with open_app(settings) as app:
        report = app.verification.verify(*(read_heads(app, heads) if heads else ()))
        problems = [*report.problems, *public_problems(app)]
        leave_mark(settings, "verification", Mark(app.clock.now(), len(problems)))
    return {
        "audit_head": dataclasses.asdict(report.head),
        "documents": report.documents,
        "decisions": report.decisions,
        "problems": [dataclasses.asdict(problem) for problem in problems],
    }


def public_problems(app: App) -> Iterator[Problem]:
    """Pages, index and dump hold exactly what records say is live, but for what the outbox still has to deliver.

    Raises:
        SearchUnavailable: pages were compared, and came first; the index was not.
    """
    yield from page_problems(app)
    yield from index_problems(app)


def page_problems(app: App) -> Iterator[Problem]:
    """Where pages are not what records say is live; until a restored installation is opened, nothing is missing."""
    live, pages = app.overview.live(), _pages(app)
    missing = set() if app.settings.hold.exists() else live.keys()
    whole = {each for each, meta in pages.items() if app.bundles.is_whole(meta)}
    yield from _problems(
        app,
        ("page_without_publication", "公开网站上有记录库未公开的文件。", pages.keys() - live.keys()),
        ("page_of_other_content", "公开网站上的内容不是记录库公开的那一版。", _differing(pages, live)),
        ("publication_without_page", "记录库已公开的文件在公开网站上没有页面或校验不符。", missing - whole),
    )


def index_problems(app: App) -> Iterator[Problem]:
    """Where the index and the open-data dump are not what the pages are.

    Raises:
        SearchUnavailable: the engine does not answer.
    """
    exported = set(app.public.open_data.ids())
    searchable = {each for each, meta in _pages(app).items() if not meta.listed_only}
    indexed = app.engine.ids(app.bureau.id)
    yield from _problems(
        app,
        ("indexed_without_page", "索引中有公开网站上没有的文件。", indexed - searchable),
        ("exported_without_page", "开放数据中有公开网站上没有的文件。", exported - searchable),
        ("page_not_indexed", "公开网站上的文件不在索引中，请执行 gongkai reindex。", searchable - indexed),
    )


def _problems(app: App, *found: tuple[str, str, Set[str]]) -> Iterator[Problem]:
    under_way = {
        str(row.message.document_id) for row in app.overview.undelivered() if row.message.kind.lane is Lane.PUBLIC
    }
    for code, message, wrong in found:
        for document_id in sorted(wrong - under_way):
            yield Problem(code, document_id, message)


def _pages(app: App) -> Mapping[str, BundleMeta]:
    return {meta.id: meta for meta in app.bundles.published(app.bureau.id)}


def shows(meta: BundleMeta, publication: Publication) -> bool:
    """Whether this page is that publication: its version, its content, and a page or a row alone as was decided."""
    return (meta.version, meta.content_hash, meta.listed_only) == (
        publication.version,
        publication.content_hash,
        publication.listed_only,
    )


def _differing(pages: Mapping[str, BundleMeta], live: Mapping[DocumentId, Publication]) -> set[str]:
    return {each for each, publication in live.items() if each in pages and not shows(pages[each], publication)}
