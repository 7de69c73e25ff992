"""`gongkai ingest`: one run over the inbox without Airflow; reviews open as soon as Airflow is up."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from gongkai.app import open_app
from gongkai.inbox_intake import InboxIntake, InboxMissing
from gongkai.settings import Settings
from processors.intake.arrival_names import DISPATCH_CSV, DONE, SIDECAR
from records.domain.errors import BadInput
from records.domain.ledger import Fate, RunLedger


class NotAFile(BadInput):
    """A path that was given names no file."""

    code = "not_a_file"


class NameTaken(BadInput):
    """Copying would replace a file that waits in the inbox, or another one of the same call."""

    code = "name_taken"
    advice = "请改名后再试。"


def ingest_now(settings: Settings, paths: Sequence[Path]) -> RunLedger:
    """Copy `paths` into the inbox with a `.done` mark, run over the whole inbox, return the ledger.

    What Airflow or the search engine does not take now stays in the outbox.

    Raises:
        InboxMissing: the inbox is no folder of this machine.
        NotAFile, NameTaken: this path cannot be handed in; nothing was copied.
    """
    _hand_in(paths, Path(settings.inbox_url))
    with open_app(settings) as app:
        run_key = f"manual__{app.clock.now().isoformat()}"
        intake = InboxIntake(app)
        intake.take_all(run_key, intake.discover(run_key))
        app.deliver_outbox()
        return app.intake.ledger(run_key)


def _hand_in(paths: Sequence[Path], inbox: Path) -> None:
    """Sheets come before files and each mark last, so that no other run takes half a file, or one without its sheet."""
    if paths and not inbox.is_dir():
        raise InboxMissing(f"收文箱 {inbox} 不是本机上的文件夹，无法把文件放进去。")
    taken = {path.name for path in inbox.iterdir()} if paths else set()
    for path in paths:
        if not path.is_file():
            raise NotAFile(f"{path} 不是文件。")
        if path.name in taken:
            raise NameTaken(f"收文箱中已有名为 {path.name} 的文件。")
        taken.add(path.name)
    for path in sorted(paths, key=lambda path: not _is_sheet(path)):
        shutil.copyfile(path, inbox / path.name)
        if not _is_sheet(path):
            (inbox / f"{path.name}{DONE}").touch()


def _is_sheet(path: Path) -> bool:
    return path.name == DISPATCH_CSV or path.name.endswith(SIDECAR)


def ledger_counts(ledger: RunLedger) -> dict[str, int]:
    """The ledger without names: what may go to XCom or to another program."""
    return {"seen": ledger.seen, **{fate.value: ledger.count(fate) for fate in Fate}}
