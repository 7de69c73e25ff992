"""Digests to a group of colleagues, through a robot of 企业微信 or 钉钉: one message a day, counts and days alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpx

from gongkai.reminders.wording import group_body
from gongkai.webhook_settings import Webhook
from records.domain.digests import Digest
from records.domain.ports import Clock
from records.domain.reminder_ports import ChannelUnavailable

TIMEOUT_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """Implements `records.domain.reminder_ports.GroupChannel`; `desk_url` is where people's browsers find the desk."""

    webhook: Webhook
    desk_url: str
    clock: Clock
    name: str = "webhook"

    def announce(self, digest: Digest) -> None:
        """One text message.

        Raises:
            ChannelUnavailable: the robot does not answer, or refuses; the sentence has its code, never its address.
        """
        try:
            answer = httpx.post(self._address(), json=self._message(digest), timeout=TIMEOUT_S)
            answer.raise_for_status()
            code = answer.json().get("errcode")
        except httpx.HTTPStatusError as error:
            raise _unavailable(f"HTTP {error.response.status_code}") from None
        except (httpx.HTTPError, ValueError, AttributeError) as error:
            raise _unavailable(type(error).__name__) from None
        if code != 0:
            raise _unavailable(f"errcode {code}")

    def _message(self, digest: Digest) -> dict[str, Any]:
        text = {"msgtype": "text", "text": {"content": group_body(digest, self.desk_url)}}
        return text | {"at": {"isAtAll": False}} if self.webhook.kind == "dingtalk" else text

    def _address(self) -> str:
        """With the signature that 钉钉 asks for (加签): HMAC-SHA-256 over time and secret, Base64."""
        secret = self.webhook.secret
        if secret is None:
            return self.webhook.url
        timestamp = str(round(self.clock.now().timestamp() * 1000))
        digest = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
        signed = urlencode({"timestamp": timestamp, "sign": base64.b64encode(digest).decode()})
        parts = urlsplit(self.webhook.url)
        return urlunsplit(parts._replace(query=f"{parts.query}&{signed}" if parts.query else signed))


def _unavailable(why: str) -> ChannelUnavailable:
    # Raised from nothing: the library's errors may hold the address, and with it the key.
    return ChannelUnavailable(f"群机器人没有收下催办消息（{why}）。")
