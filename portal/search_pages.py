"""Searching for people: the page of results, and the feed of a search."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from portal.advice import advice
from portal.feeds import FEED_LENGTH, feed_answer
from portal.responses import METHODS
from portal.results import find
from portal.search_form import SearchForm
from portal.site import Site


def search_routes(site: Site) -> APIRouter:
    """Both raise FormInvalid and SearchUnavailable, which the site answers in one way everywhere."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/search", methods=METHODS)
    def search(request: Request) -> Response:
        results = find(site, SearchForm.read(request.query_params))
        is_in_vain = not results.results and results.form.page == 1
        helps = advice(site, results.form) if is_in_vain else None
        return site.search_page(request, "search.html", results=results, form=results.form, advice=helps)

    @router.api_route("/search/feed.atom", methods=METHODS)
    def feed(request: Request) -> Response:
        form = SearchForm.read(request.query_params)
        query = replace(form.query(site.bureau), sort="newest", as_typed=True, offset=0, limit=FEED_LENGTH)
        answer = site.engine.search(query)
        # Whoever subscribes waits for what has all the words, and gets nothing else meanwhile.
        found = () if answer.relaxed else site.public(hit.id for hit in answer.hits)
        documents = sorted(found, key=lambda meta: (meta.published_at, meta.id), reverse=True)
        return feed_answer(
            site,
            request,
            title=f"检索“{form.text}”" if form.text else "检索结果",
            path=form.at_page(1).sorted_by(date=True).link,
            feed_path=form.feed_link,
            documents=documents,
        )

    return router
