"""A publisher that is killed: `python -m tests.gongkai.dying MOMENT`, one of the names of `MOMENTS`."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bundles.writer import BundleWriter, Release
from gongkai.app import App, open_app
from gongkai.public_side import Airlock
from records.domain.document import Document
from records.domain.publication import Correction, Lack, Publication
from records.domain.reading import Reading


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class DiesWhenPublished(Airlock):
    """The public side does all its work; the process dies before it can be noted as done."""

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
        lacks = Airlock.publish(self, publication, document, reading, original, as_of=as_of, corrections=corrections)
        die()
        return lacks


@dataclass(frozen=True, slots=True)
class DiesWhenWritten(BundleWriter):
    """The bundle is public, the index does not know it yet."""

    def write(self, release: Release) -> object:
        BundleWriter.write(self, release)
        die()
        return None


def after_the_commit(app: App) -> None:
    app.publishing.publish_cleared(limit=10)
    die()


def between_bundle_and_index(app: App) -> None:
    app.publishing.publish_cleared(limit=10)
    side = app.public
    airlock = Airlock(side.bureau, DiesWhenWritten(app.settings.bundles), side.reader, side.engine, side.pool)
    app.outbox.deliver(runs=app.runs, public=airlock)


def before_it_is_noted(app: App) -> None:
    app.publishing.publish_cleared(limit=10)
    side = app.public
    airlock = DiesWhenPublished(side.bureau, side.writer, side.reader, side.engine, side.pool)
    app.outbox.deliver(runs=app.runs, public=airlock)


MOMENTS: dict[str, Callable[[App], None]] = {
    moment.__name__: moment for moment in (after_the_commit, between_bundle_and_index, before_it_is_noted)
}

if __name__ == "__main__":
    with open_app() as opened:
        MOMENTS[sys.argv[1]](opened)
