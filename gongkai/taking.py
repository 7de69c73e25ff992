"""One file of the inbox: keep it, then read it for the reviewers. Whatever it is, it costs itself only."""

from __future__ import annotations

import errno
import logging
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TypeVar

from gongkai.app import App
from gongkai.reading import reading_of, with_findings
from processors.extraction import Unreadable
from processors.intake import inbox
from processors.intake.dispatch_sheet import DispatchSheet, SheetInvalid, load_dispatch_csv, load_sidecar
from processors.intake.listing import Entry
from processors.ocr.models import ModelsMissing
from processors.screening.words import Words
from processors.sniff import sniff
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import Broken, Unavailable
from records.domain.ledger import Fate
from records.domain.lifecycle import State
from records.domain.lists.content import LIST_MEDIA_TYPE, list_of
from records.domain.lists.text import list_reading

log = logging.getLogger(__name__)

T = TypeVar("T")

UNKNOWN_TYPE = "application/octet-stream"
INTERNAL_ERROR = "处理该文件时程序出错，文件已保留，请联系运维查看日志。"
#: What is wrong with the machine, not with the file in hand.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class DiskFull(Unavailable):
    """There is no room to work in."""

    code = "disk_full"
    advice = "请清理磁盘（或 TMPDIR 所在的磁盘）后再试。"


class InboxFailing(Unavailable):
    """The inbox lists a file and does not hand it out."""

    code = "inbox_failing"
    advice = "请检查收文箱所在的存储。"


class OcrMissing(Unavailable):
    """Pages are there to be recognised, and the models are not."""

    code = "ocr_missing"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file that is safe among the originals. `fault` says why nobody can read it."""

    sha256: str
    size_bytes: int
    media_type: str
    fault: Unreadable | None


@lru_cache(maxsize=4)
def dispatch_rows(content: bytes) -> Mapping[str, DispatchSheet]:
    """The rows of a dispatch.csv: of thousands of files that share one, the first alone pays for it."""
    return load_dispatch_csv(content)


@dataclass(frozen=True, slots=True)
class FileTaker:
    """`words` is the bureau's list as it is in this run."""

    app: App
    words: Words | None

    def register(self, arrival_id: str, entry: Entry) -> Fate | DocumentId:
        """Keep the file under its SHA-256 and make it a document, then the inbox copy goes; the id of what is to read.

        Killed at any point, the next run finds the arrival or the unread document and goes on.

        Raises:
            Unavailable: a neighbour (records, originals) does not answer; nothing is lost.
        """
        try:
            kept = self._keep(entry)
        except inbox.Changed as reason:
            log.warning("%s stays in the inbox: %s", arrival_id, reason)
            return Fate.WAITING
        registered = self._guarded(arrival_id, lambda: self._register(arrival_id, entry, kept))
        inbox.remove(entry)
        return registered

    def read(self, document_id: DocumentId) -> Fate:
        """Read a registered document and hand it to the reviewers; one that was read before is left alone.

        Raises:
            Unavailable: a neighbour (records, readers) does not answer; nothing is lost.
        """
        return self._guarded(document_id, lambda: self._read(document_id))

    def _guarded(self, subject_id: str, work: Callable[[], T]) -> T | Fate:
        """Turn what is wrong with one file into its quarantine; let pass what is wrong with a neighbour."""
        try:
            return work()
        except (Unreadable, SheetInvalid) as fault:
            code, message = fault.code, fault.message
        except (Unavailable, Broken):
            raise
        except ModelsMissing as error:
            raise OcrMissing(str(error)) from None
        except Exception as error:  # noqa: BLE001 - a bug met by one file must not stop the night
            if isinstance(error, OSError) and error.errno in _FULL:
                raise DiskFull("磁盘已满。") from None
            # Not the error's text or traceback: they may quote the document.
            log.error("%s: %s while it was taken", subject_id, type(error).__name__)  # noqa: TRY400
            code, message = "internal_error", INTERNAL_ERROR
        self.app.intake.quarantine(subject_id, code=code, message=message)
        return Fate.QUARANTINED

    def _keep(self, entry: Entry) -> _Kept:
        """Nothing may become of a file, not even its quarantine, before its bytes are safe."""
        try:
            with tempfile.TemporaryDirectory(prefix="gongkai-intake-") as folder:
                copy = Path(folder) / "original"
                inbox.fetch(entry, copy)
                kept = self.app.originals.put(copy)
                return _Kept(kept.sha256, kept.size_bytes, *_media_type(copy))
        except OSError as error:
            fault = DiskFull if error.errno in _FULL else InboxFailing
            raise fault(f"收文箱中的文件未能复制（{error.strerror or type(error).__name__}）。") from None

    def _register(self, arrival_id: str, entry: Entry, kept: _Kept) -> Fate | DocumentId:
        # A wrong sheet leaves no document behind: the file may be handed in again with the right one.
        sheet = self._sheet(entry)
        registered = self.app.intake.register(
            arrival_id,
            sha256=kept.sha256,
            size_bytes=kept.size_bytes,
            media_type=kept.media_type,
            file_name=PurePosixPath(entry.name).name,
            unit=self._unit_id(sheet),
            handed_in_by=self._person_id(sheet),
            sheet=sheet.model_dump(mode="json") if sheet else None,
        )
        if registered.duplicate_of:
            return Fate.DUPLICATE
        if kept.fault is not None:
            raise kept.fault
        return registered.document_id

    def _read(self, document_id: DocumentId) -> Fate:
        document = self.app.desk.dossier(document_id).document
        if document.state is not State.RECEIVED:
            return Fate.DOCUMENT
        if document.media_type == LIST_MEDIA_TYPE:
            return self._read_list(document)
        sheet = DispatchSheet.model_validate(document.sheet) if document.sheet else None
        original = self.app.originals.local_path(document.original_sha256)
        inspection = self.app.pool.inspect(original, sheet, mark_ruled_out=document.mark_ruled_out, words=self.words)
        if inspection.extraction.classified:
            self.app.intake.seal(document_id)
            return Fate.DOCUMENT
        self.app.intake.store_reading(document_id, reading_of(inspection))
        self.app.intake.submit(document_id)
        return Fate.DOCUMENT

    def _read_list(self, document: Document) -> Fate:
        """A list that the confidentiality officer handed back; no reader of files made its pages."""
        content = list_of(self.app.originals.read(document.original_sha256))
        drafted = list_reading(content, self.app.bureau.name, None)
        self.app.intake.store_reading(document.id, with_findings(drafted, self.words))
        self.app.intake.submit(document.id)
        return Fate.DOCUMENT

    def _sheet(self, entry: Entry) -> DispatchSheet | None:
        """The file's dispatch sheet: its own sidecar, else its row in the folder's dispatch.csv."""
        if entry.sidecar is not None:
            return load_sidecar(inbox.read_companion(entry.sidecar), PurePosixPath(entry.sidecar.name).name)
        if entry.dispatch_csv is not None:
            rows = dispatch_rows(inbox.read_companion(entry.dispatch_csv))
            return rows.get(PurePosixPath(entry.name).name)
        return None

    def _unit_id(self, sheet: DispatchSheet | None) -> str | None:
        """The unit's id; a name that the bureau does not have is passed on, for the office to settle."""
        if sheet is None:
            return None
        known = (unit.id for unit in self.app.bureau.units if sheet.unit in (unit.id, unit.name))
        return next(known, sheet.unit)

    def _person_id(self, sheet: DispatchSheet | None) -> PersonId | None:
        """Who handed it in, if the sheet names a person of the bureau by id or by a name that only one has."""
        if sheet is None or sheet.drafted_by is None:
            return None
        people = [person.id for person in self.app.bureau.people if sheet.drafted_by in (person.id, person.name)]
        return people[0] if len(people) == 1 else None


def _media_type(path: Path) -> tuple[str, Unreadable | None]:
    """What the bytes are, or why they are nothing that can be read."""
    try:
        return sniff(path).value, None
    except Unreadable as fault:
        return UNKNOWN_TYPE, fault
