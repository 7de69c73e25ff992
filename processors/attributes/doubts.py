"""Values too unsure to be published unseen: the office is asked, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from processors.attributes.model import Attribute, Attributes

#: The attributes that the public sees beside the title and searches by, with their names in Chinese.
_PUBLISHED: Final = {
    "document_number": "发文字号",
    "issuing_organs": "发文机关",
    "adopted_on": "成文日期",
}
#: Below this confidence (0–1) the disclosure and what is published are for the office to look at.
ASK_BELOW: Final = 0.7


def doubts(attributes: Attributes) -> Iterator[tuple[str, str]]:
    """Name and Chinese sentence of each attribute that the office has to look at before the review begins.

    A title has to be there; a document may well have no number, no organ of its own, no date.
    """
    if attributes.title is None:
        yield "title", "没有读到标题"
    elif attributes.title.confidence < ASK_BELOW:
        yield "title", _sentence("标题", attributes.title)
    for name, chinese in _PUBLISHED.items():
        attribute: Attribute[Any] | None = getattr(attributes, name)
        if attribute is not None and attribute.evidence is not None and attribute.confidence < ASK_BELOW:
            yield name, _sentence(chinese, attribute)


def _sentence(chinese: str, attribute: Attribute[Any]) -> str:
    evidence = attribute.evidence
    read = " ".join(evidence.text.split()) if evidence else str(attribute.value)
    return f"{chinese}读作“{read}”，把握只有 {attribute.confidence:.0%}"
