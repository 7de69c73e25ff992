"""The audit chain: every entry carries the hash of the one before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from records.domain.canonical import Json, canonical
from records.domain.errors import AlgorithmMissing

#: What the first entry of a bureau names as its predecessor.
GENESIS = "0" * 64
#: The action of the entry from which on, itself included, the chain has another algorithm; its details name it.
SWITCHED = "audit:algorithm_switched"


class Algorithm(StrEnum):
    """What an entry's hash is: SHA-256, or SM3 (GB/T 32905-2016), by OpenSSL. A hash by SM3 begins with `sm3:`."""

    SHA256 = "sha256"
    SM3 = "sm3"

    @classmethod
    def of_hash(cls, text: str) -> Algorithm:
        """The algorithm of an entry's hash."""
        return cls.SM3 if text.startswith(f"{cls.SM3}:") else cls.SHA256

    @property
    def is_available(self) -> bool:
        """Whether this machine's OpenSSL has it."""
        return self in hashlib.algorithms_available

    def hash_of(self, value: Json) -> str:
        """Of the canonical form.

        Raises:
            AlgorithmMissing: this machine's OpenSSL does not have it.
        """
        if not self.is_available:
            raise AlgorithmMissing(f"本机的 OpenSSL 没有 {self.value.upper()} 算法。")
        digest = hashlib.new(self, canonical(value)).hexdigest()
        return digest if self is Algorithm.SHA256 else f"{self}:{digest}"


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

    def sealed(self, algorithm: Algorithm = Algorithm.SHA256) -> AuditEntry:
        """The same entry with its own hash."""
        return replace(self, hash=self.expected_hash(algorithm))

    @property
    def switches_to(self) -> Algorithm | None:
        """The algorithm that begins with this entry; None if it switches to none that we know."""
        if self.action != SWITCHED:
            return None
        return next((each for each in Algorithm if self.details == switch_details(each)), None)

    def expected_hash(self, algorithm: Algorithm = Algorithm.SHA256) -> str:
        """Over every other field; the time is written to the microsecond, UTC."""
        return algorithm.hash_of(
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


def switch_details(algorithm: Algorithm) -> str:
    """The details of the entry that switches to it, in canonical form."""
    return canonical({"algorithm": algorithm.value}).decode()


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The end of the chain, to be kept elsewhere: whoever holds it notices if the tail is cut off."""

    bureau: str
    sequence: int
    hash: str


def first_bad_sequence(entries: Iterable[AuditEntry]) -> int | None:
    """The sequence at which the chain is edited, has a gap or another order; None if it is whole.

    `entries` are all entries of one bureau as stored, ordered by sequence. An entry has the algorithm that the last
    switch before it named: a hash by another one is an edit.
    """
    previous_hash, expected, algorithm = GENESIS, 1, Algorithm.SHA256
    for entry in entries:
        algorithm = entry.switches_to or algorithm
        own = entry.expected_hash(algorithm)
        intact = (entry.sequence, entry.previous_hash, entry.hash) == (expected, previous_hash, own)
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
