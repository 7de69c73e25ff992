"""One comment of the public: what staff made of it, and, in a box, what it says and who sent it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import NewType

from records.domain.canonical import Json
from records.domain.consultations.consultation import ConsultationId
from records.domain.document import PersonId
from records.domain.requests.content import normalised

#: A ULID; it is the receipt number that the commenter was shown.
CommentId = NewType("CommentId", str)


class Treatment(StrEnum):
    """归入意见 · 重复 · 与草案无关."""

    GROUPED = "grouped"
    REPEATED = "repeated"
    NOT_PERTINENT = "not_pertinent"


@dataclass(frozen=True, slots=True)
class Comment:
    """Holds nothing that says what was written or by whom; `sealed` does, encrypted, None once erased.

    `received_on` is the day in Asia/Shanghai on which it was sent; `is_late` if that was after the period.
    `treatment` is None as long as nobody has looked at it; `opinion` is the number of the summarised opinion that a
    grouped one belongs to. `fingerprint` is keyed, and the same for the same words; empty once erased.
    """

    bureau: str
    id: CommentId
    consultation_id: ConsultationId
    received_on: dt.date
    taken_at: dt.datetime
    is_late: bool
    fingerprint: str
    sealed: bytes | None
    entered_by: PersonId | None = None
    treatment: Treatment | None = None
    opinion: int | None = None
    sorted_by: PersonId | None = None
    sorted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class CommentContent:
    """What was written. `name` and `contact` are empty if the commenter gave none."""

    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)

    def as_json(self) -> Json:
        return asdict(self)

    @classmethod
    def of_json(cls, stored: Mapping[str, str]) -> CommentContent:
        """The inverse of `as_json`."""
        return cls(**stored)

    @property
    def sameness(self) -> Json:
        """What two comments have in common that say the same in the same words."""
        return ["comment", normalised(self.text)]


@dataclass(frozen=True, slots=True)
class CommentCounts:
    """Of all comments that came: `grouped` + `repeated` + `not_pertinent` + `unsorted` is `total`.

    `late` are those of them that came after the period.
    """

    total: int
    grouped: int
    repeated: int
    not_pertinent: int
    unsorted: int
    late: int


def counts_of(comments: Iterable[Comment]) -> CommentCounts:
    return counted((one.treatment, one.is_late, 1) for one in comments)


def counted(tallies: Iterable[tuple[Treatment | None, bool, int]]) -> CommentCounts:
    """The counts, of how many comments were treated so and were late or not."""
    by_treatment: Counter[Treatment | None] = Counter()
    late = 0
    for treatment, is_late, count in tallies:
        by_treatment[treatment] += count
        late += count if is_late else 0
    return CommentCounts(
        total=by_treatment.total(),
        grouped=by_treatment[Treatment.GROUPED],
        repeated=by_treatment[Treatment.REPEATED],
        not_pertinent=by_treatment[Treatment.NOT_PERTINENT],
        unsorted=by_treatment[None],
        late=late,
    )
