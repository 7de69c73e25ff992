"""Which group robot takes our reminders: `GONGKAI_WEBHOOK_*`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

WebhookKind = Literal["wecom", "dingtalk"]
_KINDS: Final = get_args(WebhookKind)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Webhook:
    """`url` holds the robot's key: it is a secret, too. `secret` signs what 钉钉 gets (加签), None if it asks none."""

    kind: WebhookKind
    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)


def read_webhook(environment: Mapping[str, str], faults: list[str]) -> Webhook | None:
    """The robot, or None if none is set or the settings are wrong; what is wrong is added to `faults`.

    No fault repeats an address: its key would stand in a log.
    """
    url, kind = environment.get("GONGKAI_WEBHOOK_URL"), environment.get("GONGKAI_WEBHOOK_KIND")
    if not url:
        return None
    secret = environment.get("GONGKAI_WEBHOOK_SECRET") or None
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    found = (
        None if is_safe and parts.hostname else "GONGKAI_WEBHOOK_URL 应为 https:// 开头的机器人地址",
        None if kind in _KINDS else f"GONGKAI_WEBHOOK_KIND 应为 {'、'.join(_KINDS)} 之一",
        "GONGKAI_WEBHOOK_SECRET 只用于 dingtalk" if secret and kind == "wecom" else None,
    )
    wrong = [fault for fault in found if fault]
    faults += wrong
    if wrong:
        return None
    return Webhook("dingtalk" if kind == "dingtalk" else "wecom", url, secret)
