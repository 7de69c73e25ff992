"""Start the portal from its environment: `uvicorn portal.main:create --factory`."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from starlette.types import ASGIApp

from bundles.sites import SITES_NAME, BureauSite
from metering.endpoint import address_of
from metering.log_lines import write_json_lines
from portal.app import create_app
from portal.hosts import create_hosts
from portal.warm_up import warm_up
from search.open import open_engine

_REQUIRED = ("GONGKAI_PORTAL_BUNDLES", "GONGKAI_PORTAL_SEARCH_URL")
_OF_ONE = ("GONGKAI_PORTAL_BUREAU", "GONGKAI_PORTAL_BUREAU_NAME")
#: Stands for the bureau's id in the search engine's address.
_PLACEHOLDER = "{bureau}"


def create() -> ASGIApp:
    """Make the application: the site of one bureau, or with `GONGKAI_PORTAL_SEVERAL` those of all that are listed.

    Raises:
        SystemExit: a variable is missing or wrong; all missing ones are named.
    """
    several = bool(os.environ.get("GONGKAI_PORTAL_SEVERAL"))
    missing = [name for name in (*_REQUIRED, *(() if several else _OF_ONE)) if not os.environ.get(name)]
    if missing:
        raise SystemExit(f"portal: set {', '.join(missing)}")
    if several and _PLACEHOLDER not in os.environ["GONGKAI_PORTAL_SEARCH_URL"]:
        raise SystemExit(f"portal: each bureau has its own index, write {_PLACEHOLDER} into GONGKAI_PORTAL_SEARCH_URL")
    if os.environ.get("GONGKAI_PORTAL_LOG_FORMAT") == "json":
        write_json_lines()
    address = os.environ.get("GONGKAI_PORTAL_METRICS")
    metrics = address_of(address) if address else None
    app = _site_of_several(metrics) if several else _site_of_one(metrics)
    # What is loaded now is kept; no request need wait for a collection that walks all of it.
    gc.collect()
    gc.freeze()
    return app


def _site_of_one(metrics: tuple[str, int] | None) -> ASGIApp:
    bureau, name = (os.environ[variable] for variable in _OF_ONE)
    return _site(bureau, name, os.environ.get("GONGKAI_PORTAL_PUBLIC_URL") or None, own="", metrics=metrics)


def _site_of_several(metrics: tuple[str, int] | None) -> ASGIApp:
    def make(site: BureauSite) -> ASGIApp:
        return _site(site.bureau, site.name, site.public_url, own=site.bureau)

    return create_hosts(Path(os.environ["GONGKAI_PORTAL_BUNDLES"]) / SITES_NAME, make, metrics=metrics)


def _site(
    bureau: str, name: str, public_url: str | None, *, own: str, metrics: tuple[str, int] | None = None
) -> ASGIApp:
    """The site of a bureau; `own` is its part of the folders that several share."""
    meanings, dropbox = _folder("GONGKAI_PORTAL_MEANINGS", own), _folder("GONGKAI_PORTAL_DROPBOX", own)
    url = os.environ["GONGKAI_PORTAL_SEARCH_URL"].replace(_PLACEHOLDER, bureau)
    engine = open_engine(url, read_only=True, meanings=meanings)
    warm_up(engine, bureau)
    return create_app(
        Path(os.environ["GONGKAI_PORTAL_BUNDLES"]),
        engine,
        bureau,
        name,
        public_url=public_url,
        dropbox=dropbox,
        pages=_folder("GONGKAI_PORTAL_PAGES", bureau),
        metrics=metrics,
    )


def _folder(variable: str, part: str) -> Path | None:
    folder = os.environ.get(variable)
    return Path(folder) / part if folder else None
