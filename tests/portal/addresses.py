"""One address for each template of the portal, and the hostile document: what tests of every page go through."""

from __future__ import annotations

NOTICE = "/d/01JZX000000000000000000020"
HOSTILE = "/d/01JZX000000000000000000016"
POWERS = "/d/01JZX000000000000000000000"

TEMPLATES = {
    "home": "/",
    "document": NOTICE,
    "hostile document": HOSTILE,
    "list": POWERS,
    "rows of a list": f"{POWERS}/rows?f0=%E8%A1%8C%E6%94%BF%E6%A3%80%E6%9F%A5",
    "search": "/search?q=%E8%A1%A5%E8%B4%B4&year=2025&page=1",
    "search with conditions": "/search?q=%E8%A1%A5%E8%B4%B4&in=titles&from=2025-01-01&to=2026-12-31",
    "search in attachments": "/search?q=%E5%9F%B9%E8%AE%AD%E7%B1%BB%E5%88%AB",
    "search without result": "/search?q=%E6%97%A0%E6%AD%A4%E8%AF%8D%20%E8%A1%A5%E8%B4%B4&year=2025&exact=1",
    "search beyond the last page": "/search?q=%E8%A1%A5%E8%B4%B4&page=9",
    "search refused": "/search?page=x",
    "withdrawn": "/d/01JZX000000000000000000014",
    "corrected": "/d/01JZX000000000000000000013",
    "superseded version": "/d/01JZX000000000000000000013/v1",
    "columns": "/columns",
    "column": "/columns/notices",
    "open data": "/open-data",
    "report": f"{NOTICE}/report",
    "guide": "/guide",
    "catalogue": "/catalogue",
    "requests": "/requests",
    "request form": "/requests/new",
    "rectification form": "/requests/rectification",
    "request status": "/requests/status",
    "consultations": "/consultations",
    "consultation": "/consultations/01JZX000000000000000000090",
    "comment form": "/consultations/01JZX000000000000000000090/comment",
    "draft": "/d/01JZX000000000000000000021",
    "not found": "/none",
}
#: Those with a search box, and so with its script.
SEARCHING = {
    "home",
    "search",
    "search with conditions",
    "search in attachments",
    "search without result",
    "search beyond the last page",
}
