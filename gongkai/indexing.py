"""A published bundle → what the search index holds of it. The index is made from bundles alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bundles.catalogue import Catalogue
from bundles.format import BundleMeta
from bundles.reader import BundleReader, Published
from bundles.subjects import levels
from search.engine import IndexDocument, Validity

SHANGHAI = ZoneInfo("Asia/Shanghai")


def index_document(reader: BundleReader, meta: BundleMeta, *, today: dt.date, is_repealed: bool) -> IndexDocument:
    """The index document of one published version; `url` is the public address, relative to the portal's root.

    `today` is the day in Shanghai. `is_repealed`: another public document ends this one.
    """
    attributes = meta.attributes
    return IndexDocument(
        id=meta.id,
        bureau=meta.bureau,
        title=attributes.title,
        body=reader.body_text(meta),
        url=f"/d/{meta.id}",
        document_number=attributes.document_number,
        index_number=meta.index_number,
        issuing_organs=attributes.issuing_organs,
        unit=attributes.unit,
        document_type=attributes.document_type,
        adopted_on=attributes.adopted_on,
        published_on=meta.published_at.astimezone(SHANGHAI).date(),
        attachments=attributes.attachments,
        column=attributes.column,
        validity=validity_of(reader, meta, today, is_repealed=is_repealed),
        subject=next(iter(levels(attributes.subject)), None),
    )


def all_index_documents(reader: BundleReader, bureau: str, today: dt.date) -> Iterator[IndexDocument]:
    """What a complete index of this bureau holds; on-request rows are listed, never indexed."""
    catalogue = Catalogue(reader, bureau)
    for meta in reader.published(bureau):
        if not meta.listed_only:
            yield index_document(reader, meta, today=today, is_repealed=is_repealed(reader, catalogue, meta, today))


def is_repealed(reader: BundleReader, catalogue: Catalogue, meta: BundleMeta, today: dt.date) -> bool:
    """Whether a public document that ends this one has taken effect."""
    ending = (reader.current(meta.bureau, each) for each in catalogue.relations(meta.id).repealed_by)
    return any(isinstance(each, Published) and takes_effect(each.meta) <= today for each in ending)


def validity_of(reader: BundleReader, meta: BundleMeta, today: dt.date, *, is_repealed: bool) -> Validity | None:
    """What the index says of the validity on this day in Shanghai."""
    facts = meta.attributes
    column = reader.columns(meta.bureau).find(facts.column)
    if is_repealed:
        return "repealed"
    if facts.expires_on is not None and facts.expires_on < today:
        return "expired"
    return "effective" if column is not None and column.shows_validity else None


def takes_effect(meta: BundleMeta) -> dt.date:
    """The day from which what this document repeals is repealed."""
    facts = meta.attributes
    return facts.effective_on or facts.adopted_on or dt.date.min
