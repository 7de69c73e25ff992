"""Digests by mail, through the SMTP server that the bureau names."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.post_office import PostOffice
from gongkai.reminders.wording import body, digest_id, summary
from records.domain.bureau import Person
from records.domain.digests import Digest


@dataclass(frozen=True, slots=True)
class MailChannel:
    """Implements `records.domain.reminder_ports.ReminderChannel`; `desk_url` is where people's browsers find it."""

    office: PostOffice
    desk_url: str
    name: str = "mail"

    def reaches(self, person: Person) -> bool:
        return person.email is not None

    def send(self, digest: Digest, person: Person) -> None:
        """One message to one person.

        Raises:
            AddressRefused: the server will never take this address.
            ChannelUnavailable: it does not answer, or takes nothing now.
        """
        text = body(digest, self.desk_url)
        message = self.office.message(id_=digest_id(digest), to=person.email or "", subject=summary(digest), body=text)
        self.office.send(message, said_of=person.id)
