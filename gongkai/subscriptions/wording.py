"""What mails to subscribers say: titles and addresses of what is public, and how to confirm or end a subscription."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bundles.article import chinese_date, shanghai_day
from bundles.columns import Columns
from bundles.format import BundleMeta
from gongkai.subscriptions.news import MOST_DOCUMENTS
from records.domain.subscriptions.subscription import SubscriptionContent

#: Documents that a mail names one by one.
NAMED: Final = 50


def name_of(content: SubscriptionContent, columns: Columns) -> str:
    """What a subscription is of, as the site calls it."""
    if content.search is not None:
        text = content.search.get("text")
        return f"检索“{text}”" if text else "检索"
    if content.column is None:
        return "全部公开的公文"
    column = columns.find(content.column)
    return f"栏目“{column.name}”" if column else "栏目"


def confirmation(bureau_name: str, name: str, confirm_url: str, end_url: str) -> tuple[str, str]:
    """Subject and body of the mail that asks whether it was the owner of the address."""
    lines = [
        f"有人在{bureau_name}政府信息公开网站用这个邮箱订阅：{name}。",
        "",
        "是您本人的，请打开下面的链接确认，7天内有效：",
        confirm_url,
        "",
        "不是您本人的，不必理会，7天后自动删除，不会再收到邮件；也可以打开下面的链接立即删除：",
        end_url,
        "",
        "本邮件由系统自动发出，请勿回复。",
    ]
    return f"请确认订阅：{bureau_name}政府信息公开", "\n".join(lines) + "\n"


def digest(
    bureau_name: str, name: str, documents: Sequence[BundleMeta], site: str, list_url: str, end_url: str
) -> tuple[str, str]:
    """Subject and body of the mail that names what was published, the newest first. `site` has no final slash."""
    count = f"{len(documents)} 件{'以上' if len(documents) >= MOST_DOCUMENTS else ''}"
    lines = [
        f"您订阅的{name}，新公开公文 {count}：",
        "",
        *_documents(documents, site),
        f"全部见：{list_url}",
        "",
        "退订（您的邮箱地址同时删除）：",
        end_url,
        "",
        "本邮件由系统自动发出，每天最多一封，请勿回复。公文以网站上的为准。",
    ]
    return f"{bureau_name}新公开公文 {count}", "\n".join(lines) + "\n"


def _documents(documents: Sequence[BundleMeta], site: str) -> Iterator[str]:
    for place, meta in enumerate(documents[:NAMED], start=1):
        facts = meta.attributes
        said = [facts.document_number] if facts.document_number else []
        said.append(f"{chinese_date(shanghai_day(meta.published_at))}发布")
        yield f"{place}. {facts.title}"
        yield f"   {'　'.join(said)}"
        yield f"   {site}/d/{meta.id}"
        yield ""
    if len(documents) > NAMED:
        yield "其余见网站。"
        yield ""
