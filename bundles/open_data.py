"""The open-data dump: all that is public, as JSON lines with the text and as CSV without it.

<bureau>/open-data/documents.jsonl, documents.csv, manifest.json. Made anew every night; what is taken down or corrected
leaves it at once. A row without a page (on request) is not in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bundles.changes import Position, changes_since
from bundles.csv_lines import BYTE_ORDER_MARK, csv_line, safe_cell
from bundles.durable import replace_synced, sole_writer, sync_file, sync_folder
from bundles.format import BundleMeta
from bundles.public_record import PublicRecord, public_record
from bundles.reader import BundleReader, Published
from bundles.verification import BundleRefused
from bundles.writer import LOCK_NAME

FOLDER = "open-data"
JSON_LINES = "documents.jsonl"
CSV = "documents.csv"
MANIFEST = "manifest.json"
MEDIA_TYPES = {JSON_LINES: "application/jsonl", CSV: "text/csv; charset=utf-8"}

#: Columns of the CSV; the id comes first.
_CELLS = tuple(name for name in PublicRecord.model_fields if name not in ("corrections", "downloads", "has_page"))


class DumpFile(BaseModel):
    model_config = ConfigDict(frozen=True)
    name: str
    media_type: str
    size_bytes: int
    sha256: str


class Manifest(BaseModel):
    """What the dump holds, and when it was last made anew; `files` as they are now."""

    model_config = ConfigDict(frozen=True)
    made_at: AwareDatetime
    documents: int
    files: tuple[DumpFile, ...]


@dataclass(frozen=True, slots=True)
class OpenData:
    """The dump of one bureau, beside its bundles."""

    reader: BundleReader
    bureau: str

    @property
    def folder(self) -> Path:
        return self._bureau_folder / FOLDER

    @property
    def _bureau_folder(self) -> Path:
        return self.reader.root / self.bureau

    def manifest(self) -> Manifest | None:
        """What there is, or None if no dump was made yet."""
        try:
            return Manifest.model_validate_json((self.folder / MANIFEST).read_bytes())
        except (OSError, ValidationError):
            return None

    def ids(self) -> Iterator[str]:
        """The documents in the dump as it lies there."""
        if (self.folder / JSON_LINES).exists():
            with (self.folder / JSON_LINES).open(encoding="utf-8") as lines:
                yield from (json.loads(line)["id"] for line in lines)

    def make(self, now: dt.datetime) -> Manifest:
        """Write all that is public. What changes meanwhile is looked at again before the dump takes its place."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _, began = changes_since(self._bureau_folder, Position())
        fresh = {name: self.folder / f".{name}.made" for name in MEDIA_TYPES}
        with _Lines(fresh) as lines:
            lines.write_head()
            for meta in self.reader.published(self.bureau):
                self._write(lines, meta)
        with sole_writer(self._bureau_folder / LOCK_NAME):
            changed, _ = changes_since(self._bureau_folder, began)
            return self._put(fresh, changed or frozenset(), now)

    def refresh(self, document_ids: Iterable[str]) -> None:
        """Make the dump say of these documents what is public now; nothing happens if there is none."""
        manifest = self.manifest()
        if manifest is not None:
            with sole_writer(self._bureau_folder / LOCK_NAME):
                present = {name: self.folder / name for name in MEDIA_TYPES}
                self._put(present, frozenset(document_ids), manifest.made_at)

    def _put(self, sources: dict[str, Path], again: frozenset[str], made_at: dt.datetime) -> Manifest:
        """Copy the lines of all documents but those `again`, add what these are now, and put the result in place."""
        ready = {name: self.folder / f".{name}.ready" for name in MEDIA_TYPES}
        with _Lines(ready) as lines:
            lines.copy(sources, again)
            for document_id in sorted(again):
                current = self.reader.current(self.bureau, document_id)
                if isinstance(current, Published):
                    self._write(lines, current.meta)
        manifest = Manifest(made_at=made_at, documents=lines.documents, files=tuple(map(_described, ready.items())))
        for name, path in ready.items():
            sync_file(path)
            path.replace(self.folder / name)
        for path in sources.values():
            if path.name.startswith("."):
                path.unlink(missing_ok=True)
        sync_folder(self.folder)
        replace_synced(self.folder / MANIFEST, manifest.model_dump_json(indent=1).encode())
        return manifest

    def _write(self, lines: _Lines, meta: BundleMeta) -> None:
        if meta.listed_only:
            return
        try:
            text = self.reader.body_text(meta)
        except BundleRefused:
            return
        lines.write(public_record(meta, self.reader.columns(self.bureau)), text)


class _Lines:
    """Both files, written side by side."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self._files = {name: path.open("w", encoding="utf-8", newline="") for name, path in paths.items()}
        self.documents = 0

    def __enter__(self) -> _Lines:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def write_head(self) -> None:
        self._files[CSV].write(BYTE_ORDER_MARK + csv_line(_CELLS))

    def write(self, record: PublicRecord, text: str) -> None:
        facts = record.model_dump(mode="json")
        self._files[JSON_LINES].write(json.dumps({**facts, "text": text}, ensure_ascii=False) + "\n")
        self._files[CSV].write(csv_line([_cell(facts[name]) for name in _CELLS]))
        self.documents += 1

    def copy(self, sources: dict[str, Path], but: frozenset[str]) -> None:
        """Take over the lines of other documents; every line begins with the document's id."""
        openings = {JSON_LINES: tuple(f'{{"id": "{each}"' for each in but), CSV: tuple(f"{each}," for each in but)}
        for name, source in sources.items():
            with source.open(encoding="utf-8", newline="") as lines:
                kept = 0
                for line in lines:
                    if not line.startswith(openings[name]):
                        self._files[name].write(line)
                        kept += 1
            if name == JSON_LINES:
                self.documents += kept


def _described(item: tuple[str, Path]) -> DumpFile:
    name, path = item
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return DumpFile(name=name, media_type=MEDIA_TYPES[name], size_bytes=path.stat().st_size, sha256=sha256)


def _cell(value: object) -> str:
    text = "；".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return safe_cell(" ".join(text.split()))
