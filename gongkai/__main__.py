"""`python -m gongkai`: the command line."""

from __future__ import annotations

from gongkai.cli import app

app()
