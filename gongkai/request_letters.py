"""The letters of one request, by the names under which they are asked for."""

from __future__ import annotations

import datetime as dt
from typing import Final

from records.domain.bureau import Bureau
from records.domain.errors import NotFound
from records.domain.requests.letters import (
    Letter,
    LetterKind,
    consultation_letter,
    correction_letter,
    extension_letter,
    fee_letter,
    passing_on_letter,
    reply_letter,
)
from records.domain.requests.request import Consultation, ConsultedKind
from records.domain.requests.terms import RequestDuty
from records.services.requests.desk import RequestDossier

#: Those of which a request has one at most; a letter of consultation is `consultation-<number>`.
LETTER_NAMES: Final = tuple(kind.value for kind in LetterKind if kind is not LetterKind.CONSULTATION)


def letter_of(bureau: Bureau, dossier: RequestDossier, name: str, today: dt.date) -> Letter:
    """The letter of this name; `today` dates the reply as long as it was not delivered.

    Raises:
        LetterNotReady: it cannot be written yet.
        NotFound: there is no such letter, or what names the requester was erased.
    """
    request, content = dossier.request, dossier.content
    if content is None:
        raise NotFound("这件申请的个人信息已按保存期限删除，不能再成文。")
    match name:
        case LetterKind.REPLY:
            return reply_letter(bureau, request, content, request.delivered_on or today)
        case LetterKind.CORRECTION:
            return correction_letter(bureau, request, content)
        case LetterKind.EXTENSION:
            reply = next((one.term for one in dossier.terms if one.term.duty is RequestDuty.REPLY), None)
            return extension_letter(bureau, request, content, reply.explained.due if reply else None)
        case LetterKind.FEE:
            return fee_letter(bureau, request, content)
        case LetterKind.PASSING_ON:
            return passing_on_letter(bureau, request, content, request.delivered_on or today)
        case _:
            asked = next((one for one in request.consultations if name == consultation_name(one)), None)
            blank = next((kind for kind in ConsultedKind if name == blank_consultation_name(kind)), None)
            if asked is None and blank is None:
                raise NotFound("没有这份文书。")
            return consultation_letter(
                bureau, asked or Consultation(0, blank or ConsultedKind.OTHER_ORGAN, today), content
            )


def blank_consultation_name(kind: ConsultedKind) -> str:
    """Under which a letter to somebody whose name is still to be filled in is asked for."""
    return f"{LetterKind.CONSULTATION}-{kind}"


def consultation_name(consultation: Consultation) -> str:
    """Under which its letter is asked for."""
    return f"{LetterKind.CONSULTATION}-{consultation.number}"
