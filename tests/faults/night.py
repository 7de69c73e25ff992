"""A night of documents without Airflow: what its tasks do, as processes that can be killed; and what was lost of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bundles.reader import Published
from gongkai.app import App
from gongkai.reconcile.everything import reconcile_all
from gongkai.verifying import verify_all
from records.domain.errors import Refused
from records.domain.lifecycle import State
from tests.gongkai.home import Home, decide

#: What the tasks of the DAGs run, by what is killed.
PROGRAMS = {
    "worker": ["-m", "gongkai", "ingest"],
    "publisher": ["-c", "from gongkai.tasks import publish_batch; publish_batch(limit=50)"],
    "indexer": ["-m", "gongkai", "reindex"],
    "reconciler": ["-m", "gongkai", "reconcile"],
}
#: Findings about an Airflow that is not there.
ABOUT_AIRFLOW = {"runs_not_checked", "not_delivered"}


@dataclass(frozen=True)
class Losses:
    """All are to be 0. `twice` counts publications of the same content beyond the first."""

    files: int
    decisions: int
    pages: int
    index_entries: int
    twice: int
    problems: int
    left_by_reconcile: int


@dataclass
class Night:
    home: Home
    papers: Sequence[Path]
    approved: int = 0

    def hand_in(self) -> None:
        rows = "".join(f"{path.name},社会保险科,示例经办员甲\n" for path in self.papers)
        (self.home.inbox / "dispatch.csv").write_text(f"文件名,拟稿科室,拟稿人\n{rows}", encoding="utf-8")
        for path in self.papers:
            self.home.hand_in(path)

    def start(self, part: str) -> subprocess.Popen[bytes]:
        return self.home.start(PROGRAMS[part])

    def run(self, part: str) -> int:
        return self.start(part).wait()

    def approve_what_waits(self) -> None:
        """What the reviewers do in the morning; each decision that returned is counted."""
        with self.home.open() as app:
            for row in app.overview.documents(State.IN_REVIEW):
                self._approve(app, row.id)

    def _approve(self, app: App, document_id: object) -> None:
        with suppress(Refused):
            while app.review.waiting_step(document_id) is not None:  # type: ignore[arg-type]
                decide(app, document_id)  # type: ignore[arg-type]
                self.approved += 1

    def finish(self) -> None:
        """What the next night does."""
        self.run("worker")
        self.approve_what_waits()
        self.run("publisher")

    def losses(self) -> Losses:
        wanted = {path.name for path in self.papers}
        findings = [each for each in reconcile_all(self.home.settings) if each.code not in ABOUT_AIRFLOW]
        verified = verify_all(self.home.settings)
        with self.home.open() as app:
            rows = app.overview.documents()
            names = [row.file_name for row in rows]
            published = [row.id for row in rows if row.state is State.PUBLISHED]
            pages = {each for each in published if isinstance(app.bundles.current(app.bureau.id, each), Published)}
            versions = sum(len(app.desk.dossier(each).versions) for each in published)
            indexed = app.engine.ids(app.bureau.id)
        return Losses(
            files=len(wanted - set(names)) + len(names) - len(set(names)),
            decisions=self.approved - verified["decisions"],
            pages=len(wanted) - len(pages),
            index_entries=len(pages ^ indexed),
            twice=versions - len(published),
            problems=len(verified["problems"]),
            left_by_reconcile=len([each for each in findings if each.outcome != "repaired"]),
        )


#: Nothing.
NONE = Losses(0, 0, 0, 0, 0, 0, 0)


def note(name: str, **facts: object) -> None:
    """A line for docs/faults.md; shown by `pytest -s`."""
    sys.stdout.write(json.dumps({"fault": name, **facts}, ensure_ascii=False) + "\n")
