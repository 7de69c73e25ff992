"""From a URL to an engine: `tantivy:///folder`, `http://…/alias` or `https://…/alias`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

from search.engine import FindNear, SearchEngine, nothing_known, nothing_near

if TYPE_CHECKING:
    from search.meaning.meanings import Meanings


T = TypeVar("T")

_LOG = logging.getLogger(__name__)


def open_engine(
    url: str, *, read_only: bool = False, api_key: str | None = None, meanings: Path | None = None
) -> SearchEngine:
    """Open the engine that a URL names.

    `tantivy:///var/lib/gongkai/index` is an absolute folder, `tantivy:var/index` one relative to the working directory.
    `https://search.example:9200/gongkai` is an Elasticsearch cluster and the alias there (`gongkai` if none is named).

    `meanings` is the folder that keeps what documents mean, the same one for all who write and read this index; without
    it, or where the model is not installed, search goes by words alone.

    Raises:
        ValueError: the URL names no engine.
        SearchUnavailable: the folder cannot be written to, or the cluster does not answer (unless `read_only`).
    """
    known = open_meanings(meanings, read_only=read_only) if meanings else None
    engine = _open_engine(url, known, api_key, read_only=read_only)
    if known is None or read_only:
        return engine
    from search.meaning.understanding import UnderstandingEngine

    return UnderstandingEngine(engine, known)


def _open_engine(url: str, known: Meanings | None, api_key: str | None, *, read_only: bool) -> SearchEngine:
    parts = urlsplit(url)
    near: FindNear = known.near if known else nothing_near
    if parts.scheme == "tantivy" and parts.path and not parts.netloc:
        from search.engines.tantivy import TantivyEngine

        near_state = known.state if known else nothing_known
        return TantivyEngine(Path(unquote(parts.path)), read_only=read_only, near=near, near_state=near_state)
    if parts.scheme in ("http", "https") and parts.hostname:
        from search.engines.elasticsearch import ElasticsearchEngine

        cluster = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        alias = parts.path.strip("/") or "gongkai"
        return ElasticsearchEngine(cluster, alias, api_key, read_only=read_only, near=near)
    raise ValueError(f"{url!r} names no search engine; expected tantivy:///folder or http(s)://host:port/alias")


@cache
def _model(load: Callable[[], T]) -> T:
    """One model for all indexes of a process: it is a hundred times larger than what it says about one of them."""
    return load()


def open_meanings(folder: Path, *, read_only: bool = False) -> Meanings | None:
    """What documents mean, as that folder keeps it; None if the model, or what runs it, is not installed."""
    try:
        from search.meaning.bge import BgeSmall
        from search.meaning.meanings import Meanings
        from search.meaning.shelf import Shelf

        return Meanings(Shelf(folder, read_only=read_only), _model(BgeSmall))
    except (ImportError, FileNotFoundError) as error:
        _LOG.warning("search goes by words alone, the model of meanings is missing: %s", error)
        return None
