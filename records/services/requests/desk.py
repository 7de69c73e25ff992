"""What people see of requests: their list with its clocks, and one request with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from records.domain.audit import AuditEntry
from records.domain.document import PersonId
from records.domain.legal_clock import Limit
from records.domain.level_approval import WaitingApproval
from records.domain.lifecycle import Role
from records.domain.requests.content import RequestContent
from records.domain.requests.lifecycle import RequestEvent, RequestState, events_for
from records.domain.requests.request import DisclosureRequest, RequestId
from records.domain.requests.terms import RequestTerm, request_terms
from records.services.requests.book import RequestBook

#: How many closed requests are looked through for a person's list.
RECENTLY_CLOSED = 100

OPEN_STATES = tuple(state for state in RequestState if state is not RequestState.CLOSED)


@dataclass(frozen=True, slots=True)
class CountedTerm:
    """A term and where it stands today."""

    term: RequestTerm
    limit: Limit


@dataclass(frozen=True, slots=True)
class ListedRequest:
    """A request in a list: nothing in it names the requester."""

    request: DisclosureRequest
    terms: tuple[CountedTerm, ...]
    waiting: WaitingApproval | None

    @property
    def is_overdue(self) -> bool:
        return any(one.limit.is_overdue for one in self.terms)


@dataclass(frozen=True, slots=True)
class RequestDossier(ListedRequest):
    """`content` is None once erased. `same` are other requests of this requester in these words.

    `nth_of_month`: which of its requester's requests of that calendar month it is, 1-based; 0 if that is unknown.
    `may_do` is what this reader may do now.
    """

    content: RequestContent | None
    same: tuple[DisclosureRequest, ...]
    nth_of_month: int
    may_do: frozenset[RequestEvent]
    history: Sequence[AuditEntry]


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """Of the open requests; `uncountable` have a term that reaches into a year without arrangement."""

    open: int
    overdue: int
    uncountable: int


@dataclass(frozen=True, slots=True)
class RequestDesk:
    book: RequestBook

    def counts(self) -> RequestCounts:
        """For operators: how many there are, of whoever."""
        with self.book.open_work(read_only=True) as work:
            terms = [self._terms(one) for one in work.requests.in_states(OPEN_STATES)]
        return RequestCounts(
            open=len(terms),
            overdue=sum(any(one.limit.is_overdue for one in each) for each in terms),
            uncountable=sum(any(one.limit.missing_year for one in each) for each in terms),
        )

    def listed_for(self, person: PersonId) -> list[ListedRequest]:
        """The open requests that this person handles, the nearest last day first."""
        with self.book.open_work(read_only=True) as work:
            mine = [one for one in work.requests.in_states(OPEN_STATES) if self.book.may_see(work, one, person)]
            listed = [ListedRequest(one, self._terms(one), self.book.waiting(work, one)) for one in mine]
        return sorted(listed, key=_nearest)

    def closed_for(self, person: PersonId) -> list[DisclosureRequest]:
        """Of the last ones that were closed, those that this person handled, the newest first."""
        with self.book.open_work(read_only=True) as work:
            closed = work.requests.recently_closed(RECENTLY_CLOSED)
            return [one for one in closed if self.book.may_see(work, one, person)]

    def dossier(self, request_id: RequestId, *, by: PersonId) -> RequestDossier:
        """One request with what names the requester; that this person saw it is on record, once a version.

        Raises:
            NotFound: there is none.
            NotAllowed: it is none of this person's business.
        """
        book = self.book
        with book.open_work() as work:
            request = work.requests.get(request_id)
            book.require_reader(work, request, by)
            history = list(work.audit.entries(request.id))
            roles = book.roles_of(work, request, by)
            if not _has_seen(history, by):
                role = next(iter(sorted(roles)), Role.REVIEWER)
                book.note(work, "viewed", request, actor=by, role=role)
                work.commit()
            held = roles | ({Role.OFFICE} if by in book.extension_heads else set())
            may_do = events_for(request.state, roles, request.purpose)
            may_do |= _EXTENDING & events_for(request.state, held, request.purpose)
            return RequestDossier(
                request=request,
                terms=self._terms(request),
                waiting=book.waiting(work, request),
                content=book.content(request) if request.sealed else None,
                same=tuple(one for one in work.requests.same(request.fingerprint) if one.id != request.id)
                if request.fingerprint
                else (),
                nth_of_month=work.requests.nth_of_month(request),
                may_do=may_do if by in book.extension_heads else may_do - _EXTENDING,
                history=history,
            )

    def _terms(self, request: DisclosureRequest) -> tuple[CountedTerm, ...]:
        terms = request_terms(self.book.calendar, request)
        return tuple(CountedTerm(term, term.explained.limit(self.book.calendar, self.book.today)) for term in terms)


_EXTENDING = frozenset({RequestEvent.EXTENDED, RequestEvent.EXTENSION_REFUSED})


def _has_seen(history: Sequence[AuditEntry], person: PersonId) -> bool:
    """Whether this person's look is on record since the request last changed."""
    for entry in reversed(history):
        if entry.action != "request:viewed":
            return False
        if entry.actor == person:
            return True
    return False


def _nearest(listed: ListedRequest) -> tuple[bool, str]:
    """What cannot be counted alarms first, then the nearest day; what has no term comes last."""
    days = [one.limit.due for one in listed.terms]
    if None in days:
        return (False, "")
    nearest = min((day for day in days if day), default=None)
    return (nearest is None, nearest.isoformat() if nearest else "")
