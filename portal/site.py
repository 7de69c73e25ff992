"""What the pages of one bureau's portal share: what is public, the search engine, the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from bundles.article import chinese_date, shanghai_day, shanghai_time
from bundles.catalogue import Catalogue
from bundles.columns import Column
from bundles.consultations import CONSULTATIONS_NAME, Consultations, ConsultationShelf
from bundles.format import BundleMeta, Tombstone
from bundles.reader import BundleReader, Published
from bundles.subscription_offer import read_offer
from bundles.verification import BundleRefused
from portal.attachments import with_anchors
from portal.contents import Heading, with_contents
from portal.page_cache import PageCache
from portal.responses import SCRIPT_POLICY, html_answer
from portal.text_size import is_large
from portal.wording import file_kind, file_size
from search.engine import SearchEngine

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Article:
    """A public document with its rendered article, and the headings in it that can be linked to."""

    meta: BundleMeta
    html: Markup
    contents: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """`public_url` is the address that citizens type, without a final slash; None if links stay relative."""

    reader: BundleReader
    catalogue: Catalogue
    engine: SearchEngine
    bureau: str
    bureau_name: str
    public_url: str | None
    templates: Environment
    pages: PageCache = field(default_factory=PageCache)
    #: Where the proxy looks for pages as files; None if there is no such proxy.
    page_files: Path | None = None
    #: Whether there is a drop box to put forms into.
    has_dropbox: bool = False
    _consultations: ConsultationShelf = field(init=False, repr=False)

    def __post_init__(self) -> None:
        shelf = ConsultationShelf(self.reader.root / self.bureau / CONSULTATIONS_NAME)
        object.__setattr__(self, "_consultations", shelf)

    @property
    def consultations(self) -> Consultations:
        """All that were ever before the public; the same object as long as nothing changes."""
        return self._consultations.read()

    @property
    def takes_subscriptions(self) -> bool:
        """Whether citizens may subscribe by mail now."""
        return self.has_dropbox and read_offer(self.reader.root, self.bureau).is_open

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
        """Render a template to an answer."""
        return html_answer(request, self.render(request, template, **values), status)

    def search_page(self, request: Request, template: str, **values: Any) -> Response:  # noqa: ANN401
        """The same for a page with a search box, whose script may ask for suggestions."""
        answer = self.page(request, template, **values)
        answer.headers["content-security-policy"] = SCRIPT_POLICY
        return answer

    def render(self, request: Request, template: str, **values: Any) -> str:  # noqa: ANN401
        """Render a page as this request wants it."""
        return self.templates.get_template(template).render(
            site=self, path=request.url.path, is_large=is_large(request), **values
        )

    def current(self, document_id: str) -> BundleMeta | Tombstone | None:
        """What a citizen may see under this id; a document that is only listed has no page."""
        found = self.reader.current(self.bureau, document_id)
        if found is None or isinstance(found, Tombstone):
            return found
        return None if found.meta.listed_only else found.meta

    def listed(self, ids: Iterable[str]) -> tuple[BundleMeta, ...]:
        """What may stand in a list: those of the ids that are public now, rows without a page included."""
        found = (self.reader.current(self.bureau, document_id) for document_id in ids)
        return tuple(each.meta for each in found if isinstance(each, Published))

    def public(self, ids: Iterable[str]) -> tuple[BundleMeta, ...]:
        """Those of the ids that have a page now."""
        return tuple(meta for meta in self.listed(ids) if not meta.listed_only)

    def column_of(self, meta: BundleMeta) -> Column:
        """The column that a document stands in; one that the site does not have any more is the fallback."""
        columns = self.catalogue.columns
        return columns.find(meta.attributes.column) or columns.find(columns.fallback) or columns.column[0]

    def trail(self, column: Column) -> tuple[Column, ...]:
        """The column and the one above it, the top one first."""
        above = self.catalogue.columns.find(column.parent)
        return (above, column) if above else (column,)

    def origin(self, request: Request) -> str:
        """Scheme and host of this site, without a final slash: as they were told to us, else as they were asked for."""
        return self.public_url or str(request.base_url).rstrip("/")

    def address(self, request: Request, meta: BundleMeta) -> str:
        """The address of a document that never changes."""
        return f"{self.origin(request)}/d/{meta.id}"

    def article(self, document_id: str) -> Article | Tombstone | None:
        """The document's page, its tombstone, or None."""
        # A correction may replace the version between finding and reading it; the second look finds the new one.
        for _ in range(2):
            current = self.current(document_id)
            if not isinstance(current, BundleMeta):
                return current
            with suppress(BundleRefused):
                # Checked against its hashes now, and its body for anything but plain elements when it was written.
                html, contents = with_contents(with_anchors(self.reader.article(current)))
                return Article(current, Markup(html), contents)  # noqa: S704
        return None


@cache
def load_templates(marked: Callable[..., Markup]) -> Environment:
    """Make the template environment, one for all sites; `marked` shows a search fragment with its marks."""
    templates = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        chinese_date=chinese_date,
        shanghai_day=shanghai_day,
        shanghai_time=shanghai_time,
        file_kind=file_kind,
        file_size=file_size,
        marked=marked,
    )
    return templates
