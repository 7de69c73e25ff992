"""Which search engine is measured."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """The two that the product has."""

    TANTIVY = "tantivy"
    ELASTICSEARCH = "elasticsearch"
