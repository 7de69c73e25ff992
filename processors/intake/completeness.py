"""Which of the files that were seen are complete, which must wait, and which need a second look."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from processors.intake.arrival_names import DISPATCH_CSV, DONE, SIDECAR, sidecar_names
from processors.intake.listing import Companion, Entry, Listing, Waiting
from processors.intake.look import Seen

_WHY: Final = {
    "without_file": "只有拟文处理单或完成标记，尚未见到对应的公文文件。",
    "shared_sheet": "几个同名文件共用一份拟文处理单，请把它命名为“文件全名.json”，每个文件一份。",
    "just_written": "文件刚刚写入，等待写完。",
    "growing": "文件还在变化，等待写完。",
}


@dataclass(slots=True)
class Sorter:
    """Parts one look into complete, waiting and unsure; a second look decides about the unsure."""

    url: str
    seen: Mapping[str, Seen]
    now: dt.datetime
    settle_s: float
    unsure: dict[str, Entry] = field(default_factory=dict)
    _entries: dict[str, Entry] = field(default_factory=dict)
    _waiting: dict[str, Waiting] = field(default_factory=dict)

    def sort(self) -> None:
        """Judge every file of the first look."""
        documents = [name for name, seen in self.seen.items() if seen.fault is None and _is_document(name)]
        companions = {extra for name in documents for extra in (name + DONE, *sidecar_names(name))}
        by_stem = Counter(sidecar_names(name)[-1] for name in documents)
        for name, seen in self.seen.items():
            if seen.fault is not None:
                self._wait(seen, *seen.fault)
            elif _is_document(name):
                self._judge(seen, by_stem)
            elif posixpath.basename(name) != DISPATCH_CSV and name not in companions:
                self._wait(seen, "without_file", _WHY["without_file"])

    def compare(self, second: Mapping[str, Seen]) -> None:
        """Decide about the unsure ones by a second look."""
        for name, entry in self.unsure.items():
            again = second.get(name)
            if again is not None and (again.size_bytes, again.modified_at) == (entry.size_bytes, entry.modified_at):
                self._entries[name] = entry
            else:
                self._wait(again or self.seen[name], "growing", _WHY["growing"])

    def candidates(self) -> Mapping[str, Entry]:
        """What may be taken, by name, the unsure ones included."""
        return {**self._entries, **self.unsure}

    def listing(self) -> Listing:
        """All that was decided."""
        csvs = sorted(name for name in self.seen if posixpath.basename(name) == DISPATCH_CSV)
        return Listing(
            tuple(self._entries[name] for name in sorted(self._entries)),
            tuple(self._waiting[name] for name in sorted(self._waiting)),
            tuple(Companion(self.url, name) for name in csvs if self._usable(name)),
        )

    def _judge(self, seen: Seen, by_stem: Mapping[str, int]) -> None:
        entry = self._entry(seen)
        own, *short = sidecar_names(seen.name)
        if entry.sidecar is not None and entry.sidecar.name != own and by_stem[short[-1]] > 1:
            self._wait(seen, "shared_sheet", _WHY["shared_sheet"])
            return
        age = (self.now - seen.modified_at).total_seconds()
        sheet = None if entry.sidecar is None else self.seen[entry.sidecar.name]
        # A sheet older than its file may have come first: then it does not say that the file is whole.
        if entry.marker is not None or (sheet is not None and sheet.modified_at >= seen.modified_at):
            self._entries[seen.name] = entry
        elif -self.settle_s < age < self.settle_s:
            # A time further in the future is a wrong clock: it would wait for ever, so the second look decides.
            self._wait(seen, "just_written", _WHY["just_written"])
        else:
            self.unsure[seen.name] = entry

    def _entry(self, seen: Seen) -> Entry:
        sidecar = next((name for name in sidecar_names(seen.name) if self._usable(name)), None)
        csv = posixpath.join(posixpath.dirname(seen.name), DISPATCH_CSV)
        return Entry(
            self.url,
            seen.name,
            seen.size_bytes,
            seen.modified_at,
            sidecar=None if sidecar is None else Companion(self.url, sidecar),
            dispatch_csv=Companion(self.url, csv) if self._usable(csv) else None,
            marker=seen.name + DONE if self._usable(seen.name + DONE) else None,
        )

    def _usable(self, name: str) -> bool:
        seen = self.seen.get(name)
        return seen is not None and seen.fault is None

    def _wait(self, seen: Seen, code: str, why: str) -> None:
        self._waiting[seen.name] = Waiting(seen.name, seen.size_bytes, seen.modified_at, code, why)


def _is_document(name: str) -> bool:
    return not name.endswith((SIDECAR, DONE)) and posixpath.basename(name) != DISPATCH_CSV
