"""`gongkai search`: the public index as a citizen sees it."""

from __future__ import annotations

from typing import Any

import typer

from gongkai.bureau import load_bureau
from gongkai.settings import Settings
from search.engine import SearchHit, SearchPage, SearchQuery
from search.open import open_engine

Answer = dict[str, Any]


def search_public(settings: Settings, query: str, limit: int) -> Answer:
    """The answer in the form of `--json`: total, hits (id, title, url, score, fragments), facets.

    Raises:
        SearchUnavailable: there is no index yet, or the engine does not answer.
    """
    engine = open_engine(settings.search_url, read_only=True)
    try:
        page = engine.search(SearchQuery(bureau=load_bureau(settings.bureau_file).id, text=query, limit=limit))
    finally:
        engine.close()
    return _answer(settings, page)


def _answer(settings: Settings, page: SearchPage) -> Answer:
    return {
        "total": page.total,
        "hits": [_hit(settings, hit) for hit in page.hits],
        "facets": {
            name: [{"value": value.value, "count": value.count} for value in values]
            for name, values in page.facets.items()
        },
    }


def _hit(settings: Settings, hit: SearchHit) -> Answer:
    return {
        "id": hit.id,
        "title": hit.title.text,
        "url": f"{settings.portal_url}{hit.url}",
        "score": hit.score,
        "fragments": [fragment.text for fragment in hit.fragments],
    }


def print_page(answer: Answer) -> None:
    """For people: title, address and a fragment of each hit."""
    typer.echo(f"共 {answer['total']} 件")
    for number, hit in enumerate(answer["hits"], start=1):
        typer.secho(f"{number}. {hit['title']}", bold=True)
        typer.echo(f"   {hit['url']}")
        for fragment in hit["fragments"][:1]:
            typer.echo(f"   …{fragment}…")
