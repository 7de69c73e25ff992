"""The legal bases that the forms offer; a reviewer may also name another law, and records judge what suffices.

Source: Regulations on Open Government Information (State Council Order 711, 2019), articles 14–16 and 27.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """`citation` is what is recorded, `covers` says in a few words what the article is about."""

    citation: str
    covers: str


LEGAL_BASES: Final = (
    LegalBasis(
        "《政府信息公开条例》第十四条", "国家秘密，法律、行政法规禁止公开，或者公开后可能危及国家安全等；限不予公开"
    ),
    LegalBasis("《政府信息公开条例》第十五条", "商业秘密、个人隐私等，公开会损害第三方合法权益；限不予公开"),
    LegalBasis("《政府信息公开条例》第十六条", "内部事务信息、过程性信息、行政执法案卷信息；限不予公开"),
    LegalBasis("《政府信息公开条例》第二十七条", "不属于主动公开范围，可以申请获取；限依申请公开"),
)

#: Why a part of a document is taken out while the rest is published: article 37, with articles 14–16 of the
#: Regulations and, for work secrets, article 64 of the Law on Guarding State Secrets (2024).
REDACTION_REASONS: Final = ("涉及个人隐私", "涉及商业秘密", "属于内部事务信息", "属于工作秘密")
