"""The airlock from inside: an approved document → bundle → index, and back out again."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bundles.body import body_html
from bundles.citations import cited_documents
from bundles.columns import Columns, default_columns
from bundles.format import Correction as PublicCorrection
from bundles.format import PublicAttributes
from bundles.list_body import list_body_html
from bundles.markup import plain_text
from bundles.open_data import OpenData
from bundles.reader import BundleReader
from bundles.writer import BundleWriter, Release, ReleaseFile, StaleRelease
from gongkai.downloads import Downloads
from gongkai.list_release import list_data, list_facts, list_files, public_list
from gongkai.public_index import PublicIndex
from gongkai.recovery.removals import RemovalLog
from processors.sniff import CONVERTED, MediaType
from records.domain.bureau import Bureau
from records.domain.document import Document, DocumentId
from records.domain.errors import Unavailable
from records.domain.lists.public_table import PublicTable
from records.domain.public_reading import public_reading
from records.domain.publication import Correction, Lack, Publication, PublicationStatus, is_public
from records.domain.reading import Reading
from search.engine import SearchEngine

if TYPE_CHECKING:
    from processors.pool import ReaderPool


class PublicSideHeld(Unavailable):
    """A backup was restored; what was withdrawn since must not appear again by itself."""

    code = "public_side_held"
    advice = "核对此后撤下的文件，再执行 gongkai restore --open。"


@dataclass(frozen=True, slots=True)
class Airlock:
    """Implements `records.domain.ports.PublicSide`. Every act may be repeated. `columns` are those of the site.

    While `hold` is there, nothing is published: the installation came from a backup and was not opened yet.
    `removals` notes what is taken off where a restore looks for it.
    """

    bureau: Bureau
    writer: BundleWriter
    reader: BundleReader
    engine: SearchEngine
    pool: ReaderPool
    columns: Columns = field(default_factory=default_columns)
    hold: Path | None = None
    removals: RemovalLog | None = None

    def publish(
        self,
        publication: Publication,
        document: Document,
        reading: Reading,
        original: Path,
        *,
        as_of: dt.datetime,
        corrections: Sequence[Correction],
    ) -> tuple[Lack, ...]:
        """Write the bundle, then the index entry. A release that a tombstone has overtaken is left out.

        What could not be made to download keeps nothing from being published, and is returned.

        Raises:
            IndexUnavailable: the bundle is written, the index is not; doing it again completes it.
            PublicSideHeld: nothing is written.
        """
        if not is_public(publication):
            return ()
        if self.hold is not None and self.hold.exists():
            raise PublicSideHeld("由备份恢复的系统尚未开放，不公开任何内容。")
        self.show_columns()
        with tempfile.TemporaryDirectory(prefix="gongkai-rendition-") as folder:
            table = public_list(reading, {each.version for each in corrections})
            downloads = Downloads(self.pool, document, reading, original, Path(folder))
            files, lacks = ((), ()) if publication.listed_only or table else downloads.make()
            release = self._release(publication, document, public_reading(reading), files, as_of)
            if table and not publication.listed_only:
                release = self._with_list(release, table, Path(folder))
            notes = tuple(PublicCorrection(version=each.version, at=each.at) for each in corrections)
            try:
                self.writer.write(replace(release, corrections=notes))
            except StaleRelease:
                return ()
        if publication.version > 1:
            self.open_data.refresh([document.id])
        self.index.update(document.id)
        return lacks

    def tombstone(self, publication: Publication, *, reason: str, at: dt.datetime) -> None:
        """Replace the document by a tombstone, then take it out of the open-data dump and the index.

        Raises:
            IndexUnavailable: the page is gone, the index entry is not; doing it again completes it.
        """
        suspended = publication.status is PublicationStatus.SUSPENDED
        if self.removals is not None:
            self.removals.note(publication.document_id, "removed", at)
        self._take_off(publication.document_id, reason, at, "suspended" if suspended else "withdrawn")

    def remove(self, document_id: DocumentId, *, reason: str, at: dt.datetime) -> None:
        """The same for what lies under an id that records know nothing public of."""
        self._take_off(document_id, reason, at, "withdrawn")

    @property
    def index(self) -> PublicIndex:
        """The index of all that is public."""
        return PublicIndex(self.reader, self.engine, self.bureau.id)

    @property
    def open_data(self) -> OpenData:
        """The dump of all that is public."""
        return OpenData(self.reader, self.bureau.id)

    def show_columns(self) -> None:
        """Tell the public side its columns."""
        self.writer.write_columns(self.bureau.id, self.columns)

    def _take_off(
        self, document_id: DocumentId, reason: str, at: dt.datetime, kind: Literal["suspended", "withdrawn"]
    ) -> None:
        self.writer.tombstone(self.bureau.id, document_id, reason=reason, at=at, kind=kind)
        self.open_data.refresh([document_id])
        self.index.update(document_id)

    def _release(
        self,
        publication: Publication,
        document: Document,
        reading: Reading,
        files: tuple[ReleaseFile, ...],
        as_of: dt.datetime,
    ) -> Release:
        attributes = self._public_attributes(document, reading)
        printed = document.media_type not in _UNPRINTED
        body = body_html([page.text for page in reading.pages], attributes, printed_lines=printed)
        attributes = attributes.model_copy(update=self._placing(attributes, body))
        return Release(
            bureau=document.bureau,
            id=document.id,
            version=publication.version,
            content_hash=publication.content_hash,
            index_number=publication.index_number,
            published_at=publication.published_at,
            attributes=attributes,
            body_html=body,
            files=files,
            listed_only=publication.listed_only,
            as_of=as_of,
        )

    def _with_list(self, release: Release, table: PublicTable, folder: Path) -> Release:
        """The release with the cells of its list; its column is that of the kind, if the site has it."""
        data = list_data(table, release.attributes.title)
        body = list_body_html(data)
        column = self.columns.find(table.kind.column)
        facts = {
            "structured": list_facts(table),
            "cites": cited_documents(release.attributes.title, plain_text(body)),
            **({"column": column.id} if column else {}),
        }
        return replace(
            release,
            attributes=release.attributes.model_copy(update=facts),
            body_html=body,
            files=list_files(data, DocumentId(release.id), folder),
        )

    def _placing(self, attributes: PublicAttributes, body: str) -> dict[str, object]:
        """What follows from the public attributes and the public text: the column, and whom the document names."""
        return {
            "column": self.columns.column_for(attributes),
            "cites": cited_documents(attributes.title, plain_text(body)),
        }

    def _public_attributes(self, document: Document, reading: Reading) -> PublicAttributes:
        return PublicAttributes(
            title=reading.text_of("title") or "（无标题）",
            document_number=reading.text_of("document_number"),
            issuing_organs=_strings(reading, "issuing_organs") or (self.bureau.name,),
            addressees=reading.text_of("addressees"),
            adopted_on=_day(reading, "adopted_on"),
            document_type=reading.text_of("document_type"),
            attachments=_strings(reading, "attachments"),
            unit=self.bureau.unit(document.unit).name if document.unit else None,
            subject=reading.text_of("subject"),
            effective_on=_day(reading, "effective_on"),
            expires_on=_day(reading, "expires_on"),
            repeals=_strings(reading, "repeals"),
        )


#: Formats whose lines are paragraphs or rows of a table, not lines as they were printed.
_UNPRINTED = frozenset({MediaType.DOCX, MediaType.XLSX, MediaType.ZIP}) | CONVERTED


def _day(reading: Reading, name: str) -> dt.date | None:
    day = reading.text_of(name)
    return dt.date.fromisoformat(day) if day else None


def _strings(reading: Reading, name: str) -> tuple[str, ...]:
    attribute = reading.attributes.get(name)
    value = attribute.value if attribute else None
    return value if isinstance(value, tuple) else ()
