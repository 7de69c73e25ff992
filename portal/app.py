"""The public site of one bureau: routes, error pages, headers."""

from __future__ import annotations

import logging
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from bundles import page_files
from bundles.catalogue import Catalogue
from bundles.dropbox import KEY_NAME, DropBox
from bundles.reader import BundleReader
from portal.access_log import silence_queries
from portal.api import api_routes, problem
from portal.columns_pages import column_routes
from portal.consultation_api import consultation_api_routes
from portal.consultation_pages import consultation_routes
from portal.disclosure_pages import disclosure_routes
from portal.downloads import download_routes
from portal.error_reports import report_routes
from portal.feeds import feed_routes
from portal.list_pages import list_routes
from portal.measuring import Counters, Measured, telling
from portal.open_data_pages import open_data_routes
from portal.pages import document_routes
from portal.rate_limits import RateLimits
from portal.request_pages import request_routes
from portal.responses import METHODS, SECURITY_HEADERS, SecurityHeaders
from portal.results import marked
from portal.search_api import search_api_routes
from portal.search_form import FormInvalid
from portal.search_pages import search_routes
from portal.site import FOLDER, Site, load_templates
from portal.subscription_pages import subscription_routes
from portal.text_size import text_size_routes
from search.engine import SearchEngine, SearchUnavailable

log = logging.getLogger(__name__)

_SENTENCES = {
    404: ("页面不存在", "您访问的公文不存在，或者地址有误。"),
    413: ("内容过长", "提交的内容过长，没有收下。"),
    405: ("不支持的操作", "本网站只提供查阅，不接受这种操作。"),
}


def create_app(
    bundles_root: Path,
    engine: SearchEngine,
    bureau: str,
    bureau_name: str,
    *,
    public_url: str | None = None,
    dropbox: Path | None = None,
    pages: Path | None = None,
    metrics: tuple[str, int] | None = None,
) -> FastAPI:
    """Make the site. It reads below `bundles_root`, asks `engine`, and writes into the folders `dropbox` and `pages`.

    `public_url` is the address citizens use, for canonical links. Without a drop box nobody can report an error, send
    a request, comment on a draft or subscribe by mail.
    `pages` is where a proxy looks for pages as files (bundles/page_files.py); without it all come from here.
    `metrics` is the host and port where Prometheus may read (portal/measuring.py); nothing of it is on the site.
    """
    silence_queries()
    if pages is not None:
        page_files.clear(pages)
    reader = BundleReader(bundles_root)
    site = Site(
        reader=reader,
        catalogue=Catalogue(reader, bureau),
        engine=engine,
        bureau=bureau,
        bureau_name=bureau_name,
        public_url=public_url.rstrip("/") if public_url else None,
        templates=load_templates(marked),
        page_files=pages,
        has_dropbox=dropbox is not None,
    )
    counters = Counters()
    app = FastAPI(
        lifespan=telling(counters, metrics),
        title=f"{bureau_name}政府信息公开",
        description="主动公开的公文。撤下的公文答复 410，从未公开的答复 404。",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.add_middleware(RateLimits)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Measured, counters=counters)
    app.include_router(document_routes(site))
    app.include_router(download_routes(site))
    app.include_router(column_routes(site))
    app.include_router(list_routes(site))
    app.include_router(disclosure_routes(site))
    app.include_router(text_size_routes())
    box = DropBox(dropbox, bundles_root / bureau / KEY_NAME) if dropbox else None
    app.include_router(report_routes(site, box))
    app.include_router(request_routes(site, box))
    app.include_router(consultation_routes(site, box))
    app.include_router(subscription_routes(site, box))
    app.include_router(feed_routes(site))
    app.include_router(open_data_routes(site))
    app.include_router(search_routes(site))
    app.include_router(api_routes(site))
    app.include_router(consultation_api_routes(site))
    app.include_router(search_api_routes(site))
    _add_health(app, bundles_root)
    _add_error_pages(app, site)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"))
    return app


def _add_health(app: FastAPI, bundles_root: Path) -> None:
    @app.api_route("/healthz", methods=METHODS, include_in_schema=False)
    def healthz() -> Response:
        """200 as long as documents can be served; the search engine may be down meanwhile."""
        return PlainTextResponse("ok\n") if bundles_root.is_dir() else PlainTextResponse("no bundles\n", 503)


def _add_error_pages(app: FastAPI, site: Site) -> None:
    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith("/api/"):
            return problem(error.status_code, _SENTENCES.get(error.status_code, ("无法处理",))[0])
        heading, sentence = _SENTENCES.get(error.status_code, ("无法处理", "这个请求无法处理。"))
        answer = site.page(request, "error.html", status=error.status_code, heading=heading, sentence=sentence)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(FormInvalid)
    def out_of_bounds(request: Request, refusal: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return problem(400, str(refusal))
        return site.page(request, "error.html", status=400, heading="无法搜索", sentence=str(refusal))

    @app.exception_handler(SearchUnavailable)
    def unavailable(request: Request, error: Exception) -> Response:
        log.warning("Search unavailable: %s %s", error, getattr(error, "advice", ""))
        if request.url.path.startswith("/api/"):
            return problem(503, "检索暂时不可用")
        return site.page(request, "unavailable.html", status=503)

    @app.exception_handler(RequestValidationError)
    def misunderstood(_: Request, error: RequestValidationError) -> Response:
        """Only the API has typed parameters."""
        wrong = "、".join(str(fault["loc"][-1]) for fault in error.errors())
        return problem(400, f"参数有误：{wrong}")

    @app.exception_handler(Exception)
    def failed(request: Request, _: Exception) -> Response:
        sentence = "网站出现故障，请稍后再试。"
        answer = site.page(request, "error.html", status=500, heading="系统故障", sentence=sentence)
        # This answer is made outside all middleware.
        answer.headers.update(SECURITY_HEADERS)
        return answer
