"""A run over the inbox: what there is to do, and doing it file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from gongkai.app import App
from gongkai.screening_words import bureau_words
from gongkai.taking import FileTaker
from processors.intake import inbox
from processors.intake.listing import Entry, Listing, Waiting
from records.domain.document import DocumentId
from records.domain.errors import Unavailable
from records.domain.ledger import Arrival, ArrivalFacts, Fate


class InboxMissing(Unavailable):
    """There is no inbox where the settings say."""

    code = "inbox_missing"
    advice = "请建立该文件夹，或检查 GONGKAI_INBOX 与存储是否挂载。"


#: What became of an id, beside the fates of the ledger: changed or taken away since it was listed.
GONE = "gone"


@dataclass(frozen=True, slots=True)
class InboxIntake:
    app: App

    def discover(self, run_key: str) -> list[str]:
        """Put all files of the inbox on record; return the ids of what there is to do.

        These are complete arrivals, and documents that a killed run left unread. Files that an earlier run took and
        could not remove any more are removed here.

        Raises:
            InboxMissing, WordListUnusable: nothing was looked at.
        """
        bureau_words(self.app.settings)
        intake = self.app.intake
        listing = self._listing()
        complete = intake.note_arrivals(run_key, [_complete(entry) for entry in listing.entries])
        intake.note_arrivals(run_key, [_waiting(entry) for entry in listing.waiting])
        for arrival, entry in zip(complete, listing.entries, strict=True):
            if arrival.is_settled:
                inbox.remove(entry)
        for document in intake.unsubmitted():
            intake.submit(document.id)
        new = [arrival.id for arrival in complete if not arrival.is_settled]
        return [*new, *(document.id for document in intake.unread())]

    def take_all(self, run_key: str, ids: Sequence[str]) -> dict[str, int]:
        """Take these arrivals and read these documents; return counts by fate.

        Arrivals are registered in their order, so that of two files with the same bytes the first is the document, and
        read side by side. Called again after a kill, it goes on where it was; what is finished is left alone.

        Raises:
            WordListUnusable: no file was touched; nothing may be read without the bureau's own list.
            Unavailable: a neighbour does not answer; files that were begun are finished, others left for the next run.
        """
        taker = FileTaker(self.app, bureau_words(self.app.settings))
        arrivals = self.app.intake.seen_among(run_key, ids)
        entries = self._entries(arrivals.values())
        known = [arrivals.get(id_) for id_ in ids]
        begun = [
            _begin(taker, arrival, entries.get(_key(arrival))) if arrival else DocumentId(id_)
            for id_, arrival in zip(ids, known, strict=True)
        ]
        return dict(Counter(_read_side_by_side(taker, begun, self.app.pool.callers)))

    def _entries(self, arrivals: Iterable[Arrival]) -> dict[tuple[str, int, float], Entry]:
        """These files as they lie there now; they were seen to be complete when they got their arrival."""
        names = [arrival.source_path for arrival in arrivals if arrival.source_path]
        url, now = self.app.settings.inbox_url, self.app.clock.now()
        with _inbox_there(url):
            found = inbox.find(url, names, now=now).values()
        return {(entry.name, entry.size_bytes, entry.modified_at.timestamp()): entry for entry in found}

    def _listing(self) -> Listing:
        settings = self.app.settings
        with _inbox_there(settings.inbox_url):
            return inbox.discover(settings.inbox_url, now=self.app.clock.now(), settle_s=settings.settle_s)


@contextmanager
def _inbox_there(url: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise InboxMissing(f"收文箱 {url} 不存在。") from None


def _begin(taker: FileTaker, arrival: Arrival, entry: Entry | None) -> Fate | DocumentId | None:
    """A fate, or what is left to read; None for a file that was changed or taken away since it was listed.

    A killed run may have registered the file and read no further.
    """
    if not arrival.is_settled:
        if entry is not None:
            return taker.register(arrival.id, entry)
        return None if arrival.fate is Fate.WAITING else arrival.fate
    if entry is not None:
        inbox.remove(entry)
    return arrival.document_id if arrival.fate is Fate.DOCUMENT and arrival.document_id else arrival.fate


def _read_side_by_side(taker: FileTaker, begun: Sequence[Fate | DocumentId | None], callers: int) -> Iterator[str]:
    """The fates; after the first exception nothing further is begun."""
    with ThreadPoolExecutor(callers, thread_name_prefix="intake") as threads:
        try:
            to_read = [one for one in begun if one is not None and not isinstance(one, Fate)]
            yield from (fate.value for fate in threads.map(taker.read, to_read))
        finally:
            threads.shutdown(cancel_futures=True)
    yield from (GONE if one is None else one.value for one in begun if one is None or isinstance(one, Fate))


def _key(arrival: Arrival) -> tuple[str, int, float]:
    return (arrival.source_path or "", arrival.size_bytes, arrival.modified_at.timestamp())


def _complete(entry: Entry) -> ArrivalFacts:
    return ArrivalFacts(entry.name, entry.size_bytes, entry.modified_at)


def _waiting(entry: Waiting) -> ArrivalFacts:
    return ArrivalFacts(entry.name, entry.size_bytes, entry.modified_at, waiting_for=entry.why)
