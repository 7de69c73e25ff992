"""Tells the dispatch sheet that was scanned in as a page (拟文处理单) from the document's own pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from processors.extraction import PageText
from processors.folding import fold

_HEADING_LINES = 4
# Matches 示例区人力资源和社会保障局拟文处理单, 发文稿纸. Must not match 关于规范拟文处理单的通知.
_HEADING = re.compile(
    r"[\u4e00-\u9fff]{0,30}(?:拟文|发文|公文|文件)(?:处理|审批|审签|呈批)(?:单|笺|表)|[\u4e00-\u9fff]{0,30}发文稿纸"
)


def split_form_pages(pages: Sequence[PageText]) -> tuple[list[PageText], list[PageText]]:
    """Form pages and the document's own pages; a file of form pages alone is its own document."""
    forms = [page for page in pages if _is_form(page)]
    own = [page for page in pages if page not in forms]
    return (forms, own) if own else ([], list(pages))


def _is_form(page: PageText) -> bool:
    lines = (plain for line in page.text.splitlines() if (plain := fold(line).text))
    head = itertools.islice(lines, _HEADING_LINES)
    return any(_HEADING.fullmatch(line) and "关于" not in line for line in head)
