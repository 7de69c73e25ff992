"""Tells the dispatch sheet that was scanned in as a page (拟文处理单) from the document's own pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from processors.extraction import PageText
from processors.folding import fold

_HEADING_LINES = 4
_SHEET_LINES = 60  # more are hardly on one sheet
# Matches 示例区人力资源和社会保障局拟文处理单, 发文稿纸, 文件签发单. Must not match 文件清单, 公文目录.
_HEADING = re.compile(
    r"[\u4e00-\u9fff]{0,30}(?:拟文|发文|公文|文件|拟稿|制文)(?:拟稿|制发)?(?:处理|审批|审签|呈批|审核|签发|签批|会签|呈签|办理|拟稿)"
    r"(?:单|笺|表|签|卡)|[\u4e00-\u9fff]{0,30}(?:发文|拟文|公文|文件)(?:稿纸|拟稿纸|稿笺|稿签)|[\u4e00-\u9fff]{0,30}(?:拟稿|发文)(?:单|笺)"
)
# The fields of such a sheet, at the beginning of a line; a bureau may call the sheet itself as it likes.
_FIELD = re.compile(
    r"(?P<field>签发|会签|核稿|拟稿|主办|承办|校对|打字|缓急|紧急程度|密级|印数|份数|审核|公开|信息公开|主送|抄送|标题|事由|文件标题|文件名称|附件"
    r"|领导签批|领导批示|备注|发文机关|发文字号)(?!发布)"
)
_OF_A_SHEET_ALONE = {"核稿", "拟稿", "会签", "签发"}
_MAY_BE = re.compile("[稿签单笺表卡]")
_FEWEST_FIELDS = 4
_FEWEST_OF_SHEET = 2
_SHARE_OF_FIELDS = 0.5


def split_form_pages(pages: Sequence[PageText]) -> tuple[list[PageText], list[PageText]]:
    """Form pages and the document's own pages; a file of form pages alone is its own document."""
    forms = [page for page in pages if _is_form(page)]
    own = [page for page in pages if page not in forms]
    return (forms, own) if own else ([], list(pages))


def _is_form(page: PageText) -> bool:
    if not _MAY_BE.search(page.text):
        return False
    lines = (plain for line in page.text.splitlines() if (plain := fold(line).text))
    head = list(itertools.islice(lines, _HEADING_LINES))
    return any(_HEADING.fullmatch(line) and "关于" not in line for line in head) or _has_fields(
        [*head, *itertools.islice(lines, _SHEET_LINES)]
    )


def _has_fields(lines: Sequence[str]) -> bool:
    """Whether most lines are fields of a dispatch sheet; the imprint of a document has few, below its text."""
    fields = [match["field"] for line in lines if (match := _FIELD.match(line))]
    return (
        len(set(fields)) >= _FEWEST_FIELDS
        and len(_OF_A_SHEET_ALONE & set(fields)) >= _FEWEST_OF_SHEET
        and len(fields) >= _SHARE_OF_FIELDS * len(lines)
    )
