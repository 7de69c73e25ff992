"""What somebody wants of the bureau with a request, and what stands about each in letters and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class RequestPurpose(StrEnum):
    """依申请公开 (Regulations, articles 27–40) · 更正与自身相关的政府信息记录 (article 41)."""

    DISCLOSURE = "disclosure"
    RECTIFICATION = "rectification"


@dataclass(frozen=True, slots=True)
class PurposeWords:
    """`request` is what the request is called, `wants` how a letter begins to say what it is for."""

    request: str
    wants: str


PURPOSE_WORDS: Final[Mapping[RequestPurpose, PurposeWords]] = MappingProxyType(
    {
        RequestPurpose.DISCLOSURE: PurposeWords("政府信息公开申请", "您申请公开的内容为"),
        RequestPurpose.RECTIFICATION: PurposeWords("政府信息更正申请", "您要求更正的政府信息记录为"),
    }
)
