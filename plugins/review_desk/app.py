"""The desk's application: its routes, its pages for refusals, its headers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from review_desk import (
    acts,
    assets,
    consultations,
    delegations,
    documents,
    error_reports,
    find,
    layouts,
    lists,
    my_work,
    operations,
    pictures,
    refusals,
    reports,
    requests,
    sealed,
)
from review_desk.bureau_desks import desks
from review_desk.security import add_headers
from review_desk.services import OpenServices, ServicesHolder


def create_app(open_services: OpenServices | None = None) -> FastAPI:
    """Build the desk; mounted by Airflow's API server, it opens nothing before the first request."""
    holder = ServicesHolder(open_services) if open_services else desks()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        holder.close()

    app = FastAPI(title="审查台", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.services = holder
    app.middleware("http")(add_headers)
    refusals.install(app)
    for routes in (
        my_work.router,
        delegations.router,
        error_reports.router,
        find.router,
        reports.router,
        requests.router,
        operations.router,
        consultations.router,
        lists.router,
        sealed.router,
        documents.router,
        pictures.router,
        layouts.router,
        acts.router,
        assets.router,
    ):
        app.include_router(routes)
    return app
