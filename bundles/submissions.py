"""What citizens send: the forms of the drop box, each checked where it is made and where it is opened."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from bundles.format import BureauId, Sha256, Ulid

LONGEST_TEXT = 1000  # characters
LONGEST_DESCRIPTION = 2000  # characters
LONGEST_CLAIM = 500  # characters
LONGEST_EVIDENCE = 1000  # characters
LONGEST_COMMENT = 2000  # characters
LONGEST_ADDRESS = 254  # characters, RFC 5321
# A match: citizen@example.org. No match: 示例 <citizen@example.org>
#: A mail address by the pattern of the HTML standard: no name, no list, nothing that could end a line of a mail.
MAIL_ADDRESS = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$"
#: A page of this site that is a list: all, a column, a search.
_LIST_PATH = r"^/(columns/[a-z0-9_-]+|search\?[!-~]+)?$"

#: What a citizen may say is wrong with a page.
Fault = Literal["text", "attributes", "attachment", "privacy", "display", "other"]
#: Classes of requesters, as the annual report counts them.
Applicant = Literal["natural_person", "business", "research", "public_interest", "legal_service", "other"]
#: What proves who somebody is.
IdentityKind = Literal["resident_id", "passport", "permit", "social_credit_code", "other"]
#: Form and route in which the information is wanted.
Delivery = Literal["paper_by_mail", "paper_collected", "email", "inspection"]


def _printable(text: str) -> str:
    """One line or several, and no other control characters: nobody types them, and they hide what stands there."""
    if any(character < " " and character not in "\n\t" for character in text):
        raise ValueError("control characters")
    return text


_Text = Annotated[str, AfterValidator(_printable)]


class ErrorReport(BaseModel):
    """A citizen says what is wrong with a published page. It asks for no name and no address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["error_report"] = "error_report"
    id: Ulid
    bureau: BureauId
    document_id: Ulid
    version: int = Field(ge=1)
    fault: Fault
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    at: AwareDatetime


class _FromRequester(BaseModel):
    """Who asks, and how they are reached.

    `id` is the receipt number. `status_key` is the SHA-256 of receipt number and secret: inside, nobody knows the
    secret. An empty text was not filled in; of phone, email and address one at least is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Ulid
    bureau: BureauId
    at: AwareDatetime
    status_key: Sha256
    applicant: Applicant
    name: _Text = Field(min_length=1, max_length=100)
    identity_kind: IdentityKind
    identity_number: _Text = Field(min_length=4, max_length=50)
    contact: _Text = Field(max_length=50)
    phone: _Text = Field(max_length=40)
    email: _Text = Field(max_length=100)
    address: _Text = Field(max_length=200)
    description: _Text = Field(min_length=4, max_length=LONGEST_DESCRIPTION)
    delivery: Delivery


class InformationRequest(_FromRequester):
    """A request for information that is not published (依申请公开), with what article 29 asks for."""

    kind: Literal["request"] = "request"


class RectificationRequest(_FromRequester):
    """A request to put right what the government's records say of whoever asks (article 41), with its evidence.

    `description` is the record as it stands, `delivery` the way of the answer.
    """

    kind: Literal["rectification"] = "rectification"
    claim: _Text = Field(min_length=1, max_length=LONGEST_CLAIM)
    evidence: _Text = Field(min_length=1, max_length=LONGEST_EVIDENCE)


class Comment(BaseModel):
    """What a citizen says about a draft that is before the public. Name and contact may be left out.

    `id` is the receipt number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["comment"] = "comment"
    id: Ulid
    bureau: BureauId
    consultation_id: Ulid
    at: AwareDatetime
    text: _Text = Field(min_length=1, max_length=LONGEST_COMMENT)
    name: _Text = Field(max_length=50)
    contact: _Text = Field(max_length=100)


class WantedSearch(BaseModel):
    """A question to the search that somebody wants to be told of; what is None leaves open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: _Text = Field(default="", max_length=200)
    unit: _Text | None = Field(default=None, max_length=100)
    document_type: _Text | None = Field(default=None, max_length=100)
    year: int | None = Field(default=None, ge=1949, le=9999)
    column: _Text | None = Field(default=None, max_length=100)
    organ: _Text | None = Field(default=None, max_length=100)
    validity: _Text | None = Field(default=None, max_length=100)
    subject: _Text | None = Field(default=None, max_length=100)
    since: dt.date | None = None
    until: dt.date | None = None
    titles_only: bool = False


class SubscriptionWish(BaseModel):
    """A citizen wants to be told by mail of what is newly published: in a column, by a search, or at all.

    `path` is the page of this site with the same list. Nothing is sent to the address but one mail that asks whether
    this was its owner, until they say so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["subscription"] = "subscription"
    id: Ulid
    bureau: BureauId
    at: AwareDatetime
    email: str = Field(max_length=LONGEST_ADDRESS, pattern=MAIL_ADDRESS, repr=False)
    path: str = Field(max_length=6000, pattern=_LIST_PATH)
    column: _Text | None = Field(default=None, max_length=100)
    search: WantedSearch | None = None


class SubscriptionAnswer(BaseModel):
    """Somebody followed a link of a mail: to confirm a subscription, or to end it. The inside tells whether `key` fits.

    `id` names the box alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["subscription_answer"] = "subscription_answer"
    id: Ulid
    bureau: BureauId
    at: AwareDatetime
    act: Literal["confirm", "end"]
    subscription_id: Ulid
    key: Sha256 = Field(repr=False)


AnySubmission = (
    ErrorReport | InformationRequest | RectificationRequest | Comment | SubscriptionWish | SubscriptionAnswer
)
Submission = Annotated[AnySubmission, Field(discriminator="kind")]
