"""What `gongkai verify` finds and a program may put right: the public side follows the records, never the reverse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gongkai.app import App
from gongkai.reconcile.finding import Finding, Outcome
from records.domain.canonical import Json
from records.domain.document import DocumentId
from records.domain.errors import Unavailable
from records.domain.outbox import Lane
from records.services.verify import Problem
from search.engine import SearchUnavailable

Act = Callable[[App, Problem], None]
Look = Callable[[App], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Repair:
    """`act` puts it right; `done` says so, `planned` what a dry run leaves undone."""

    act: Act
    done: str
    planned: str


def _align(app: App, problem: Problem) -> None:
    app.reconciling.align(DocumentId(problem.subject), problem.code, app.public, **_shown(app, problem))


def _replace(app: App, problem: Problem) -> None:
    app.reconciling.replace(DocumentId(problem.subject), problem.code, app.public, **_shown(app, problem))


def _shown(app: App, problem: Problem) -> dict[str, Json]:
    """What citizens saw until now, for the audit chain: the page is gone after the repair."""
    meta = app.bundles.glance(app.bureau.id, problem.subject)
    return {"shown": meta.content_hash, "version": meta.version} if meta else {}


def _suspend(app: App, problem: Problem) -> None:
    app.reconciling.suspend(DocumentId(problem.subject), problem.code)


def _index(app: App, problem: Problem) -> None:
    app.public.index.update(DocumentId(problem.subject))
    app.reconciling.note(DocumentId(problem.subject), problem.code)


def _export(app: App, problem: Problem) -> None:
    app.public.open_data.refresh([problem.subject])
    app.reconciling.note(DocumentId(problem.subject), problem.code)


def _erase(app: App, problem: Problem) -> None:
    app.reconciling.erase_again(DocumentId(problem.subject), problem.code)


#: By the code of `gongkai verify`. What is not here is for people: an original or a decision is never invented.
REPAIRS: Mapping[str, Repair] = {
    "page_without_publication": Repair(_align, "已撤下。", "将撤下。"),
    "page_of_other_content": Repair(_replace, "已撤下，并按记录重新公开。", "将撤下，并按记录重新公开。"),
    # A tombstone from a clock that ran ahead would win over every release until that day.
    "publication_without_page": Repair(_replace, "已重新写入。", "将重新写入。"),
    "published_without_chain": Repair(_suspend, "已暂停公开，请通知保密员核查。", "将暂停公开。"),
    "indexed_without_page": Repair(_index, "已从索引中删除。", "将从索引中删除。"),
    "page_not_indexed": Repair(_index, "已补入索引。", "将补入索引。"),
    "exported_without_page": Repair(_export, "已从开放数据中删除。", "将从开放数据中删除。"),
    "sealed_in_plaintext": Repair(_erase, "明文已删除。", "将删除明文。"),
}


def repair(app: App, look: Look, *, dry_run: bool) -> Iterator[Finding]:
    """Put right what can be of what `look` finds, and look again: only what is not found any more is repaired."""
    tried: list[tuple[Problem, Repair, bool]] = []
    for problem in list(look(app)):
        known = REPAIRS.get(problem.code)
        if known is None:
            yield _finding(problem, Outcome.LEFT, "须人工处理，见值班手册。")
        elif dry_run:
            yield _finding(problem, Outcome.FOUND, known.planned)
        else:
            tried.append((problem, known, _reached(app, problem, known)))
    if not tried:
        return
    app.deliver_outbox(limit=len(tried) + len(app.overview.undelivered()))
    rows = (row.message for row in app.overview.undelivered())
    waiting = {message.document_id for message in rows if message.kind.lane is not Lane.AIRFLOW}
    left = {(problem.code, problem.subject) for problem in look(app)}
    for problem, known, reached in tried:
        if not reached or problem.subject in waiting:
            yield _finding(problem, Outcome.UNREACHABLE, "暂时未能修复，下次再做。")
        elif (problem.code, problem.subject) in left:
            yield _finding(problem, Outcome.LEFT, "未能修复，须人工处理，见值班手册。")
        else:
            yield _finding(problem, Outcome.REPAIRED, known.done)


def _reached(app: App, problem: Problem, known: Repair) -> bool:
    try:
        known.act(app, problem)
    except (Unavailable, SearchUnavailable):
        return False
    return True


def _finding(problem: Problem, outcome: Outcome, done: str) -> Finding:
    return Finding(problem.code, problem.subject, problem.message, outcome, done)
