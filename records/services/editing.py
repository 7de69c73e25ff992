"""Changing what will be published: a corrected attribute, a stretch taken out. Earlier approvals are void by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

from records.domain.bureau import Bureau
from records.domain.canonical import Json
from records.domain.content_hash import content_hash
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import BadInput, DecisionRefused
from records.domain.lifecycle import Event, Role, State, follow, role_for
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.reading import Attribute, AttributeValue, Reading
from records.domain.redaction import RedactedArea, Redaction, combined
from records.domain.refusals import Refusal
from records.services.refusing import refusals_noted
from records.services.rounds import current_wait, open_round, void_round

#: What a person may write in an attribute's place; the rest of them is decided elsewhere or nobody's to change.
CORRECTABLE: Final = frozenset(
    {
        "title",
        "document_number",
        "issuing_organs",
        "addressees",
        "adopted_on",
        "attachments",
        "document_type",
        "effective_on",
        "expires_on",
        "repeals",
        "notes",
        "subject",
        "signatory",
        "copied_to",
        "printing_organ",
        "printed_on",
        "urgency",
    }
)

Change = Callable[[Reading], Reading]


class NotCorrectable(BadInput):
    """No such attribute, or one that is decided in review."""

    code = "not_correctable"


class RedactionInvalid(BadInput):
    """A stretch or an area that is not on the page, or a stretch that lies across another one."""

    code = "redaction_invalid"


@dataclass(frozen=True, slots=True)
class EditService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def correct(
        self, document_id: DocumentId, *, by: PersonId, seen_hash: str, name: str, value: AttributeValue
    ) -> Document:
        """Write `value` in an attribute's place; None empties it. What was read and its evidence stay on record.

        Raises:
            NotCorrectable: the attribute is not one of `CORRECTABLE`.
            DecisionRefused: `stale_hash`: the person saw another content; `not_assigned`.
            TransitionRefused: the document's state or the person's role does not allow it.
        """
        if name not in CORRECTABLE:
            raise NotCorrectable(f"属性“{name}”不能在这里更正。")

        def corrected(reading: Reading) -> Reading:
            old = reading.attributes.get(name, Attribute(None))
            as_read = old.as_read if old.corrected_by else old.value
            attribute = replace(old, value=value, corrected_by=by, as_read=as_read)
            return replace(reading, attributes={**reading.attributes, name: attribute})

        return self._edit(document_id, by, seen_hash, "correct", corrected, {"attribute": name})

    def redact(
        self,
        document_id: DocumentId,
        *,
        by: PersonId,
        seen_hash: str,
        redactions: Sequence[Redaction] = (),
        areas: Sequence[RedactedArea] = (),
    ) -> Document:
        """Take these stretches and areas out of what is published; an area takes the place of the same one.

        Raises:
            RedactionInvalid: not on the page, too small, without a reason, or a stretch across another one.
            DecisionRefused, TransitionRefused: as `correct`.
        """
        places: list[Json] = [*(one.id for one in redactions), *(one.id for one in areas)]
        marked = {area.id: area for area in areas}

        def redacted(reading: Reading) -> Reading:
            for redaction in redactions:
                _require_on_page(reading, redaction)
            for area in areas:
                _require_placed(reading, area)
            together = combined(reading.redactions, redactions)
            if together is None:
                raise RedactionInvalid("选定的内容与已隐去的部分交叉，请先恢复原来的部分。")
            kept = tuple(area for area in reading.areas if area.id not in marked)
            return replace(reading, redactions=together, areas=(*kept, *marked.values()))

        return self._edit(document_id, by, seen_hash, "redact", redacted, {"redactions": places})

    def restore(self, document_id: DocumentId, *, by: PersonId, seen_hash: str, redaction_id: str) -> Document:
        """Take a redaction back: the stretch is shown again, or the area with the words under it.

        Raises:
            RedactionInvalid: there is none of this id.
            DecisionRefused, TransitionRefused: as `correct`.
        """

        def restored(reading: Reading) -> Reading:
            kept = tuple(one for one in reading.redactions if one.id != redaction_id)
            areas = tuple(one for one in reading.areas if one.id != redaction_id)
            if (kept, areas) == (reading.redactions, reading.areas):
                raise RedactionInvalid("没有这一处隐去的内容，请刷新后重试。")
            return replace(reading, redactions=kept, areas=areas)

        return self._edit(document_id, by, seen_hash, "restore", restored, {"redactions": [redaction_id]})

    def _edit(
        self,
        document_id: DocumentId,
        by: PersonId,
        seen_hash: str,
        act: str,
        change: Change,
        details: dict[str, Json],
    ) -> Document:
        with self._noting(act, document_id, by), self.open_work() as work:
            document = work.documents.get(document_id)
            if document.content_hash is None or document.content_hash != seen_hash:
                raise DecisionRefused(Refusal.STALE_HASH)
            role = self._role(work, document, by)
            reading = change(work.readings.get(document_id, seen_hash))
            digest = content_hash(document.original_sha256, reading)
            if digest == seen_hash:
                return document
            work.readings.put(document_id, digest, reading)
            edited = self._moved(work, document, reading, digest, role)
            work.audit.append(
                f"document:{_ACTION_OF[act]}",
                at=self.clock.now(),
                actor=by,
                role=role,
                subject_id=document_id,
                details={**details, "content_hash": digest, "was": seen_hash},
            )
            work.commit()
        return edited

    def _role(self, work: UnitOfWork, document: Document, by: PersonId) -> Role:
        """In which capacity this person changes the content: a reviewer may at their own step only."""
        roles = set(self.bureau.roles_of(by, document.unit)) - {Role.REVIEWER}
        waiting = current_wait(work, self.bureau, document, self.clock.now())
        if waiting is not None and waiting.holder(by) is not None:
            roles.add(Role.REVIEWER)
        return role_for(document.state, Event.CONTENT_CHANGED, roles)

    def _moved(self, work: UnitOfWork, document: Document, reading: Reading, digest: str, role: Role) -> Document:
        """The document with its new content; in review, a new round begins at step 1."""
        state = follow(document.state, Event.CONTENT_CHANGED, role)
        changed = replace(
            document,
            state=state,
            content_hash=digest,
            title=reading.text_of("title"),
            document_number=reading.text_of("document_number"),
        )
        if state is not State.IN_REVIEW:
            return work.documents.save(changed)
        now = self.clock.now()
        round_ = work.reviews.round(document.id, document.round)
        void_round(work, document, now)
        return open_round(
            work,
            self.bureau,
            changed,
            now,
            submitted_by=round_.submitted_by if round_ else None,
            reason_kind=round_.reason_kind if round_ else None,
            reason=round_.reason if round_ else None,
        )

    def _noting(self, act: str, document_id: DocumentId, by: PersonId) -> AbstractContextManager[None]:
        return refusals_noted(self.open_work, self.clock, act, document_id, by)


_ACTION_OF: Final = {"correct": "attribute_corrected", "redact": "redacted", "restore": "redaction_restored"}


def _require_on_page(reading: Reading, redaction: Redaction) -> None:
    page = next((page for page in reading.pages if page.number == redaction.page), None)
    if page is None or not 0 <= redaction.start < redaction.end <= len(page.text):
        raise RedactionInvalid("选定的内容不在该页上，请刷新后重试。")
    if not page.text[redaction.start : redaction.end].strip():
        raise RedactionInvalid("选定的只是空白，没有可以隐去的内容。")
    if not redaction.reason.strip():
        raise RedactionInvalid("请写明隐去的理由。")


def _require_placed(reading: Reading, area: RedactedArea) -> None:
    if all(page.number != area.page for page in reading.pages):
        raise RedactionInvalid("这份公文没有该页，请刷新后重试。")
    if not area.is_placed:
        raise RedactionInvalid("区域须在页面之内，宽和高各不小于页面的 0.5%。")
    if not area.reason.strip():
        raise RedactionInvalid("请写明隐去的理由。")
    for words in area.words:
        _require_on_page(reading, words)
        if words.page != area.page or len(words.replacement) != words.end - words.start:
            raise RedactionInvalid("区域下的文字与该页不符，请刷新后重试。")
