"""What the pages of one bureau's portal share: what is public, the search engine, the templates."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from bundles.article import chinese_date, shanghai_day
from bundles.format import BundleMeta, Tombstone
from bundles.reader import BundleReader
from bundles.verification import BundleRefused
from portal.responses import html_answer
from search.engine import SearchEngine

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Article:
    """A public document with its rendered article."""

    meta: BundleMeta
    html: Markup


@dataclass(frozen=True, slots=True)
class Site:
    """`public_url` is the address that citizens type, without a final slash; None if links stay relative."""

    reader: BundleReader
    engine: SearchEngine
    bureau: str
    bureau_name: str
    public_url: str | None
    templates: Environment

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
        """Render a template to an answer."""
        html = self.templates.get_template(template).render(site=self, path=request.url.path, **values)
        return html_answer(request, html, status)

    def current(self, document_id: str) -> BundleMeta | Tombstone | None:
        """What a citizen may see under this id; a document that is only listed has no page."""
        found = self.reader.current(self.bureau, document_id)
        if found is None or isinstance(found, Tombstone):
            return found
        return None if found.meta.listed_only else found.meta

    def article(self, document_id: str) -> Article | Tombstone | None:
        """The document's page, its tombstone, or None."""
        # A correction may replace the version between finding and reading it; the second look finds the new one.
        for _ in range(2):
            current = self.current(document_id)
            if not isinstance(current, BundleMeta):
                return current
            with suppress(BundleRefused):
                # Checked against its hashes now, and its body for anything but plain elements when it was written.
                return Article(current, Markup(self.reader.article(current)))  # noqa: S704
        return None


def load_templates(marked: Callable[..., Markup]) -> Environment:
    """Make the template environment; `marked` shows a search fragment with its marks."""
    templates = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(chinese_date=chinese_date, shanghai_day=shanghai_day, marked=marked)
    return templates
