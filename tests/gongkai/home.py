"""An installation in a folder of its own, without Airflow: its command line and its people."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.app import App, open_app
from gongkai.ingesting import ingest_now
from gongkai.settings import ROOT, Settings, load_settings
from records.domain.document import DocumentId
from records.domain.ledger import RunLedger
from records.domain.review import DecisionRequest, Verdict
from tests.gongkai.forked_commands import forked_commands


@dataclass(frozen=True)
class Home:
    folder: Path
    airflow_port: int
    portal_port: int
    records_url: str = ""
    backup_folder: Path | None = None

    def copy_to(self, folder: Path) -> Home:
        """The same home as it is now, for a test to spoil."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return replace(self, folder=folder)

    @property
    def variables(self) -> dict[str, str]:
        return {
            "GONGKAI_HOME": str(self.folder),
            "GONGKAI_AIRFLOW_PORT": str(self.airflow_port),
            "GONGKAI_PORTAL_PORT": str(self.portal_port),
            "GONGKAI_RECORDS_URL": self.records_url,
            "GONGKAI_BACKUP_FOLDER": str(self.backup_folder or ""),
        }

    @property
    def settings(self) -> Settings:
        return load_settings(self.variables)

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    def command(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run `gongkai …` to its end."""
        return run_gongkai(self.variables, *arguments)

    def start(self, program: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start Python with these arguments in this home; the caller ends it."""
        return subprocess.Popen(
            [sys.executable, *program],
            env=environment(self.variables),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @contextmanager
    def open(self) -> Iterator[App]:
        with open_app(self.settings) as app:
            yield app

    def ingest(self, *paths: Path) -> RunLedger:
        return ingest_now(self.settings, paths)

    def hand_in(self, source: Path, name: str | None = None) -> None:
        """Put a complete file into the inbox, the mark last."""
        target = self.inbox / (name or source.name)
        shutil.copyfile(source, target)
        target.with_name(f"{target.name}.done").touch()


def environment(variables: dict[str, str]) -> dict[str, str]:
    """What a program is started with: these settings and none of the caller's."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "AIRFLOW"))}
    return {**inherited, **variables, "PYTHONPATH": str(ROOT)}


def run_gongkai(
    variables: dict[str, str], *arguments: object, limit_s: float = 400
) -> subprocess.CompletedProcess[str]:
    return forked_commands().run([str(each) for each in arguments], environment(variables), limit_s)


def decide(
    app: App,
    document_id: DocumentId,
    verdict: Verdict = Verdict.APPROVE,
    reason: str | None = None,
    legal_basis: str | None = None,
) -> None:
    """Whoever the waiting step is assigned to looks at the document and decides, as at the desk."""
    waiting = app.review.waiting_step(document_id)
    assert waiting is not None
    person = waiting.assignees[0].id
    app.review.note_view(document_id, person, waiting.content_hash)
    app.review.record(
        DecisionRequest(
            document_id=document_id,
            round=waiting.round,
            step=waiting.step,
            content_hash=waiting.content_hash,
            verdict=verdict,
            person=person,
            reason=reason,
            legal_basis=legal_basis,
        )
    )


def approve_at_all_levels(app: App, document_id: DocumentId) -> None:
    for _level in range(3):
        decide(app, document_id)


def document_of(ledger: RunLedger, name: str) -> DocumentId:
    """The document that this file became."""
    found = next(arrival.document_id for arrival in ledger.arrivals if arrival.source_path == name)
    assert found is not None
    return found
