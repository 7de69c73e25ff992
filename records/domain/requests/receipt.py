"""How a request came in, and on which day it counts as received (Regulations, articles 29 and 31)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Channel(StrEnum):
    """当面提交 · 口头提出 · 签收邮寄 · 平常信函 · 传真 · 网上提交."""

    IN_PERSON = "in_person"
    ORAL = "oral"
    SIGNED_MAIL = "signed_mail"
    ORDINARY_MAIL = "ordinary_mail"
    FAX = "fax"
    ONLINE = "online"


#: Received on the day that it came: handed over, told to the office, or signed for. All others on the day of
#: confirmation with whoever asked.
RECEIVED_AT_ONCE: Final = frozenset({Channel.IN_PERSON, Channel.ORAL, Channel.SIGNED_MAIL})

#: What the day of receipt is, and which paragraph says so.
RECEIPT_RULE: Final[Mapping[Channel, tuple[str, str]]] = MappingProxyType(
    {
        Channel.IN_PERSON: ("当面提交，提交之日为收到之日", "第三十一条第（一）项"),
        Channel.ORAL: ("口头提出并由本机关代为填写，提出之日为收到之日", "第二十九条第一款、第三十一条第（一）项"),
        Channel.SIGNED_MAIL: ("邮寄，本机关签收之日为收到之日", "第三十一条第（二）项"),
        Channel.ORDINARY_MAIL: ("平常信函，与申请人确认之日为收到之日", "第三十一条第（二）项"),
        Channel.FAX: ("传真，双方确认之日为收到之日", "第三十一条第（三）项"),
        Channel.ONLINE: ("互联网渠道，双方确认之日为收到之日", "第三十一条第（三）项"),
    }
)
