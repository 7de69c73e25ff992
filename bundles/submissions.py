"""What citizens send: the forms of the drop box, each checked where it is made and where it is opened."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from bundles.format import BureauId, Sha256, Ulid

LONGEST_TEXT = 1000  # characters
LONGEST_DESCRIPTION = 2000  # characters
LONGEST_COMMENT = 2000  # characters

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


class InformationRequest(BaseModel):
    """A request for information that is not published (依申请公开), with what article 29 of the Regulations asks for.

    `id` is the receipt number. `status_key` is the SHA-256 of receipt number and secret: inside, nobody knows the
    secret. An empty text was not filled in; of phone, email and address one at least is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["request"] = "request"
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


AnySubmission = ErrorReport | InformationRequest | Comment
Submission = Annotated[AnySubmission, Field(discriminator="kind")]
