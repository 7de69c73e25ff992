"""A small SMTP server (RFC 5321) on the loopback address, in a thread of its own: what a bureau's server answers."""

from __future__ import annotations

import asyncio
import base64
import email
import email.policy
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class SmtpServer:
    """`refuses` maps an address to the answer it gets; `logins` are those that came, `mails` what was taken."""

    port: int = 0
    tls: ssl.SSLContext | None = None
    refuses: dict[str, str] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    greetings: list[str] = field(default_factory=list)

    @property
    def receivers(self) -> list[str]:
        return [mail["To"] for mail in self.mails]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One session; whoever hangs up ends it."""
        try:
            await self._answer(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _say(writer, "220 mail.bureau.example")
        while line := (await reader.readline()).decode().strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    self.greetings.append(rest)
                    await _say(
                        writer, "250-mail.bureau.example", *(["250-STARTTLS"] if self.tls else []), "250 AUTH PLAIN"
                    )
                case "STARTTLS" if self.tls:
                    await _say(writer, "220 go ahead")
                    await writer.start_tls(self.tls)
                case "AUTH":
                    self.logins.append(base64.b64decode(rest.split()[1]).decode().replace("\0", " ").strip())
                    await _say(writer, "235 welcome")
                case "RCPT":
                    await _say(writer, self.refuses.get(rest.partition("<")[2].partition(">")[0], "250 ok"))
                case "DATA":
                    await _say(writer, "354 go on")
                    raw = await reader.readuntil(b"\r\n.\r\n")
                    self.mails.append(email.message_from_bytes(raw[:-3], policy=email.policy.default))  # type: ignore[arg-type]
                    await _say(writer, "250 taken")
                case "QUIT":
                    await _say(writer, "221 bye")
                    return
                case _:
                    await _say(writer, "250 ok")


async def _say(writer: asyncio.StreamWriter, *lines: str) -> None:
    writer.write("".join(f"{line}\r\n" for line in lines).encode())
    await writer.drain()


@contextmanager
def smtp_server(tls: ssl.SSLContext | None = None) -> Iterator[SmtpServer]:
    """The server, listening until the block ends."""
    server, started = SmtpServer(tls=tls), threading.Event()
    loop, stop = asyncio.new_event_loop(), asyncio.Event()

    async def listen() -> None:
        async with await asyncio.start_server(server.serve, "127.0.0.1", 0) as listening:
            server.port = listening.sockets[0].getsockname()[1]
            started.set()
            await stop.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(listen())

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
