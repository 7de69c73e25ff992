"""`gongkai bench relevance`: how good the order of results is on queries that people judged."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import typer

from gongkai.bench.relevance_baselines import with_fts5, with_standard
from gongkai.bench.relevance_engines import Engine
from gongkai.bench.relevance_scores import DEPTH, Answered, JudgedQuery, report
from gongkai.bench.search_node import elasticsearch_node
from gongkai.bench.search_texts import BUREAU, NoTexts, made_documents, read_folder
from records.domain.errors import BadInput
from search.engine import IndexDocument, SearchEngine, SearchQuery
from search.open import open_engine, open_meanings

Report = dict[str, Any]
_AT_ONCE = 100  # documents


class NoQueries(BadInput):
    """The file is no list of judged queries."""

    code = "no_queries"
    advice = "格式见 docs/benchmarks.md。"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured. `mixed_in` other documents are made of the sentences of `mix_from`, else of `folders`."""

    folders: tuple[Path, ...]
    queries: Path
    engine: Engine
    mixed_in: int = 0
    baselines: bool = False
    mix_from: tuple[Path, ...] = ()


def read_queries(file: Path) -> list[JudgedQuery]:
    """Read a JSON list of `{"id", "kind", "query", "relevant": {"ID": 1..3}}`.

    Raises:
        NoQueries: it is none.
    """
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return [JudgedQuery(str(row["id"]), row["kind"], row["query"], row["relevant"]) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoQueries(f"{file} 不是查询清单：{error!r}。") from error


def run(plan: Plan, *, as_json: bool) -> None:
    """Measure and print."""
    measured = measure(plan)
    if as_json:
        typer.echo(json.dumps(measured, ensure_ascii=False, indent=1))
    else:
        _print(measured)


def measure(plan: Plan) -> Report:
    """The scores of the engine (see relevance_scores.report), its single answers, and of the baselines if asked for.

    Raises:
        NoTexts: the folders hold none.
        NoQueries: the file cannot be read.
        SearchUnavailable: the node does not start.
    """
    queries = read_queries(plan.queries)
    texts = [document for folder in plan.folders for document in read_folder(folder)]
    if not texts:
        raise NoTexts(f"{'、'.join(map(str, plan.folders))} 中没有成对的 .txt 和 .json 文件。")

    given = [document for folder in plan.mix_from for document in read_folder(folder)] or texts

    def documents() -> Iterator[IndexDocument]:
        return itertools.chain(texts, made_documents(given, plan.mixed_in))

    with ExitStack() as running:
        needs_node = plan.baselines or plan.engine is Engine.ELASTICSEARCH
        node = running.enter_context(elasticsearch_node()) if needs_node else ""
        folder = running.enter_context(tempfile.TemporaryDirectory())
        address = f"tantivy://{folder}/index" if plan.engine is Engine.TANTIVY else f"{node}/relevance"
        engine = open_engine(address)
        engine.rebuild(documents())
        _learn(Path(folder), itertools.chain(texts, map(_title_alone, made_documents(given, plan.mixed_in))))
        answers = _ask_all(address, queries, meanings=Path(folder))
        baselines = {}
        if plan.baselines:
            baselines["words_alone"] = report(_ask_all(address, queries, meanings=None))
            baselines["fts5_trigram"] = report(with_fts5(documents(), queries))
            baselines["elasticsearch_standard"] = report(with_standard(node, documents(), queries))
    return {
        "engine": plan.engine.value,
        "documents": len(texts),
        "mixed_in": plan.mixed_in,
        **report(answers),
        "baselines": baselines,
        "answers": [_answer(each) for each in answers],
    }


def _learn(folder: Path, documents: Iterable[IndexDocument]) -> None:
    """Read what documents mean, if the model is installed."""
    meanings = open_meanings(folder)
    if meanings:
        given = iter(documents)
        while some := list(itertools.islice(given, _AT_ONCE)):
            meanings.note(some)
        meanings.learn()
        meanings.close()


def _title_alone(document: IndexDocument) -> IndexDocument:
    """To read all of 100,000 documents would take a day."""
    return replace(document, body="", attachments=())


def _ask_all(address: str, queries: Iterable[JudgedQuery], *, meanings: Path | None) -> list[Answered]:
    engine = open_engine(address, read_only=True, meanings=meanings)
    answers = [ask(engine, query) for query in queries]
    engine.close()
    return answers


def ask(engine: SearchEngine, query: JudgedQuery) -> Answered:
    """The engine's first page."""
    page = engine.search(SearchQuery(BUREAU, query.query, limit=DEPTH))
    return Answered(query, tuple(hit.id for hit in page.hits), page.total)


def _answer(answered: Answered) -> Report:
    scores = {"ndcg_at_10": round(answered.ndcg, 4), "total": answered.total, "hits": answered.hits}
    return {**asdict(answered.query), **scores}


def _print(measured: Report) -> None:
    """Markdown, ready for docs/benchmarks.md."""
    rows = {measured["engine"]: measured, **measured["baselines"]}
    kinds: Sequence[str] = list(measured["by_kind"])
    typer.echo("| 类别 | 查询 | " + " | ".join(f"{name} nDCG@10 / success@1 / 无结果" for name in rows) + " |")
    typer.echo("|---|---|" + "---|" * len(rows))
    for kind in ("全部", *kinds):
        scores = [row if kind == "全部" else row["by_kind"][kind] for row in rows.values()]
        cells = [f"{s['ndcg_at_10']:.3f} / {s['success_at_1']:.2f} / {s['zero_results']}" for s in scores]
        typer.echo(f"| {kind} | {scores[0]['queries']} | " + " | ".join(cells) + " |")
