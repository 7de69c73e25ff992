"""What a reader could not take in, or could only in part, in words for whoever has the original to compare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: A code that belongs to one page ends in its number. Matches `page_unreadable:3`; does not match `tables_not_read`.
_OF_PAGE: Final = re.compile(r"([a-z_]+):(\d+)")

_OF_ONE_PAGE: Final[Mapping[str, str]] = {
    "page_unreadable": "无法读取，正文中没有这一页的文字",
    "page_without_text": "没有文字，可能是空白页或者图样",
    "private_use_glyphs": "部分文字使用专用字形，可能读错",
    "attachment_from_page": "起是压缩包中的附件",
    "text_layer_over_picture": "是扫描图，采用了文件自带的文字层，可能与图不符",
}
_OF_THE_FILE: Final[Mapping[str, str]] = {
    "tables_not_read": "表格未能按行列读取，单元格可能连在一起。",
    "tracked_changes": "文件带有修订痕迹，按接受全部修订后的内容读取。",
    "hidden_text": "文件带有隐藏文字，没有读入正文。",
    "comments": "文件带有批注，没有读入正文。",
    "embedded_part_not_read": "文件中嵌入了另一份文档，没有读入正文。",
    "macros": "文件带有宏，没有运行。",
    "external_links": "工作表引用了其他文件，引用的内容没有读入正文。",
    "hidden_rows": "有隐藏的行，没有读入正文。",
    "hidden_columns": "有隐藏的列，没有读入正文。",
    "hidden_sheet": "有隐藏的工作表，没有读入正文。",
    "sheet_not_read": "有工作表未能读取。",
    "pictures_not_read": "有整页大小的图片是无法识别的格式（如 EMF、GIF），其中的文字没有读入，请对照原件。",
    "drawings_not_read": "工作表中的图形没有读入正文。",
}


def sentence_of(warning: str) -> str:
    """A warning of `Extraction.warnings` as a sentence; an unknown code stays as it is: nothing on record is hidden."""
    of_page = _OF_PAGE.fullmatch(warning)
    if of_page is None:
        return _OF_THE_FILE.get(warning, warning)
    what = _OF_ONE_PAGE.get(of_page[1])
    return f"第 {of_page[2]} 页{what}，请对照原件。" if what else warning
