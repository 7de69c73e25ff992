"""Handing mails to the SMTP server that the bureau names: reminders to staff, and what citizens subscribed to."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from gongkai.mail_settings import MailServer
from records.domain.bureau import SHANGHAI
from records.domain.ports import Clock
from records.domain.reminder_ports import AddressRefused, ChannelUnavailable

TIMEOUT_S: Final = 20.0
#: From here on an answer of the server is for good (RFC 5321, 4.2.1); below it, it may be tried again.
_PERMANENT: Final = 500


@dataclass(frozen=True, slots=True)
class PostOffice:
    server: MailServer
    clock: Clock

    def message(self, *, id_: str, to: str, subject: str, body: str) -> EmailMessage:
        """A mail in plain text. The same `id_` makes it the same mail for whoever receives it twice."""
        message = EmailMessage()
        message["From"] = self.server.sender
        message["To"] = to
        message["Subject"] = subject
        message["Date"] = format_datetime(self.clock.now().astimezone(SHANGHAI))
        message["Message-ID"] = f"<{id_}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer that somebody is on leave
        message.set_content(body, cte="base64")
        return message

    def send(self, message: EmailMessage, *, said_of: str) -> None:
        """Hand one over. `said_of` stands for the receiver in errors, which never name the address.

        Raises:
            AddressRefused: the server will never take this address.
            ChannelUnavailable: it does not answer, or takes nothing now.
        """
        try:
            with self._session() as session:
                session.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            if all(code >= _PERMANENT for code, _ in refused.recipients.values()):
                raise AddressRefused(f"邮件服务器不接受 {said_of} 的地址。") from None
            raise _unavailable(refused) from None
        except (smtplib.SMTPException, OSError) as error:
            # Raised from nothing: what a server says may repeat the address.
            raise _unavailable(error) from None

    @property
    def _domain(self) -> str:
        return self.server.sender.rpartition("@")[2]

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        server, tls = self.server, ssl.create_default_context()
        # The library would ask the DNS for this machine's name.
        if server.scheme == "smtps":
            opened: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=self._domain, timeout=TIMEOUT_S, context=tls
            )
        else:
            opened = smtplib.SMTP(server.host, server.port, local_hostname=self._domain, timeout=TIMEOUT_S)
        with opened as session:
            if server.scheme == "smtp+starttls":
                session.starttls(context=tls)
            if server.user and server.password:
                session.login(server.user, server.password)
            yield session


def _unavailable(error: Exception) -> ChannelUnavailable:
    return ChannelUnavailable(f"邮件服务器没有收下邮件（{type(error).__name__}）。")
