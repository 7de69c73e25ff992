"""A table or a form → releases of lists: read in the sandbox, checked row by row, screened, taken as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.screening_words import bureau_words
from gongkai.settings import Settings
from processors.extraction import Unreadable
from processors.screening.model import FindingKind
from records.domain.bureau import SHANGHAI
from records.domain.document import PersonId
from records.domain.errors import BadInput
from records.domain.lists.checking import Fault, RowsInvalid, SheetRow, check_row, check_sheet
from records.domain.lists.content import contents_of
from records.domain.lists.kind import Field, ListKind, Row
from records.domain.lists.merging import merged
from records.domain.lists.values import ValueInvalid, value_of
from records.domain.lists.version import ListVersion
from records.domain.ports import Clock
from records.services.lists import ListDraft, ListMoved, ListService, Released

if TYPE_CHECKING:
    from processors.pool import ReaderPool

_NAME = Field("name", "清单名称", required=True, longest=80)
#: How often a change is made anew because others release the same list; then they are told to try again.
_MOST_TRIES = 5
#: The rows that were looked at → the rows that are wanted.
Change = Callable[[Sequence[Row]], Sequence[Row]]
_DAY_FIELD = Field("made_on", "形成（变更）日期", required=True)


class TableUnreadable(BadInput):
    """The file is no table that can be taken."""

    code = "table_unreadable"


class ListMarked(BadInput):
    """The rows bear a classification mark: nothing is kept of them."""

    code = "list_marked"
    advice = "请立即联系保密员，不要在本系统中处理涉密内容。"


@dataclass(frozen=True, slots=True)
class Seen:
    """The lists of a kind that a page showed: by document the number of its newest release; `is_all` if all of them."""

    releases: Mapping[str, int]
    is_all: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """What is said of a release as a whole, as typed. An empty `made_on` is today, an empty `name` the kind's own.

    `seen` is what whoever typed had before them; None if nobody looked: then it is meant upon the newest there is.
    """

    unit: str
    name: str = ""
    made_on: str = ""
    seen: Seen | None = None

    def base(self, versions: Sequence[ListVersion]) -> ListVersion | None:
        """The release among all those of a list that was looked at; None for a list that was not there yet."""
        newest = versions[-1] if versions else None
        if self.seen is None or newest is None:
            return newest
        number = self.seen.releases.get(newest.document_id, 0 if self.seen.is_all else newest.number)
        return versions[number - 1] if 0 < number <= len(versions) else None


@dataclass(frozen=True, slots=True)
class ListReleasing:
    """`settings` say where the bureau's own list of words lies; it is read anew for each release."""

    service: ListService
    pool: ReaderPool
    clock: Clock
    settings: Settings

    def import_table(self, kind: ListKind, path: Path, header: Header, *, by: PersonId) -> tuple[Released, ...]:
        """Take all rows of a CSV or an XLSX, or none.

        Raises:
            TableUnreadable: it is no table, hides something, or bears a classification mark.
            RowsInvalid: with every row and column that is wrong.
            BureauError: as `ListService.release`.
        """
        try:
            rows = [SheetRow(row.number, row.cells) for row in self.pool.read_table(path)]
        except Unreadable as refusal:
            raise TableUnreadable(refusal.message) from None
        checked = check_sheet(kind, rows)
        return self._release(kind, header, by, lambda _: checked)

    def enter(
        self, kind: ListKind, written: Mapping[str, str], header: Header, *, by: PersonId, replaces: str = ""
    ) -> Released:
        """Take one row that was typed into a form: as a document of its own, or into the newest release of its list.

        There it takes the place of the row with the key `replaces`, or else of the one with its own key; a new one
        comes last.

        Raises:
            RowsInvalid: with every field that is wrong.
            RowsCollide: somebody else changed the same row meanwhile.
            BureauError: as `ListService.release`.
        """
        row = check_row(kind, written)
        if kind.per == "row":
            return self._release(kind, header, by, lambda _: (row,))[0]
        return self._release(kind, header, by, lambda rows: _with_row(kind, rows, row, replaces))[0]

    def drop(self, kind: ListKind, key: str, header: Header, *, by: PersonId) -> Released:
        """Release a list anew without the row of this key.

        Raises:
            RowsInvalid: there is no such row, or it is the last one: then the document is withdrawn, not emptied.
            BureauError: as `ListService.release`.
        """
        return self._release(kind, header, by, lambda rows: _without_row(kind, rows, key))[0]

    def _release(self, kind: ListKind, header: Header, by: PersonId, change: Change) -> tuple[Released, ...]:
        """Make the change upon what there is now, and again if somebody else was faster."""
        for _ in range(_MOST_TRIES - 1):
            with suppress(ListMoved):
                return self._released(kind, header, by, change)
        return self._released(kind, header, by, change)

    def _released(self, kind: ListKind, header: Header, by: PersonId, change: Change) -> tuple[Released, ...]:
        # Here, since all rules of screening take a second to import, and every command imports this file.
        from gongkai.reading import findings_in

        name, made_on = self._checked(kind, header)
        contents = contents_of(kind, name, header.unit, made_on, self._rows(kind, name, header, change))
        words = bureau_words(self.settings)
        drafts = self.service.draft(contents)
        screened = [draft.screened(findings_in(draft.reading, words)) for draft in drafts]
        if any(map(_is_marked, screened)):
            raise ListMarked("内容带有密级标志，没有登记。")
        return self.service.release(screened, by=by)

    def _checked(self, kind: ListKind, header: Header) -> tuple[str, dt.date]:
        faults: list[Fault] = []
        name = kind.title
        today = self.clock.now().astimezone(SHANGHAI).date()
        made_on = today
        if kind.per == "list" and (header.name or kind.named_each_time):
            try:
                name = value_of(_NAME, header.name)
            except ValueInvalid as fault:
                faults.append(Fault(None, _NAME.label, str(fault)))
        try:
            made_on = dt.date.fromisoformat(header.made_on) if header.made_on else today
        except ValueError:
            faults.append(Fault(None, _DAY_FIELD.label, "不是日期，请写成 2026-03-05"))
        if made_on > today:
            faults.append(Fault(None, _DAY_FIELD.label, "晚于今天"))
        if faults:
            raise RowsInvalid(faults, 0)
        return name, made_on

    def _rows(self, kind: ListKind, name: str, header: Header, change: Change) -> Sequence[Row]:
        """What the list says now with the change that was made of the release that was looked at."""
        if kind.per == "row":
            rows = change(())
            return [each for row in rows for each in merged(kind, *self._there(kind, kind.key_of(row), header), [row])]
        base, newest = self._there(kind, name, header)
        return merged(kind, base, newest, change(base))

    def _there(self, kind: ListKind, series: str, header: Header) -> tuple[Sequence[Row], Sequence[Row]]:
        """What the release that was looked at says, and the newest one."""
        versions = self.service.versions(kind, series)
        newest = versions[-1] if versions else None
        return self.service.rows(header.base(versions)), self.service.rows(newest)


def _with_row(kind: ListKind, before: Sequence[Row], row: Row, replaces: str) -> Sequence[Row]:
    rows = [*before]
    keys = [kind.key_of(each) for each in rows]
    place = next((keys.index(key) for key in (replaces, kind.key_of(row)) if key in keys), len(rows))
    rows[place : place + 1] = [row]
    if [kind.key_of(each) for each in rows].count(kind.key_of(row)) > 1:
        labels = "、".join(kind.field(part).label for part in kind.key)
        raise RowsInvalid([Fault(None, labels, "清单中已有这一项")], 1)
    return rows


def _without_row(kind: ListKind, before: Sequence[Row], key: str) -> Sequence[Row]:
    left = [row for row in before if kind.key_of(row) != key]
    if not left or len(left) == len(before):
        raise RowsInvalid([Fault(None, "", "没有这一项，或者只剩这一项；整份清单不再公开的，请撤回。")], len(before))
    return left


def _is_marked(draft: ListDraft) -> bool:
    return any(finding.kind == FindingKind.CLASSIFICATION_MARK for finding in draft.reading.findings)
