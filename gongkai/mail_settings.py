"""Which mail server takes our reminders: `GONGKAI_SMTP_*` and `GONGKAI_MAIL_FROM`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urlsplit

#: By scheme, where the URL names none.
DEFAULT_PORTS: Final[Mapping[str, int]] = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
# A match: gongkai@bureau.example. No match: 示例 <gongkai@bureau.example>
#: The pattern of the HTML standard: no name, no list, no letters that a plain server refuses.
ADDRESS: Final = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$"


@dataclass(frozen=True, slots=True)
class MailServer:
    """`scheme` is smtp (plain), smtp+starttls or smtps. `user` None: the server asks for no log-in."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def read_mail_server(environment: Mapping[str, str], faults: list[str]) -> MailServer | None:
    """The server, or None if none is set or the settings are wrong; what is wrong is added to `faults`."""
    url = environment.get("GONGKAI_SMTP_URL")
    if not url:
        return None
    parts = urlsplit(url)
    user, password = environment.get("GONGKAI_SMTP_USER") or None, environment.get("GONGKAI_SMTP_PASSWORD") or None
    sender = environment.get("GONGKAI_MAIL_FROM") or ""
    found = (
        _fault_of_url(parts),
        None if re.fullmatch(ADDRESS, sender) else "GONGKAI_MAIL_FROM 应为发件人邮件地址",
        _fault_of_login(parts, user, password),
    )
    wrong = [fault for fault in found if fault]
    faults += wrong
    if wrong or parts.hostname is None:
        return None
    return MailServer(parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme], sender, user, password)


def _fault_of_url(parts: SplitResult) -> str | None:
    try:
        is_address = parts.scheme in DEFAULT_PORTS and parts.hostname and parts.port != 0 and parts.username is None
    except ValueError:  # the port
        is_address = False
    return (
        None if is_address else f"GONGKAI_SMTP_URL 应为 主机:端口，以 {'://、'.join(DEFAULT_PORTS)}:// 开头，不含账号"
    )


def _fault_of_login(parts: SplitResult, user: str | None, password: str | None) -> str | None:
    if (user is None) != (password is None):
        return "GONGKAI_SMTP_USER 和 GONGKAI_SMTP_PASSWORD 须同时设置"
    if not f"{user}{password}".isascii():
        return "GONGKAI_SMTP_USER 和 GONGKAI_SMTP_PASSWORD 只能用英文字母、数字和符号"
    if password and parts.scheme == "smtp" and parts.hostname not in _LOOPBACK:
        return "GONGKAI_SMTP_PASSWORD 不能不加密发送，GONGKAI_SMTP_URL 请用 smtps:// 或者 smtp+starttls://"
    return None
