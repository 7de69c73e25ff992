"""The values that screening returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a finding does: `block` refuses approval until it is dealt with, `warn` asks, `note` informs."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class FindingKind(StrEnum):
    """What was found."""

    RESIDENT_ID = "resident_id"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    CLASSIFICATION_MARK = "classification_mark"
    PASSPORT = "passport"
    PERMIT = "permit"
    HOME_ADDRESS = "home_address"
    PLATE = "plate"
    SOCIAL_SECURITY_NUMBER = "social_security_number"
    PERSON_CONTACT = "person_contact"
    NAME_LIST = "name_list"
    INTERNAL_MARK = "internal_mark"
    TRADE_SECRET = "trade_secret"  # noqa: S105 - the name of a kind, no password
    IRRELEVANT_CONTENT = "irrelevant_content"
    HIDDEN_CONTENT = "hidden_content"
    # What a person who looks at the pages cannot see (processors/hidden).
    TRACKED_CHANGE = "tracked_change"
    COMMENT = "comment"
    HIDDEN_TEXT = "hidden_text"
    INVISIBLE_TEXT = "invisible_text"
    COVERED_TEXT = "covered_text"
    OFF_PAGE_TEXT = "off_page_text"
    TEXT_LAYER = "text_layer"
    HIDDEN_LAYER = "hidden_layer"
    DOCUMENT_PROPERTIES = "document_properties"
    EMBEDDED_FILE = "embedded_file"
    EXTERNAL_REFERENCE = "external_reference"
    MACRO = "macro"
    ACTIVE_CONTENT = "active_content"
    EARLIER_REVISION = "earlier_revision"
    PICTURE_METADATA = "picture_metadata"
    THUMBNAIL = "thumbnail"
    HIDDEN_NOT_CHECKED = "hidden_not_checked"


#: A finding of hidden content is of the whole file when its page is this.
WHOLE_FILE = 0
#: Longest `text` of a finding of hidden content, in characters.
MAX_QUOTE = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicious span, or something hidden.

    `page` is 1-based; `start` and `end` are characters of that page's text, end exclusive, and `text` is exactly
    that slice, with the blanks and full-width digits of the page.

    Hidden content stands in no page's text: its `start` and `end` are 0, its `page` may be WHOLE_FILE, and `text`
    quotes what is hidden, shortened, one thing a line. There is at most one of a kind on a page.
    """

    kind: FindingKind
    page: int
    text: str
    start: int
    end: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class ClassificationMark:
    """A 密级 mark as it stands in a document's head.

    `level` is 绝密, 机密 or 秘密; None when only the star and a period are left of the mark. `period` is what follows
    the star, None without one. `malformed` marks block like any other: the form only tells the officer what to expect.
    `start` and `end` are characters of the text that was given, end exclusive; `text` is that slice.
    """

    level: str | None
    period: str | None
    malformed: bool
    text: str
    start: int
    end: int
