"""`gongkai search`: the public index as a citizen sees it."""

from __future__ import annotations

from typing import Any

import typer

from gongkai.bureau import load_bureau
from gongkai.settings import Settings
from search.engine import SearchHit, SearchPage, SearchQuery
from search.open import open_engine

Answer = dict[str, Any]


def search_public(settings: Settings, query: str, limit: int, *, explain: bool = False) -> Answer:
    """The answer in the form of `--json`: total, corrected, relaxed, hits (id, title, url, score, fragments), facets.

    With `explain` each hit has `reasons`, the parts of its score.

    Raises:
        SearchUnavailable: there is no index yet, or the engine does not answer.
    """
    engine = open_engine(settings.search_url, read_only=True, meanings=settings.meanings)
    try:
        bureau = load_bureau(settings.bureau_file).id
        page = engine.search(SearchQuery(bureau=bureau, text=query, limit=limit, explain=explain))
    finally:
        engine.close()
    return _answer(settings, page)


def _answer(settings: Settings, page: SearchPage) -> Answer:
    return {
        "total": page.total,
        "corrected": page.corrected,
        "relaxed": page.relaxed,
        "hits": [_hit(settings, hit) for hit in page.hits],
        "facets": {
            name: [{"value": value.value, "count": value.count} for value in values]
            for name, values in page.facets.items()
        },
    }


def _hit(settings: Settings, hit: SearchHit) -> Answer:
    reasons = [{"name": reason.name, "score": round(reason.score, 3)} for reason in hit.reasons]
    shown = {
        "id": hit.id,
        "title": hit.title.text,
        "url": f"{settings.portal_url}{hit.url}",
        "score": hit.score,
        "fragments": [fragment.text for fragment in hit.fragments],
    }
    return shown | ({"reasons": reasons} if reasons else {})


def print_page(answer: Answer) -> None:
    """For people: title, address and a fragment of each hit."""
    if answer["corrected"]:
        typer.echo(f"您是不是要找：{answer['corrected']}")
    typer.echo(f"共 {answer['total']} 件" + ("，其中有的缺少个别词语" if answer["relaxed"] else ""))
    for number, hit in enumerate(answer["hits"], start=1):
        typer.secho(f"{number}. {hit['title']}", bold=True)
        typer.echo(f"   {hit['url']}")
        for fragment in hit["fragments"][:1]:
            typer.echo(f"   …{fragment}…")
        for reason in hit.get("reasons", ()):
            typer.echo(f"   {reason['score']:9.3f}  {reason['name']}")
