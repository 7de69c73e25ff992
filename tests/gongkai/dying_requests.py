"""A taker of submissions that is killed: `python -m tests.gongkai.dying_requests MOMENT`, one of `MOMENTS`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from gongkai.app import App, open_app
from gongkai.request_board import RequestBoard
from gongkai.submissions import take_submissions
from records.domain.ports import OpenWork, UnitOfWork
from records.domain.requests.request import DisclosureRequest
from records.domain.requests.terms import RequestTerm
from records.services.requests import RequestServices
from tests.gongkai.dying import die


@dataclass(frozen=True, slots=True)
class DiesWhenShown(RequestBoard):
    """The public state is there; the process dies before it is noted as told."""

    def show(self, request: DisclosureRequest, terms: tuple[RequestTerm, ...], at: dt.datetime) -> None:
        RequestBoard.show(self, request, terms, at)
        die()


@dataclass(frozen=True, slots=True)
class DiesAfterwards:
    """Opens work as ever; the process dies when the first one that writes is left, its box still in the folder."""

    inner: OpenWork

    def __call__(self, *, read_only: bool = False) -> UnitOfWork:
        work = self.inner(read_only=read_only)
        if not read_only:
            commit = work.commit
            work.commit = lambda: (commit(), die())  # type: ignore[method-assign]
        return work

    def forget_erased(self) -> None:
        self.inner.forget_erased()


def when_it_is_on_record(app: App) -> None:
    dying = RequestServices(replace(app.requests.book, open_work=DiesAfterwards(app.requests.book.open_work)))
    take_submissions(replace(app, requests=dying))


def when_its_state_is_shown(app: App) -> None:
    take_submissions(app)
    app.requests.telling.tell(DiesWhenShown(app.request_board.folder))


MOMENTS: dict[str, Callable[[App], None]] = {
    moment.__name__: moment for moment in (when_it_is_on_record, when_its_state_is_shown)
}

if __name__ == "__main__":
    with open_app() as opened:
        MOMENTS[sys.argv[1]](opened)
