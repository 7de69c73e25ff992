"""Start the portal from its environment: `uvicorn portal.main:create --factory`."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from fastapi import FastAPI

from metering.endpoint import address_of
from metering.log_lines import write_json_lines
from portal.app import create_app
from search.open import open_engine

_REQUIRED = (
    "GONGKAI_PORTAL_BUNDLES",
    "GONGKAI_PORTAL_SEARCH_URL",
    "GONGKAI_PORTAL_BUREAU",
    "GONGKAI_PORTAL_BUREAU_NAME",
)


def create() -> FastAPI:
    """Make the application.

    Raises:
        SystemExit: a variable is missing; all missing ones are named.
    """
    missing = [name for name in _REQUIRED if not os.environ.get(name)]
    if missing:
        raise SystemExit(f"portal: set {', '.join(missing)}")
    if os.environ.get("GONGKAI_PORTAL_LOG_FORMAT") == "json":
        write_json_lines()
    bundles, search_url, bureau, bureau_name = (os.environ[name] for name in _REQUIRED)
    meanings = os.environ.get("GONGKAI_PORTAL_MEANINGS")
    dropbox = os.environ.get("GONGKAI_PORTAL_DROPBOX")
    pages = os.environ.get("GONGKAI_PORTAL_PAGES")
    metrics = os.environ.get("GONGKAI_PORTAL_METRICS")
    app = create_app(
        Path(bundles),
        open_engine(search_url, read_only=True, meanings=Path(meanings) if meanings else None),
        bureau,
        bureau_name,
        public_url=os.environ.get("GONGKAI_PORTAL_PUBLIC_URL") or None,
        dropbox=Path(dropbox) if dropbox else None,
        pages=Path(pages) / bureau if pages else None,
        metrics=address_of(metrics) if metrics else None,
    )
    # What is loaded now is kept; no request need wait for a collection that walks all of it.
    gc.collect()
    gc.freeze()
    return app
