"""A home in which documents are public, made once; every test has a copy to spoil."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from records.domain.document import DocumentId
from tests.gongkai.home import Home, approve_at_all_levels, document_of

NOTICE = "01-失业保险金申领发放通知.docx"
LETTER = "02-人大代表建议答复函.docx"
SHEETS = f"文件名,拟稿科室,公开属性\n{NOTICE},社会保险科,\n{LETTER},就业促进科,主动公开\n"


@dataclass(frozen=True)
class PublishedHome:
    """`public` is a notice before the public, `waiting` a letter in review."""

    home: Home
    public: DocumentId
    waiting: DocumentId

    def copy_to(self, folder: Path) -> PublishedHome:
        return replace(self, home=self.home.copy_to(folder))

    @property
    def page(self) -> Path:
        """The folder of the public document's bundle."""
        return self.home.settings.bundles / "shili-hrss" / self.public


def publish_one_of_two(home: Home, papers: Path) -> PublishedHome:
    (home.inbox / "dispatch.csv").write_text(SHEETS, encoding="utf-8")
    ledger = home.ingest(papers / NOTICE, papers / LETTER)
    public, waiting = (document_of(ledger, name) for name in (NOTICE, LETTER))
    with home.open() as app:
        approve_at_all_levels(app, public)
        app.publishing.publish_cleared(limit=1)
        app.deliver_outbox()
        app.public.open_data.make(app.clock.now())
    return PublishedHome(home, public, waiting)
