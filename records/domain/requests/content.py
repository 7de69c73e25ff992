"""What names the requester and says what they want: encrypted at rest, erased by the retention rule."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from records.domain.canonical import Json

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Requester:
    """Article 29: name, proof of identity, contact. `identity` is the kind of document and its number.

    `contact` is who speaks for an organisation, empty for a person.
    """

    name: str
    identity: str
    phone: str
    email: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class RequestContent:
    """`texts` are what was written beside it, by name: what to correct, a third party's name, the answer.

    Of a request for rectification `description` is the record as it stands, `claim` what it ought to say, `evidence`
    what proves it.
    """

    requester: Requester = field(repr=False)
    description: str = field(repr=False)
    texts: Texts = field(default_factory=dict, repr=False)

    def with_text(self, name: str, text: str) -> RequestContent:
        return replace(self, texts={**self.texts, name: text})

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def as_json(self) -> Json:
        return asdict(self)

    @classmethod
    def of_json(cls, stored: Mapping[str, object]) -> RequestContent:
        """The inverse of `as_json`."""
        requester, texts = stored["requester"], stored["texts"]
        assert isinstance(requester, Mapping)  # noqa: S101 - we wrote it, and the box proves it
        assert isinstance(texts, Mapping)  # noqa: S101
        return cls(Requester(**requester), str(stored["description"]), dict(texts))

    @property
    def who(self) -> Json:
        """What two requests of one requester have in common."""
        return [normalised(self.requester.identity or self.requester.name)]

    @property
    def sameness(self) -> Json:
        """What two requests have in common that are the same one (article 36, item 6): who asks, and for what."""
        return [self.who, normalised(self.description)]

    @property
    def claimed_sameness(self) -> Json:
        """The same of two requests for rectification: what ought to be written counts as well."""
        return [self.sameness, normalised(self.text("claim"))]


def normalised(text: str) -> str:
    """Letters and digits alone, one width, one case: blanks and punctuation make no other request of it."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
