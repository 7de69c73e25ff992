"""Render page.html: the article as a citizen reads it, made once, when a version is published."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bundles.format import BundleMeta, PublicAttributes

SHANGHAI = ZoneInfo("Asia/Shanghai")


def render_article(meta: BundleMeta, body_html: str) -> str:
    """Return the article: red head, title, body. `body_html` must have passed `refuse_unclean`."""
    return _environment().get_template("article.html").render(meta=meta, body=Markup(body_html))  # noqa: S704


def title_parts(attributes: PublicAttributes) -> tuple[str, ...]:
    """Cut a title where a line may well end: after the issuing organs and before 关于.

    GB/T 9704-2012, 7.3.1: a title of several lines is broken between words.
    """
    title = attributes.title
    organ = next((each for each in attributes.issuing_organs if title.startswith(each)), "")
    subject, about, rest = title.removeprefix(organ).partition("关于")
    return tuple(part for part in (organ, subject, about + rest) if part)


def chinese_date(day: dt.date) -> str:
    """Write a day as 公文 do.

    >>> chinese_date(dt.date(2026, 3, 2))
    '2026年3月2日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def shanghai_time(moment: dt.datetime) -> dt.datetime:
    """An aware moment as clocks in Asia/Shanghai show it."""
    return moment.astimezone(SHANGHAI)


def shanghai_day(moment: dt.datetime) -> dt.date:
    """The calendar day of an aware moment in Asia/Shanghai."""
    return shanghai_time(moment).date()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["title_parts"] = title_parts
    return environment
