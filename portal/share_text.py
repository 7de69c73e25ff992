"""A draft for the bureau's WeChat channel (公众号): plain text to be copied, since nothing is sent from here."""

from __future__ import annotations

from bundles.article import chinese_date, shanghai_day
from bundles.format import BundleMeta

#: A reader of a phone's list sees no more; the page has the rest.
LONGEST_SUMMARY = 200
#: Lines that say nothing of the matter: to whom it goes, or a heading alone.
_SHORTEST_LINE = 20


def share_text(meta: BundleMeta, body_text: str, address: str) -> str:
    """Title, summary, source and address, as an editor would paste them."""
    facts = meta.attributes
    source = "、".join(facts.issuing_organs)
    number = f"　{facts.document_number}" if facts.document_number else ""
    lines = [
        facts.title,
        "",
        _summary(body_text),
        "",
        f"来源：{source}{number}",
        f"发布：{chinese_date(shanghai_day(meta.published_at))}",
        f"原文：{address}",
    ]
    return "\n".join(lines) + "\n"


def _summary(body_text: str) -> str:
    """The first lines that say something, cut at the end of a sentence where one is near."""
    said = [line for line in body_text.splitlines() if len(line) >= _SHORTEST_LINE and not line.endswith(("：", ":"))]
    text = "".join(said)
    if len(text) <= LONGEST_SUMMARY:
        return text
    end = text.rfind("。", LONGEST_SUMMARY // 2, LONGEST_SUMMARY)
    return text[: end + 1] if end > 0 else text[: LONGEST_SUMMARY - 1] + "…"
