"""What each document means, and which mean nearly what was asked."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from search.analysis import fold
from search.engine import IndexDocument, Near
from search.meaning.embedding import Embedder, Vector
from search.meaning.nearest import Nearest
from search.meaning.passages import CUTTING, passages
from search.meaning.shelf import Learnt, Shelf, ShelfUnavailable, Waiting
from search.meaning.vectors import pack, products, signs_of, unpack
from search.rewording import reworded
from search.schema import scrub
from search.vocabulary import matters

_LOG = logging.getLogger(__name__)

#: What any document or question of an office says. A question that is near to all of it says less by being near.
COMMONPLACES: Final = (
    "关于印发管理办法的通知",
    "关于做好有关工作的通知",
    "办事指南：申请条件、办理材料、办理流程、办理时限、收费标准、咨询电话",
    "常见问题解答",
    "为了规范管理，根据有关法律、法规，制定本办法。",
    "各区人民政府，市政府各部门、各直属机构：现将有关事项通知如下，请认真贯彻执行。",
    "符合条件的，可以向有关部门提出申请。",
    "本办法自公布之日起施行。",
)
#: How much of the closeness to these is taken off.
COMMONPLACE_SHARE: Final = 0.5
#: Of the matters that people ask any office about, so many nearest to a question are compared with the documents: how
#: near one is, less so much of how near the documents are to it, is taken off by this share.
MATTERS_COMPARED: Final = 5
COVER_SHARE: Final = 0.5
STRANGENESS_SHARE: Final = 0.5
#: Documents that are told of.
MOST_NEAR: Final = 50
_REMEMBERED = 1_000  # questions


class Meanings:
    """`embedder` reads texts, `shelf` keeps what was read. Safe for threads."""

    def __init__(self, shelf: Shelf, embedder: Embedder) -> None:
        self._shelf = shelf
        self._embedder = embedder
        self._turn = threading.Lock()
        self._nearest: dict[str, Nearest] = {}
        self._asked: Callable[[str], Vector] = lru_cache(_REMEMBERED)(self._understand)

    def near(self, bureau: str, text: str) -> tuple[Near, ...]:
        """The documents nearest to a text, at most 50, the nearest first; none if nothing can be known."""
        vector = self._asked(fold(text))
        common = COMMONPLACE_SHARE * float(np.mean(self._common @ vector))
        try:
            with self._turn:
                documents = self._nearest.setdefault(bureau, Nearest(self._shelf, bureau))
                found = documents.find(vector)
                strange = STRANGENESS_SHARE * self._strangeness(documents, vector)
        except ShelfUnavailable as error:
            _LOG.warning("search goes by words alone: %s", error)
            return ()
        nearest = sorted(found.items(), key=lambda each: (-each[1], each[0]))[:MOST_NEAR]
        return tuple(Near(each, close - common, close - common - strange) for each, close in nearest)

    def state(self) -> int | None:
        """Another one after each change of what is known; None if it cannot be told."""
        try:
            return self._shelf.last_change()
        except ShelfUnavailable:
            return None

    def note(self, documents: Iterable[IndexDocument]) -> None:
        """Let those documents wait for `learn` that were not read as they are.

        Raises:
            ShelfUnavailable: it is not done.
        """
        digests = [(each, self._digest(each)) for each in documents]
        strange = [(each, digest) for each, digest in digests if self._shelf.made_of(scrub(each.id)) != digest]
        if strange:
            self._shelf.wait(_waiting(each, digest) for each, digest in strange)

    def learn(self) -> int:
        """Read all that waits, a third of a second a document; how many.

        Raises:
            ShelfUnavailable: what was read so far is kept.
        """
        count = 0
        while waiting := self._shelf.waiting():
            self._shelf.learn([self._read(each) for each in waiting])
            count += len(waiting)
        return count

    def forget(self, ids: Iterable[str]) -> None:
        """Overwrite what is known of documents.

        Raises:
            ShelfUnavailable: it is not done.
        """
        self._shelf.forget(map(scrub, ids))

    def known(self, bureau: str) -> frozenset[str]:
        """The ids of which something is known or waits.

        Raises:
            ShelfUnavailable: the file cannot be read.
        """
        return self._shelf.ids(bureau)

    def close(self) -> None:
        self._shelf.close()

    def _read(self, waiting: Waiting) -> Learnt:
        packed = pack([self._embedder.embed(text) for text in json.loads(waiting.texts)])
        return Learnt(waiting.id, waiting.of, signs_of(unpack(packed)), packed)

    def _digest(self, document: IndexDocument) -> str:
        texts = "\f".join((self._embedder.name, CUTTING, document.title, document.body, *document.attachments))
        return hashlib.blake2b(texts.encode("utf-8", "replace"), digest_size=16).hexdigest()

    def _understand(self, text: str) -> Vector:
        """Halfway between what was typed and the same in the words of documents."""
        both = self._embedder.embed(text) + self._embedder.embed(reworded(text))
        vector: Vector = both / np.linalg.norm(both)
        return vector

    def _strangeness(self, documents: Nearest, vector: Vector) -> float:
        """How near a question is to a matter that no document is about."""
        close = products(self._matters, vector)
        compared = np.argsort(-close)[:MATTERS_COMPARED].tolist()
        return max(float(close[each]) - COVER_SHARE * documents.cover(self._matters[each]) for each in compared)

    @cached_property
    def _matters(self) -> Vector:
        return np.stack([self._embedder.embed(each) for each in matters()])

    @cached_property
    def _common(self) -> Vector:
        return np.stack([self._embedder.embed(fold(each)) for each in COMMONPLACES])


def _waiting(document: IndexDocument, digest: str) -> Waiting:
    texts = json.dumps(passages(document), ensure_ascii=False)
    return Waiting(scrub(document.id), scrub(document.bureau), digest, scrub(texts))
