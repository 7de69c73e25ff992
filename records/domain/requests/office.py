"""What a bureau says about its handling of requests, in its own directory (bureau.toml, `[requests]`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from records.domain.document import PersonId

#: Years after its end for which what names the requester is kept, where bureau.toml says nothing: past all remedies.
RETENTION_YEARS: Final = 3

#: Working days for the answer to a request for rectification where bureau.toml says nothing: article 41 sets no term,
#: so they are as many as for an answer about information (article 33).
RECTIFICATION_WORKING_DAYS: Final = 20


@dataclass(frozen=True, slots=True)
class RequestOffice:
    """The organ that handles requests (政府信息公开工作机构). Empty texts: the bureau has not said it.

    `head` heads it and approves extensions (article 33); without one the principal leader does. `letter_code` begins
    the number of a reply, such as 示人社公开复. `review_organ` decides administrative reconsideration (行政复议),
    `court` hears the suit (行政诉讼). The others are printed where citizens are told whom to turn to.
    """

    name: str = ""
    head: PersonId | None = None
    letter_code: str = ""
    review_organ: str = ""
    court: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    retention_years: int = RETENTION_YEARS
    rectification_working_days: int = RECTIFICATION_WORKING_DAYS

    @property
    def can_write_letters(self) -> bool:
        """Whether a letter can be numbered and name the remedies (article 51)."""
        return bool(self.letter_code and self.review_organ and self.court)
