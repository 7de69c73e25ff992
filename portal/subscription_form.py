"""What a citizen subscribes to by mail: one of the lists that have a feed, named by the address of its page."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from starlette.datastructures import QueryParams

from bundles.submissions import LONGEST_ADDRESS, MAIL_ADDRESS, WantedSearch
from portal.search_form import SearchForm
from portal.site import Site

_COLUMN = "/columns/"
#: What a search has beside the question: in which order and on which page it is looked at.
_LOOKS = ("by_date", "as_typed", "page")


@dataclass(frozen=True, slots=True)
class Topic:
    """A list: `column` or `search`, or everything. `path` is its page, `name` what it is called there."""

    path: str
    name: str
    column: str | None = None
    search: WantedSearch | None = None


def topic_of(site: Site, path: str) -> Topic | None:
    """The list that this page of the site shows; None if it shows none.

    Raises:
        FormInvalid: it is a search that nobody could ask.
    """
    parts = urlsplit(path)
    if parts.path.startswith(_COLUMN):
        column = site.catalogue.columns.find(parts.path.removeprefix(_COLUMN))
        return Topic(f"{_COLUMN}{column.id}", f"栏目“{column.name}”", column=column.id) if column else None
    if parts.path == "/search":
        return _search(SearchForm.read(QueryParams(parts.query)))
    return Topic("/", "全部公开的公文") if parts.path == "/" else None


def fault_of(address: str) -> str | None:
    """What is wrong with a mail address as it was typed."""
    if not address:
        return "请填写邮箱地址。"
    if len(address) > LONGEST_ADDRESS or not re.fullmatch(MAIL_ADDRESS, address):
        return "这不像邮箱地址，应为 name@example.org 这样的形式。"
    return None


def _search(asked: SearchForm) -> Topic:
    if not asked.text and not asked.narrowed:
        return Topic("/", "全部公开的公文")
    form = asked.spelled(as_typed=False).sorted_by(date=True)
    name = f"检索“{form.text}”" if form.text else "检索"
    wanted = {name: value for name, value in asdict(form).items() if name not in _LOOKS}
    return Topic(form.link, f"{name}（有限定条件）" if form.narrowed else name, search=WantedSearch(**wanted))
