"""`gongkai restore --open`: after people have looked, a restored installation shows what is still to be shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bundles.format import Tombstone, is_document_id
from bundles.reader import BundleReader, Published
from gongkai.app import App, open_app
from gongkai.reconcile.everything import reconcile_all
from gongkai.reconcile.finding import Finding, Outcome
from gongkai.recovery.folder import BackupFolder
from gongkai.recovery.removals import Removal
from gongkai.recovery.restoring import held_backup
from gongkai.settings import Settings
from gongkai.verifying import shows
from records.domain.document import DocumentId
from records.domain.errors import BadInput, NotFound, Refused
from records.domain.publication import Publication

CODE = "removed_after_backup"


class NothingHeld(Refused):
    """No restored backup waits here, or its restore has not come to its end."""

    code = "nothing_held"
    advice = "先执行 gongkai restore 目录；中断了的，再执行一次。"


class RemovedListUnusable(BadInput):
    """The list of what was taken off holds something else than ids."""

    code = "removed_list_unusable"
    advice = "每行一个公文编号。"


@dataclass(frozen=True, slots=True)
class Opened:
    """`kept_off` were public in the backup and were taken off or sealed after it. `shown` is what citizens find now."""

    shown: int
    kept_off: tuple[DocumentId, ...]
    findings: tuple[Finding, ...]


def open_restored(settings: Settings, root: Path, removed: Path | None) -> Opened:
    """Keep off what was taken off since, put back what else was public, reconcile, index. May be repeated when killed.

    `removed` is a file with an id a line: what people know beside the log in the folder of backups.

    Raises:
        NothingHeld, RemovedListUnusable: nothing was changed.
    """
    name = held_backup(settings)
    if name is None:
        raise NothingHeld("没有恢复好的备份在等待开放。")
    removals = [*BackupFolder(root).removals.since(name), *_listed(removed)]
    with open_app(settings) as app:
        kept_off = _keep_off(app, [*removals, *_taken_off_meanwhile(app, settings)])
        _put_back(app, settings)
    settings.hold.unlink()
    findings = reconcile_all(settings)
    with open_app(settings) as app:
        app.engine.rebuild(app.public.index.everything())
        app.public.open_data.make(app.clock.now())
        shown = sum(1 for _ in app.bundles.published(app.bureau.id))
    return Opened(shown, kept_off, tuple(each for each in findings if each.outcome is not Outcome.REPAIRED))


def _listed(path: Path | None) -> list[Removal]:
    if path is None:
        return []
    try:
        ids = path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        raise RemovedListUnusable(f"{path} 无法读取。") from None
    if not all(map(is_document_id, ids)):
        raise RemovedListUnusable(f"{path} 中有的不是公文编号。")
    return [Removal(DocumentId(each), "removed") for each in ids]


def _keep_off(app: App, removals: Sequence[Removal]) -> tuple[DocumentId, ...]:
    """Seal or suspend them on record; what the backup does not know is nowhere to be shown."""
    live, kept_off = app.overview.live(), dict[DocumentId, None]()
    for removal in removals:
        with suppress(NotFound):
            if removal.kind == "sealed":
                app.intake.sealing.seal(removal.document_id)
            elif removal.document_id in live:
                app.reconciling.suspend(removal.document_id, CODE)
            else:
                continue
            kept_off[removal.document_id] = None
    return tuple(kept_off)


def _taken_off_meanwhile(app: App, settings: Settings) -> Iterator[Removal]:
    """What was live when the records were copied, and a tombstone when the public side was."""
    held = BundleReader(settings.held)
    for document_id in app.overview.live():
        if isinstance(held.current(app.bureau.id, document_id), Tombstone):
            yield Removal(document_id, "removed")


def _put_back(app: App, settings: Settings) -> None:
    """Move what is live on record, as it was decided, and what belongs to no document; reconcile does the rest."""
    held, live = BundleReader(settings.held), app.overview.live()
    for entry in sorted((settings.held / app.bureau.id).glob("*")):
        destination = settings.bundles / app.bureau.id / entry.name
        if destination.exists() or not _may_be_there(held, app.bureau.id, entry.name, live):
            continue
        destination.parent.mkdir(parents=True, exist_ok=True)
        entry.rename(destination)
    shutil.rmtree(settings.held, ignore_errors=True)


def _may_be_there(held: BundleReader, bureau: str, name: str, live: Mapping[DocumentId, Publication]) -> bool:
    if not is_document_id(name):
        return True
    current, publication = held.current(bureau, name), live.get(DocumentId(name))
    if isinstance(current, Published):
        return publication is not None and held.is_whole(current.meta) and shows(current.meta, publication)
    return isinstance(current, Tombstone) and publication is None
