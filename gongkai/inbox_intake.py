"""A run over the inbox: what there is to do, and doing it file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.app import App
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
            InboxMissing: nothing was looked at.
        """
        intake = self.app.intake
        listing = self._listing(self.app.settings.settle_s)
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

        Called again after a kill, it goes on where it was; what is finished is left alone.
        """
        arrivals = {arrival.id: arrival for arrival in self.app.intake.ledger(run_key).arrivals}
        entries = self._entries()
        taker = FileTaker(self.app)
        counts: Counter[str] = Counter()
        for id_ in ids:
            arrival = arrivals.get(id_)
            if arrival is None:
                counts[taker.read_again(DocumentId(id_)).value] += 1
            elif arrival.is_settled:
                counts[_finish(taker, arrival, entries.get(_key(arrival))).value] += 1
            elif entry := entries.get(_key(arrival)):
                counts[taker.take(arrival.id, entry).value] += 1
            else:
                counts[GONE if arrival.fate is Fate.WAITING else arrival.fate.value] += 1
        return dict(counts)

    def _entries(self) -> dict[tuple[str, int, float], Entry]:
        """Files as they lie there now; they were seen to be complete when they got their arrival."""
        listing = self._listing(settle_s=0.0)
        return {(entry.name, entry.size_bytes, entry.modified_at.timestamp()): entry for entry in listing.entries}

    def _listing(self, settle_s: float) -> Listing:
        url = self.app.settings.inbox_url
        try:
            return inbox.discover(url, now=self.app.clock.now(), settle_s=settle_s)
        except FileNotFoundError:
            raise InboxMissing(f"收文箱 {url} 不存在。") from None


def _finish(taker: FileTaker, arrival: Arrival, entry: Entry | None) -> Fate:
    """What is left to do for a file that has a fate: a killed run may have registered it and read no further."""
    fate = arrival.fate
    if fate is Fate.DOCUMENT and arrival.document_id is not None:
        fate = taker.read_again(arrival.document_id)
    if entry is not None:
        inbox.remove(entry)
    return fate


def _key(arrival: Arrival) -> tuple[str, int, float]:
    return (arrival.source_path or "", arrival.size_bytes, arrival.modified_at.timestamp())


def _complete(entry: Entry) -> ArrivalFacts:
    return ArrivalFacts(entry.name, entry.size_bytes, entry.modified_at)


def _waiting(entry: Waiting) -> ArrivalFacts:
    return ArrivalFacts(entry.name, entry.size_bytes, entry.modified_at, waiting_for=entry.why)
