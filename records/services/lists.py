"""Releases of structured lists: a new one becomes a document, a new version changes the document there is.

Everything of one release is taken in one transaction, or nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from records.domain.bureau import SHANGHAI, Bureau, Unit
from records.domain.canonical import Json
from records.domain.content_hash import content_hash
from records.domain.disclosure import Disclosure
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from records.domain.lifecycle import Event, Role, State, follow, role_for
from records.domain.lists.content import LIST_MEDIA_TYPE, ListContent, list_of
from records.domain.lists.kind import ListKind, Row
from records.domain.lists.public_table import public_table
from records.domain.lists.text import Base, list_reading
from records.domain.lists.version import ListVersion
from records.domain.ports import Clock, OpenWork, Originals, UnitOfWork
from records.domain.publication import is_public
from records.domain.reading import Finding, Reading
from records.services.identity import new_id
from records.services.public_status import current_page
from records.services.refusing import refusals_noted
from records.services.rounds import open_round, void_round

#: Why a round is open that a new version of a public list began.
NEW_VERSION = "new_version"
#: Lists of one kind that a page shows.
MOST_SHOWN = 200


class ListUnchanged(BadInput):
    """The release says what the newest one said."""

    code = "list_unchanged"
    advice = "如确需重新公开，请在审查台提请重新审查。"


class ListMoved(Conflict):
    """Somebody else released the list meanwhile: what was made of the release before would take theirs away."""

    code = "list_moved"


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A release as it would be taken: its content and its reading, without findings until it is screened.

    `upon` is the number of the release that it is made upon, 0 for the first one.
    """

    content: ListContent
    reading: Reading
    upon: int = 0

    def screened(self, findings: Sequence[Finding]) -> ListDraft:
        """The draft with what screening found in its pages."""
        return replace(self, reading=replace(self.reading, findings=tuple(findings)))


@dataclass(frozen=True, slots=True)
class Released:
    """What became of one release. `number` counts the releases of this list, from 1."""

    document_id: DocumentId
    title: str
    number: int
    round: int


@dataclass(frozen=True, slots=True)
class ListOnRecord:
    """A list as a page of the desk shows it: its newest release and the document."""

    version: ListVersion
    document: Document


@dataclass(frozen=True, slots=True)
class ListService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    originals: Originals

    def may_hand_in(self, person: PersonId, unit: str) -> bool:
        """Whether this person may release lists of this unit: its clerks and the office."""
        return not self.bureau.roles_of(person, unit).isdisjoint({Role.CLERK, Role.OFFICE})

    def units_of(self, person: PersonId) -> tuple[Unit, ...]:
        """The units of which this person may release lists."""
        return tuple(unit for unit in self.bureau.units if self.may_hand_in(person, unit.id))

    def listed_for(self, kind: ListKind, person: PersonId) -> list[ListOnRecord]:
        """The lists of a kind that this person may release anew, the one released last first."""
        units = {unit.id for unit in self.units_of(person)}
        return [each for each in self.of_kind(kind) if each.document.unit in units]

    def newest(self, document_id: DocumentId, *, by: PersonId) -> ListContent:
        """What the newest release of this list says, to whoever may release it anew.

        Raises:
            NotFound: there is no such list, or it was sealed.
            NotAllowed: the person may not release it.
        """
        with self.open_work(read_only=True) as work:
            document = work.documents.get(document_id)
        if document.media_type != LIST_MEDIA_TYPE or document.state is State.SEALED:
            raise NotFound(f"没有编号为 {document_id} 的清单。")
        content = list_of(self.originals.read(document.original_sha256))
        self._require_own(content, by)
        return content

    def versions(self, kind: ListKind, series: str) -> list[ListVersion]:
        """The releases of this list in their order; none if there is no such list yet."""
        with self.open_work(read_only=True) as work:
            latest = work.lists.latest(kind.id, series)
            return work.lists.of_document(latest.document_id) if latest else []

    def rows(self, version: ListVersion | None) -> tuple[Row, ...]:
        """The rows of a release; none of none."""
        return list_of(self.originals.read(version.original_sha256)).rows if version else ()

    def of_kind(self, kind: ListKind) -> list[ListOnRecord]:
        """The lists of a kind, the one released last first; sealed ones are left out."""
        with self.open_work(read_only=True) as work:
            versions = work.lists.newest(kind.id, limit=MOST_SHOWN)
            found = [ListOnRecord(version, work.documents.get(version.document_id)) for version in versions]
        return [each for each in found if each.document.state is not State.SEALED]

    def draft(self, contents: Sequence[ListContent]) -> tuple[ListDraft, ...]:
        """Readings of these contents, each with what is another than in the version that is public now."""
        with self.open_work(read_only=True) as work:
            return tuple(self._draft(work, content) for content in contents)

    def release(self, drafts: Sequence[ListDraft], *, by: PersonId) -> tuple[Released, ...]:
        """Take screened drafts, all or none, and open a review of each (逐项: each has a round of its own).

        Raises:
            UnknownUnit: the bureau has no such unit.
            NotAllowed: the person is no clerk of the unit nor of the office, or the list is another unit's.
            ListUnchanged: a list says what it said before.
            TransitionRefused: the list there is waits for something else, such as an answer to a referral.
            ListMoved: somebody else released the list since the drafts were made; make them again of what it says now.
            Conflict: what is public changed since then.
        """
        with self._noting(by), self.open_work() as work:
            for draft in drafts:
                self._require_own(draft.content, by)
                # Before any row names them: a document without its original would be a broken promise.
                self.originals.put_bytes(draft.content.data)
            released = tuple(self._release(work, draft, by) for draft in drafts)
            work.commit()
        return released

    def _draft(self, work: UnitOfWork, content: ListContent) -> ListDraft:
        former = work.lists.latest(content.kind.id, content.series)
        base = _base(work, former.document_id) if former else None
        return ListDraft(content, list_reading(content, self.bureau.name, base), former.number if former else 0)

    def _release(self, work: UnitOfWork, draft: ListDraft, by: PersonId) -> Released:
        content = draft.content
        former = work.lists.latest(content.kind.id, content.series)
        if (former.number if former else 0) != draft.upon:
            raise ListMoved("这份清单刚刚由他人登记过，请重新提交。")
        if self._draft(work, content).reading.pages != draft.reading.pages:
            raise Conflict("公开的版本刚刚有了变化，请重新提交。")
        document, opened = (
            self._renew(work, draft, work.documents.get(former.document_id), by)
            if former
            else self._begin(work, draft, by)
        )
        number = len(work.lists.of_document(document.id)) + 1
        work.lists.add(
            ListVersion(
                bureau=self.bureau.id,
                document_id=document.id,
                number=number,
                kind=content.kind.id,
                series=content.series,
                original_sha256=document.original_sha256,
                row_count=len(content.rows),
                handed_in_by=by,
                handed_in_at=self.clock.now(),
            )
        )
        return Released(document.id, document.title or "", number, opened)

    def _require_own(self, content: ListContent, by: PersonId) -> None:
        self.bureau.unit(content.unit)
        if not self.may_hand_in(by, content.unit):
            raise NotAllowed("清单由承办科室的经办人员或者办公室登记。")

    def _begin(self, work: UnitOfWork, draft: ListDraft, by: PersonId) -> tuple[Document, int]:
        now = self.clock.now()
        blank = Document(
            bureau=self.bureau.id,
            id=DocumentId(new_id(now)),
            original_sha256="",
            size_bytes=0,
            media_type=LIST_MEDIA_TYPE,
            file_name=None,
            unit=draft.content.unit,
            handed_in_by=by,
            state=State.RECEIVED,
            received_at=now,
        )
        filled = _filled(blank, draft, by)
        work.documents.add(filled)
        details: dict[str, Json] = {"sha256": filled.original_sha256, "list": draft.content.kind.id}
        self._audit(work, "document:received", filled, by, Role.CLERK, **details)
        work.readings.put(filled.id, filled.content_hash or "", draft.reading)
        extracted = self._move(work, filled, Event.EXTRACTED, None)
        submitted = self._move(work, extracted, Event.SUBMITTED, by)
        return submitted, self._open(work, submitted, by)

    def _renew(self, work: UnitOfWork, draft: ListDraft, document: Document, by: PersonId) -> tuple[Document, int]:
        """The same document with another content: its page stays as it is until the new one is approved."""
        if document.unit != draft.content.unit:
            raise NotAllowed("这份清单由其他科室登记，请由该科室更新。")
        filled = _filled(document, draft, by)
        if filled.original_sha256 == document.original_sha256:
            raise ListUnchanged(f"《{filled.title}》与最近一次登记的内容完全相同。")
        work.readings.put(filled.id, filled.content_hash or "", draft.reading)
        void_round(work, document, self.clock.now())
        if document.state not in {State.EXTRACTED, State.IN_REVIEW, State.CLEARED}:
            filled = self._move(work, filled, Event.REREVIEW_REQUESTED, by)
        filled = self._move(work, filled, Event.CONTENT_CHANGED, by)
        if filled.state is State.EXTRACTED:
            filled = self._move(work, filled, Event.SUBMITTED, by)
        return filled, self._open(work, filled, by)

    def _open(self, work: UnitOfWork, document: Document, by: PersonId) -> int:
        reason_kind = NEW_VERSION if work.publications.latest(document.id) else None
        now = self.clock.now()
        return open_round(work, self.bureau, document, now, submitted_by=by, reason_kind=reason_kind).round

    def _move(self, work: UnitOfWork, document: Document, event: Event, by: PersonId | None) -> Document:
        """The document in its next state, not stored yet: `open_round` stores it."""
        held = frozenset({Role.SYSTEM}) if by is None else self.bureau.roles_of(by, document.unit)
        role = role_for(document.state, event, held)
        moved = replace(document, state=follow(document.state, event, role))
        details: dict[str, Json] = {"content_hash": document.content_hash, "sha256": document.original_sha256}
        self._audit(work, f"document:{event}", document, by, role, **details)
        return moved

    def _audit(
        self, work: UnitOfWork, action: str, document: Document, by: PersonId | None, role: Role, **details: Json
    ) -> None:
        work.audit.append(
            action,
            at=self.clock.now(),
            actor=by or Role.SYSTEM,
            role=role,
            subject_id=document.id,
            details=details,
        )

    def _noting(self, by: PersonId) -> AbstractContextManager[None]:
        return refusals_noted(self.open_work, self.clock, "release_list", self.bureau.id, by)


def _filled(document: Document, draft: ListDraft, by: PersonId) -> Document:
    """The document with this content; what was decided about an earlier one is void."""
    data = draft.content.data
    filled = replace(document, original_sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
    return replace(
        filled,
        file_name=f"{draft.content.kind.id}.json",
        handed_in_by=by,
        content_hash=content_hash(filled.original_sha256, draft.reading),
        title=draft.reading.text_of("title"),
        document_number=draft.reading.text_of("document_number"),
        disclosure=Disclosure.PROACTIVE,
        legal_basis=None,
        reason=None,
        listable=False,
        reassess_on=None,
    )


def _base(work: UnitOfWork, document_id: DocumentId) -> Base | None:
    """The version that the public sees now, as it sees it. One that was taken down is nothing to compare with."""
    page = current_page(work, document_id)
    if page is None or not is_public(page) or page.listed_only:
        return None
    table = public_table(work.readings.get(document_id, page.content_hash))
    if table is None:
        return None
    return Base(page.version, page.published_at.astimezone(SHANGHAI).date(), table.shown_rows)
