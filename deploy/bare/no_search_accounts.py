"""Stands for `search_accounts.py` where the search node has no security module, and so no accounts."""

from __future__ import annotations

print("accounts of the search engine: left out, this node has no security module")  # noqa: T201
