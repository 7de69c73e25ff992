"""The audit chain: every entry carries the hash of the one before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from records.domain.canonical import Json, canonical, sha256_of

#: What the first entry of a bureau names as its predecessor.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when, in which role, to what. `sequence` is 1-based per bureau, without gaps.

    `details` is canonical JSON: kinds, places, numbers, content hashes and keyed digests; never texts or names.
    """

    bureau: str
    sequence: int
    at: dt.datetime
    actor: str
    role: str
    action: str
    subject_id: str
    details: str
    previous_hash: str
    hash: str = ""

    def sealed(self) -> AuditEntry:
        """The same entry with its own hash."""
        return replace(self, hash=self.expected_hash())

    def expected_hash(self) -> str:
        """SHA-256 over every other field; the time is written to the microsecond, UTC."""
        return sha256_of(
            {
                "bureau": self.bureau,
                "sequence": self.sequence,
                "at": self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
                "actor": self.actor,
                "role": self.role,
                "action": self.action,
                "subject_id": self.subject_id,
                "details": self.details,
                "previous_hash": self.previous_hash,
            }
        )


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The end of the chain, to be kept elsewhere: whoever holds it notices if the tail is cut off."""

    bureau: str
    sequence: int
    hash: str


def first_bad_sequence(entries: Iterable[AuditEntry]) -> int | None:
    """The sequence at which the chain is edited, has a gap or another order; None if it is whole.

    `entries` are all entries of one bureau as stored, ordered by sequence.
    """
    previous_hash, expected = GENESIS, 1
    for entry in entries:
        intact = (entry.sequence, entry.previous_hash, entry.hash) == (expected, previous_hash, entry.expected_hash())
        if not intact:
            return min(entry.sequence, expected)
        previous_hash, expected = entry.hash, expected + 1
    return None


@dataclass(frozen=True, slots=True)
class HeadMissing:
    """An exported head that the chain no longer has: what was changed lies between these entries, both included.

    Without earlier heads that still hold, the first suspect is entry 1; `last` is where the head was, or the first
    entry that is not there any more.
    """

    first: int
    last: int


def missing_head(hashes: Mapping[int, str], heads: Sequence[AuditHead]) -> HeadMissing | None:
    """What the exported `heads` say of a chain, given its entries' hashes by sequence; None if it still has them all.

    A chain that was rewritten as a whole is consistent in itself: only a head that was kept elsewhere shows it.
    """
    holding = 0
    for head in sorted(heads, key=lambda head: head.sequence):
        if not head.sequence:
            continue  # exported from a chain without entries
        if hashes.get(head.sequence) != head.hash:
            return HeadMissing(holding + 1, min(head.sequence, max(hashes, default=0) + 1))
        holding = head.sequence
    return None


def keyed_digest(key: bytes, value: Json) -> str:
    """HMAC-SHA-256 of the canonical form: binds a text to the chain without a plain hash that could be guessed."""
    return hmac.new(key, canonical(value), hashlib.sha256).hexdigest()
