"""`gongkai ingest`: one run over the inbox without Airflow; reviews open as soon as Airflow is up."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from gongkai.app import open_app
from gongkai.inbox_intake import InboxIntake
from gongkai.settings import Settings
from records.domain.errors import BadInput
from records.domain.ledger import Fate, RunLedger


class NotAFile(BadInput):
    """A path that was given names no file."""

    code = "not_a_file"


def ingest_now(settings: Settings, paths: Sequence[Path]) -> RunLedger:
    """Copy `paths` into the inbox with a `.done` mark, run over the whole inbox, return the ledger.

    What Airflow or the search engine does not take now stays in the outbox.

    Raises:
        NotAFile: a path is no file; nothing was copied.
    """
    for path in paths:
        if not path.is_file():
            raise NotAFile(f"{path} 不是文件。")
    for path in paths:
        _hand_in(path, Path(settings.inbox_url))
    with open_app(settings) as app:
        run_key = f"manual__{app.clock.now().isoformat()}"
        intake = InboxIntake(app)
        intake.take_all(run_key, intake.discover(run_key))
        app.deliver_outbox()
        return app.intake.ledger(run_key)


def _hand_in(path: Path, inbox: Path) -> None:
    """The mark comes last, so that a run of another process never sees half a file as complete."""
    shutil.copyfile(path, inbox / path.name)
    (inbox / f"{path.name}.done").touch()


def ledger_counts(ledger: RunLedger) -> dict[str, int]:
    """The ledger without names: what may go to XCom or to another program."""
    return {"seen": ledger.seen, **{fate.value: ledger.count(fate) for fate in Fate}}
