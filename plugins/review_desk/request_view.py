"""One request for the desk's page: its texts under their names, what was consulted, how the answer stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gongkai.audit_wording import action_name
from gongkai.request_letters import LETTER_NAMES, blank_consultation_name, consultation_name, letter_of
from gongkai.request_words import CONSULTED_NAMES, OPINION_NAMES
from records.domain.bureau import Bureau
from records.domain.errors import Refused
from records.domain.requests.letters import letter_number
from records.domain.requests.lifecycle import RequestEvent
from records.domain.requests.request import ConsultedKind
from records.services.requests.desk import RequestDossier
from review_desk.names import person_name
from review_desk.wording import at

#: What was written on the way, in the order in which it comes.
_TEXTS: Final[Mapping[str, str]] = {
    "first_description": "补正前的内容描述",
    "confirmation": "与申请人的确认",
    "set_aside": "无法确认的说明",
    "correction": "告知补正的事项",
    "excess": "数量、频次超过合理范围的说明",
    "excess_reasons": "申请人说明的理由",
    "extension": "延长的理由",
    "fee": "收费的依据和计算",
    "returned": "答复退回的理由",
    "abandoned": "视为放弃的说明",
    "withdrawn": "撤回的说明",
    "delivery": "送达的凭证",
}


@dataclass(frozen=True, slots=True)
class ConsultedView:
    kind: str
    party: str
    asked_on: str
    opinion: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryView:
    at: str
    actor: str
    action: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """`texts` are name and text of what was written on the way."""

    texts: tuple[tuple[str, str], ...]
    consulted: tuple[ConsultedView, ...]
    number: str
    history: tuple[EntryView, ...]


def request_view(bureau: Bureau, dossier: RequestDossier) -> RequestView:
    content = dossier.content
    written = {name: content.text(name) for name in _TEXTS} if content else {}
    return RequestView(
        texts=tuple((_TEXTS[name], text) for name, text in written.items() if text),
        consulted=_consulted(dossier),
        number=letter_number(bureau, dossier.request),
        history=tuple(
            EntryView(at(entry.at), _actor(bureau, entry.actor), action_name(entry.action)) for entry in dossier.history
        ),
    )


def letters_offered(bureau: Bureau, dossier: RequestDossier) -> list[tuple[str, str]]:
    """Name and words of the letters that can be written now."""
    numbered = [consultation_name(one) for one in dossier.request.consultations]
    found = []
    if RequestEvent.CONSULTED in dossier.may_do:
        found += [
            (blank_consultation_name(kind), f"征求意见书（致{CONSULTED_NAMES[kind]}，空白）") for kind in ConsultedKind
        ]
    for name in (*LETTER_NAMES, *numbered):
        try:
            letter = letter_of(bureau, dossier, name, dossier.request.arrived_on)
        except Refused:
            continue
        found.append((name, letter.title))
    return found


def _consulted(dossier: RequestDossier) -> tuple[ConsultedView, ...]:
    content = dossier.content
    return tuple(
        ConsultedView(
            kind=CONSULTED_NAMES[one.kind],
            party=content.text(f"party_{one.number}") if content else "",
            asked_on=one.asked_on.isoformat(),
            opinion=f"{OPINION_NAMES[one.opinion]}（{one.answered_on}）" if one.opinion else "还没有答复",
            text=content.text(f"opinion_{one.number}") if content else "",
        )
        for one in dossier.request.consultations
    )


def _actor(bureau: Bureau, actor: str) -> str:
    person = next((one for one in bureau.people if one.id == actor), None)
    return person_name(bureau, person.id) if person else "系统"
