"""What the first searches would wait for is loaded when a site opens: index, dictionaries, the model of meaning."""

from __future__ import annotations

import logging
import threading
from typing import Final

from search.engine import SearchEngine, SearchQuery, SearchUnavailable

log = logging.getLogger(__name__)

#: Of which hardly a document has all words, so that each way of searching is gone: words, meaning, sound, a slip.
QUESTIONS: Final = ("没有人问过的事情怎么办", "meiyou ren wenguo de shiqing", "没有人文过的是请")


def warm_up(engine: SearchEngine, bureau: str) -> threading.Thread:
    """Search beside whatever else begins; the thread that does it. That it fails is no matter of the site."""

    def ask() -> None:
        try:
            for question in QUESTIONS:
                engine.search(SearchQuery(bureau, question))
        except SearchUnavailable as failure:
            log.info("searches begin cold: %s", failure)

    asking = threading.Thread(target=ask, name=f"warm-up-{bureau}", daemon=True)
    asking.start()
    return asking
