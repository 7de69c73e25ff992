"""Handling requests for information (依申请公开): what people of the bureau do, each step on record."""

from __future__ import annotations

from dataclasses import dataclass

from records.services.requests.answering import RequestAnswering
from records.services.requests.book import RequestBook
from records.services.requests.desk import RequestDesk
from records.services.requests.handling import RequestHandling
from records.services.requests.intake import RequestIntake
from records.services.requests.often import OftenAskedFor
from records.services.requests.telling import RequestTelling


@dataclass(frozen=True, slots=True)
class RequestServices:
    """All use cases around one register."""

    book: RequestBook

    @property
    def intake(self) -> RequestIntake:
        return RequestIntake(self.book)

    @property
    def handling(self) -> RequestHandling:
        return RequestHandling(self.book)

    @property
    def answering(self) -> RequestAnswering:
        return RequestAnswering(self.book)

    @property
    def desk(self) -> RequestDesk:
        return RequestDesk(self.book)

    @property
    def telling(self) -> RequestTelling:
        return RequestTelling(self.book)

    @property
    def often(self) -> OftenAskedFor:
        return OftenAskedFor(self.book)
