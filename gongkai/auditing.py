"""`gongkai audit`: the audit chain as a file for an inspector, and its head to be kept elsewhere."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongkai.app import App, open_app
from gongkai.audit_wording import action_name
from gongkai.settings import Settings
from records.domain.audit import Algorithm, AuditEntry, AuditHead
from records.domain.bureau import SHANGHAI
from records.domain.errors import BadInput
from records.services.audit import AuditSelection

#: A table program takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class HeadUnusable(BadInput):
    """A file that should hold exported heads holds something else."""

    code = "audit_head_unusable"
    advice = "应为 gongkai audit --head 的输出，每行一个末端。"


class ExportFailed(BadInput):
    """The export cannot be written where it was told to."""

    code = "export_failed"


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid")
    bureau: str
    sequence: int = Field(ge=0)
    hash: str = Field(pattern=r"^(?:sm3:)?[0-9a-f]{64}$")
    exported_at: dt.datetime | None = None


def export_entries(
    settings: Settings, selection: AuditSelection, form: Literal["csv", "jsonl"], out: Path | None
) -> int:
    """Write the selected entries to `out`, or to standard output, and return how many there are.

    A file appears as a whole or not at all.

    Raises:
        NotFound: nothing is on record about the subject.
        ExportFailed: the file cannot be written.
    """
    write = _write_csv if form == "csv" else _write_jsonl
    with open_app(settings) as app, _opened(out) as file:
        return write(file, app.audit.entries(selection))


def switch_algorithm(settings: Settings, algorithm: Algorithm) -> bool:
    """Have the chain go on with this algorithm; False if it does already."""
    with open_app(settings) as app:
        return app.audit.switch(algorithm, app.clock.now())


def export_head(settings: Settings, out: Path | None) -> None:
    """Write the chain's head as one line of JSON, for `gongkai verify --head`."""
    with open_app(settings) as app, _opened(out) as file:
        head = app.audit.head()
        line = _Head(bureau=head.bureau, sequence=head.sequence, hash=head.hash, exported_at=app.clock.now())
        file.write(line.model_dump_json() + "\n")


def read_heads(app: App, path: Path) -> list[AuditHead]:
    """The heads that were exported to this file, one a line.

    Raises:
        HeadUnusable: it is no such file, or of another bureau.
    """
    try:
        lines = [_Head.model_validate_json(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    except (OSError, UnicodeDecodeError, ValidationError):
        raise HeadUnusable(f"{path} 不是导出的审计链末端。") from None
    if not lines:
        raise HeadUnusable(f"{path} 中没有审计链末端。")
    if {line.bureau for line in lines} != {app.bureau.id}:
        raise HeadUnusable(f"{path} 是其他机关的审计链末端。")
    return [AuditHead(line.bureau, line.sequence, line.hash) for line in lines]


_COLUMNS = (
    "sequence",
    "at",
    "at_shanghai",
    "actor",
    "role",
    "action",
    "action_name",
    "subject_id",
    "details",
    "hash",
    "previous_hash",
    "bureau",
)


def _row(entry: AuditEntry) -> tuple[str | int, ...]:
    """All of an entry, in the spelling that its hash is computed over; and what it means for people."""
    return (
        entry.sequence,
        entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        entry.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        entry.actor,
        entry.role,
        entry.action,
        action_name(entry.action),
        entry.subject_id,
        entry.details,
        entry.hash,
        entry.previous_hash,
        entry.bureau,
    )


def _write_jsonl(file: TextIO, entries: Iterable[AuditEntry]) -> int:
    count = 0
    for entry in entries:
        file.write(json.dumps(dict(zip(_COLUMNS, _row(entry), strict=True)), ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_csv(file: TextIO, entries: Iterable[AuditEntry]) -> int:
    file.write("\ufeff")  # table programs take a file without it for another encoding
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    count = 0
    for entry in entries:
        writer.writerow([_cell(value) for value in _row(entry)])
        count += 1
    return count


def _cell(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


@contextmanager
def _opened(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    try:
        descriptor, draft = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise ExportFailed(f"无法写入 {out}（{error.strerror}）。") from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
        Path(draft).replace(out)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
