"""A public side of many documents, made of sentences of `samples/kinds`: bundles, index, and what people ask for."""

from __future__ import annotations

import datetime as dt
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch
from urllib.parse import quote

from bundles.body import body_html
from bundles.columns import default_columns
from bundles.format import PublicAttributes
from bundles.reader import BundleReader
from bundles.writer import BundleWriter, Release
from gongkai.bench.drawn_meanings import DrawnMeanings, installed_model
from gongkai.bench.own_stack import say
from gongkai.bench.search_texts import made_documents, read_folder
from gongkai.indexing import index_document
from samples.kinds.make import make
from search.engine import IndexDocument
from search.meaning.meanings import Meanings
from search.meaning.shelf import Shelf
from search.meaning.understanding import UnderstandingEngine
from search.open import open_engine

BUREAU: Final = "shili-hrss"
_TODAY: Final = dt.date(2027, 1, 1)
_TOLD_EVERY: Final = 10_000
_QUERIES: Final = 300
#: Length of a word that somebody searches for, characters.
_WORD_CHARS: Final = (2, 3, 4, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class BenchSite:
    """Where a public side lies, and addresses below its root: of some documents, and of searches that find some.

    `suggestions` are of what somebody has typed before they search so.
    """

    folder: Path
    pages: Sequence[str]
    searches: Sequence[str]
    suggestions: Sequence[str]

    @property
    def bundles(self) -> Path:
        return self.folder / "bundles"

    @property
    def meanings(self) -> Path:
        return self.folder / "meanings"

    @property
    def search_url(self) -> str:
        return f"tantivy://{self.folder / 'index'}"


def make_site(folder: Path, documents: int, shown: int) -> BenchSite:
    """Publish and index `documents`, with what they mean; the addresses are of the first `shown` of them.

    Raises:
        ModelMissing: what says what they mean is not installed.
    """
    texts = _texts()
    first = list(made_documents(texts, min(shown, documents)))
    site = _site(folder, first)
    meanings = Meanings(Shelf(site.meanings), DrawnMeanings(installed_model()))
    engine = UnderstandingEngine(open_engine(site.search_url), meanings)
    # What is thrown away afterwards need not outlive a power cut.
    with patch.object(os, "fsync"):
        engine.rebuild(_published(site, made_documents(texts, documents)))
    engine.close()
    return site


def _site(folder: Path, first: Sequence[IndexDocument]) -> BenchSite:
    asked = _asked(first)
    typed = (query[:length] for query in asked for length in (2, 4, 8) if length <= len(query))
    return BenchSite(
        folder,
        pages=[f"/d/{_id(number)}" for number in range(1, len(first) + 1)],
        searches=[f"/search?q={quote(query)}" for query in asked],
        suggestions=[f"/api/v1/suggestions?q={quote(text)}" for text in dict.fromkeys(typed)],
    )


def _published(site: BenchSite, documents: Iterator[IndexDocument]) -> Iterator[IndexDocument]:
    """What the index holds of each, as soon as it is published."""
    writer, reader = BundleWriter(site.bundles), BundleReader(site.bundles)
    for number, document in enumerate(documents, start=1):
        meta = writer.write(_release(number, document))
        yield index_document(reader, meta, today=_TODAY, is_repealed=False)
        if number % _TOLD_EVERY == 0:
            say(f"已公开 {number} 件")


def _texts() -> list[IndexDocument]:
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), variants=2)
        return list(read_folder(Path(folder)))


def _asked(documents: Sequence[IndexDocument]) -> list[str]:
    """Words, two words, numbers and titles, as they stand in these documents."""
    chance = random.Random(711)  # noqa: S311 (repeatable, not secret)

    def word(document: IndexDocument) -> str:
        length = chance.choice(_WORD_CHARS)
        line = max(chance.sample(document.body.split("\n"), 2), key=len)
        start = chance.randrange(max(1, len(line) - length))
        return line[start : start + length].strip("，。、：；！？（）《》“”")

    asked = []
    for number in range(_QUERIES):
        document = chance.choice(documents)
        kinds = (word(document), f"{word(document)} {word(document)}", document.document_number, document.title)
        asked.append(kinds[(0, 0, 0, 1, 2, 3)[number % 6]] or document.title)
    return [query for query in asked if query.strip()]


def _release(number: int, document: IndexDocument) -> Release:
    attributes = PublicAttributes(
        title=document.title,
        document_number=document.document_number,
        issuing_organs=document.issuing_organs,
        document_type=document.document_type,
        unit=document.unit,
        adopted_on=document.adopted_on,
    )
    attributes = attributes.model_copy(update={"column": default_columns().column_for(attributes)})
    return Release(
        bureau=BUREAU,
        id=_id(number),
        version=1,
        content_hash=f"{number:064x}",
        index_number=f"SLQ-RS/2026-{number:06d}",
        published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number),
        attributes=attributes,
        body_html=body_html([document.body], attributes, printed_lines=False),
    )


def _id(number: int) -> str:
    return f"01JZX{number:021d}"
