"""The document type (文种) that a title ends with."""

from __future__ import annotations

import re

from processors.attributes.paper import Found, Paper
from processors.attributes.portal import is_chrome

OPENING_LINES = 12
HEAD_LINES = 6  # among which the title stands
# Matches 现将有关事项通知如下:, 特公告如下。 Must not match 通知如下内容, 具体要求如下:.
_OPENING = re.compile(r"(?:现|特|予以)[^。]{0,40}?(?P<type>通知|通告|公告|公示|通报)如下[:。;]?$")
# The fifteen types of the regulations on official documents (中办发〔2012〕14号), article 8, and what replies to
# proposals are called (答复, 复函); these end a title for certain.
OFFICIAL = (
    *("决议", "决定", "命令", "令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案"),
    *("复函", "函", "纪要", "答复意见", "答复", "公示"),
)
# What documents that are issued by a notice, or published alone, are called.
OTHER = (
    *("实施方案", "工作方案", "方案", "实施细则", "细则", "管理办法", "实施办法", "办法", "规定", "条例", "规则"),
    *(
        "规划",
        "计划",
        "要点",
        "制度",
        "章程",
        "标准",
        "规范",
        "指南",
        "指引",
        "目录",
        "政策清单",
        "清单",
        "预案",
        "解读",
        "详解",
    ),
    *("问答", "解答", "常见问题", "说明", "总结", "名单", "须知", "流程", "措施", "程序", "法", "讲话", "合同", "协议"),
    *("答复书", "告知书", "承诺书", "启事", "决定书", "通知书", "意见书", "倡议书"),
    *("汇总表", "一览表", "年度报告", "年报"),
)
_ENDING = re.compile(rf"(?P<type>{'|'.join(sorted(OFFICIAL + OTHER, key=len, reverse=True))})(?:\([^()]{{1,24}}\))?$")
#: What explains another document: what it says of dates and validity is the other's.
EXPLAINING = ("解读", "详解", "问答", "解答", "常见问题")
# 指导意见 and 实施意见 are 意见; 实施方案 is named in full, as its readers do.
_SHORT = {"命令": "令", "答复意见": "答复"}


def document_type_of(title: str) -> str | None:
    """The type that `title` ends with, a note in brackets aside: '…的通知' → 通知, '…办法（试行）' → 办法."""
    match = _ENDING.search(title.replace("（", "(").replace("）", ")"))
    return _SHORT.get(match["type"], match["type"]) if match else None


def find_opening_type(paper: Paper) -> Found[str] | None:
    """The type that the opening sentence names, for a document that has lost its title: …现就有关事项通告如下:."""
    for index, line in enumerate(paper.lines[:OPENING_LINES]):
        above = paper.lines[index - 1].plain if index else ""
        match = _OPENING.search(above + line.plain)
        if match:
            return paper.found(match["type"], max(index - 1, 0), index, "opening_sentence", 0.7)
    return None


def explains_another(paper: Paper, document_type: str | None) -> bool:
    """Whether a document (解读, 问答) speaks of another one: what it says of validity is the other's.

    Without a title, or under one that names no type, a line of its head may say so.
    """
    head = (line.plain for line in paper.lines[:HEAD_LINES] if not is_chrome(line.plain))
    return document_type in EXPLAINING or any(document_type_of(plain) in EXPLAINING for plain in head)


def ends_officially(title: str) -> bool:
    """Whether `title` ends with one of the official types, so that nothing of a title can follow."""
    return document_type_of(title) in OFFICIAL
