"""A published bundle → what the search index holds of it. The index is made from bundles alone."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bundles.format import BundleMeta
from bundles.reader import BundleReader
from search.engine import IndexDocument

SHANGHAI = ZoneInfo("Asia/Shanghai")


def index_document(reader: BundleReader, meta: BundleMeta) -> IndexDocument:
    """The index document of one published version; `url` is the public address, relative to the portal's root."""
    attributes = meta.attributes
    return IndexDocument(
        id=meta.id,
        bureau=meta.bureau,
        title=attributes.title,
        body=reader.body_text(meta),
        url=f"/d/{meta.id}",
        document_number=attributes.document_number,
        issuing_organs=attributes.issuing_organs,
        unit=attributes.unit,
        document_type=attributes.document_type,
        adopted_on=attributes.adopted_on,
        published_on=meta.published_at.astimezone(SHANGHAI).date(),
        attachments=attributes.attachments,
    )


def all_index_documents(reader: BundleReader, bureau: str) -> Iterator[IndexDocument]:
    """What a complete index of this bureau holds; on-request rows are listed, never indexed."""
    for meta in reader.published(bureau):
        if not meta.listed_only:
            yield index_document(reader, meta)
