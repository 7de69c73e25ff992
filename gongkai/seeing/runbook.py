"""The runbook as a page: docs/runbook.md, each alarm's heading under the alarm's code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

from gongkai.settings import ROOT

PATH: Final = ROOT / "docs" / "runbook.md"
# A match: <h2>disk_low 磁盘快满了</h2>. No match: <h2>怎么用</h2>
_HEADING: Final = re.compile(r"<h2>([a-z_]+) ")


def as_html(path: Path = PATH) -> str:
    """Its HTML, with an id for each alarm; markup in the text stays text."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(path.read_text(encoding="utf-8"))
    return _HEADING.sub(r'<h2 id="\1">', html)
