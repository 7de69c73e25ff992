"""The forms of requests, for information (article 29) and for rectification (article 41): each fault at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, get_args

from bundles.submissions import (
    LONGEST_CLAIM,
    LONGEST_DESCRIPTION,
    LONGEST_EVIDENCE,
    Applicant,
    Delivery,
    IdentityKind,
)

APPLICANTS: Final[Mapping[str, str]] = {
    "natural_person": "公民（个人）",
    "business": "商业企业",
    "research": "科研机构",
    "public_interest": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他法人或者组织",
}
IDENTITIES: Final[Mapping[str, str]] = {
    "resident_id": "居民身份证",
    "passport": "护照",
    "permit": "通行证、居留证",
    "social_credit_code": "统一社会信用代码（法人和其他组织）",
    "other": "其他证件",
}
DELIVERIES: Final[Mapping[str, str]] = {
    "email": "电子邮件",
    "paper_by_mail": "纸质，邮寄",
    "paper_collected": "纸质，自行领取",
    "inspection": "到本机关查阅、抄录",
}
# The form offers what the box takes.
for offered, taken in ((APPLICANTS, Applicant), (IDENTITIES, IdentityKind), (DELIVERIES, Delivery)):
    assert set(offered) == set(get_args(taken))  # noqa: S101

#: Characters that each line may have.
LONGEST: Final[Mapping[str, int]] = {
    "name": 100,
    "identity_number": 50,
    "contact": 50,
    "phone": 40,
    "email": 100,
    "address": 200,
    "description": LONGEST_DESCRIPTION,
    "claim": LONGEST_CLAIM,
    "evidence": LONGEST_EVIDENCE,
}
_REQUESTER: Final = ("applicant", "name", "identity_kind", "identity_number", "contact", "phone", "email", "address")
#: An address that a letter can be sent to. Matches a@b.example, not a@b or two addresses.
_EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_SHORTEST_NUMBER: Final = 4


@dataclass(frozen=True, slots=True)
class RequestShape:
    """One of the forms. `texts` are what it asks for in words: by field the fewest characters, and what is said then.

    `kind` is that of the submission it becomes, `largest_bytes` a body that holds its longest texts, percent-encoded.
    """

    kind: str
    template: str
    texts: Mapping[str, tuple[int, str]]
    deliveries: Mapping[str, str]
    largest_bytes: int

    @property
    def fields(self) -> tuple[str, ...]:
        """In the order in which they stand."""
        return (*_REQUESTER, *self.texts, "delivery")


INFORMATION: Final = RequestShape(
    "request",
    "request_form.html",
    {"description": (4, "请写明信息的名称、文号，或者便于查询的其他特征。")},
    DELIVERIES,
    48 * 1024,
)
RECTIFICATION: Final = RequestShape(
    "rectification",
    "rectification_form.html",
    {
        "description": (4, "请写明是哪一项政府信息、记录在哪里、现在是怎样记录的。"),
        "claim": (1, "请写明准确的内容是什么。"),
        "evidence": (4, "请写明有什么证据证明记录不准确。"),
    },
    {way: words for way, words in DELIVERIES.items() if way != "inspection"},
    64 * 1024,
)


@dataclass(frozen=True, slots=True)
class RequestForm:
    """As typed, and what is wrong with it by field, in the order of the form."""

    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    faults: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.fields.get(name, "")


def checked(typed: Mapping[str, str], shape: RequestShape) -> RequestForm:
    """The form with its faults, none if it can be sent."""
    fields = {name: typed.get(name, "") for name in shape.fields}
    faults = {name: sentence for name in shape.fields if (sentence := _fault(name, fields, shape))}
    return RequestForm(fields, faults)


def _fault(name: str, fields: Mapping[str, str], shape: RequestShape) -> str | None:
    value = fields[name]
    if name in LONGEST and len(value) > LONGEST[name]:
        return f"不能超过{LONGEST[name]}字，现在有{len(value)}字。"
    if any(character < " " and character not in "\n\t" for character in value):
        return "含有不能识别的字符，请重新填写。"
    if name in shape.texts:
        shortest, sentence = shape.texts[name]
        return None if len(value) >= shortest else sentence
    checks = {
        "applicant": _chosen(value, APPLICANTS, "请选择申请人的类别。"),
        "identity_kind": _chosen(value, IDENTITIES, "请选择证件的种类。"),
        "delivery": _chosen(value, shape.deliveries, "请选择送达的方式。"),
        "name": None if value else "请填写姓名或者名称。",
        "identity_number": None if len(value) >= _SHORTEST_NUMBER else "请填写证件号码。",
        "contact": _contact(fields),
        "phone": _phone(fields),
        "email": _email(fields),
        "address": "邮寄的，请填写通信地址。" if fields["delivery"] == "paper_by_mail" and not value else None,
    }
    return checks[name]


def _chosen(value: str, offered: Mapping[str, str], sentence: str) -> str | None:
    return None if value in offered else sentence


def _contact(fields: Mapping[str, str]) -> str | None:
    is_organisation = fields["applicant"] in APPLICANTS and fields["applicant"] != "natural_person"
    return "法人和其他组织请填写联系人。" if is_organisation and not fields["contact"] else None


def _phone(fields: Mapping[str, str]) -> str | None:
    """Somebody has to confirm the request with the requester (article 31)."""
    has_any = fields["phone"] or fields["email"] or fields["address"]
    return None if has_any else "电话、电子邮箱、通信地址至少填写一项，收到申请后要与您确认。"


def _email(fields: Mapping[str, str]) -> str | None:
    value = fields["email"]
    if value and not _EMAIL.fullmatch(value):
        return "电子邮箱的写法有误。"
    return "用电子邮件获取的，请填写电子邮箱。" if fields["delivery"] == "email" and not value else None
