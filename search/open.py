"""From a URL to an engine: `tantivy:///folder`, `http://…/alias` or `https://…/alias`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from search.engine import SearchEngine


def open_engine(url: str, *, read_only: bool = False, api_key: str | None = None) -> SearchEngine:
    """Open the engine that a URL names.

    `tantivy:///var/lib/gongkai/index` is an absolute folder, `tantivy:var/index` one relative to the working directory.
    `https://search.example:9200/gongkai` is an Elasticsearch cluster and the alias there (`gongkai` if none is named).

    Raises:
        ValueError: the URL names no engine.
        SearchUnavailable: the folder cannot be written to, or the cluster does not answer (unless `read_only`).
    """
    parts = urlsplit(url)
    if parts.scheme == "tantivy" and parts.path and not parts.netloc:
        from search.engines.tantivy import TantivyEngine

        return TantivyEngine(Path(unquote(parts.path)), read_only=read_only)
    if parts.scheme in ("http", "https") and parts.hostname:
        from search.engines.elasticsearch import ElasticsearchEngine

        cluster = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        return ElasticsearchEngine(cluster, parts.path.strip("/") or "gongkai", api_key, read_only=read_only)
    raise ValueError(f"{url!r} names no search engine; expected tantivy:///folder or http(s)://host:port/alias")
