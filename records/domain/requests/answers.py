"""An answer as it is drafted, and what it has to have before anybody approves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from records.domain.document import PersonId
from records.domain.errors import BadInput
from records.domain.requests.answer_rules import ANSWER_RULES, AnswerKind, AnswerRule
from records.domain.requests.purpose import PURPOSE_WORDS, RequestPurpose


class Ground(StrEnum):
    """Why something is not disclosed; there are no others (articles 13–16)."""

    STATE_SECRET = "state_secret"  # noqa: S105 - a kind
    BARRED_BY_LAW = "barred_by_law"
    PUBLIC_SAFETY = "public_safety"
    THIRD_PARTY = "third_party"
    INTERNAL_AFFAIRS = "internal_affairs"
    PROCESS = "process"
    CASE_FILE = "case_file"


GROUND_ARTICLE: Final[Mapping[Ground, str]] = MappingProxyType(
    {
        Ground.STATE_SECRET: "第十四条",
        Ground.BARRED_BY_LAW: "第十四条",
        Ground.PUBLIC_SAFETY: "第十四条",
        Ground.THIRD_PARTY: "第十五条",
        Ground.INTERNAL_AFFAIRS: "第十六条第一款",
        Ground.PROCESS: "第十六条第二款",
        Ground.CASE_FILE: "第十六条第二款",
    }
)


class AnswerIncomplete(BadInput):
    """An answer that the law does not allow as it is drafted: the sentence says what is missing."""

    code = "answer_incomplete"


@dataclass(frozen=True, slots=True)
class Answer:
    """The drafted answer. Its text is in the sealed content; `hash` is over kind, ground, form and text together.

    `supplied_as` is a `Delivery`, None if nothing is handed over. `overrides_objection`: disclosed against a third
    party's will, in the public interest, which is told to them in writing (article 32).
    """

    kind: AnswerKind
    ground: Ground | None
    supplied_as: str | None
    overrides_objection: bool
    hash: str
    drafted_by: PersonId
    drafted_at: dt.datetime

    @property
    def rule(self) -> AnswerRule:
        return ANSWER_RULES[self.kind]

    @property
    def articles(self) -> tuple[str, ...]:
        """What it rests on, the ground's article last."""
        ground = GROUND_ARTICLE[self.ground] if self.ground else None
        return (self.rule.article, ground) if ground else (self.rule.article,)


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What is known of the request when an answer to it is drafted. `wanted_as` is the `Delivery` asked for."""

    wanted_as: str
    was_objected_to: bool
    was_corrected: bool
    asked_for_reasons: bool
    repeats_an_answer: bool
    purpose: RequestPurpose


@dataclass(frozen=True, slots=True)
class DraftedAnswer:
    """As typed: `text` is what the letter tells, `form_reason` why it comes in another form than asked (article 40).

    `organ` is who may rectify in the bureau's place (article 41).
    """

    kind: AnswerKind
    text: str
    ground: Ground | None = None
    supplied_as: str | None = None
    form_reason: str = ""
    override_reason: str = ""
    organ: str = ""


def require_complete(drafted: DraftedAnswer, facts: AnswerFacts) -> None:
    """Let pass an answer that has what its article asks for.

    Raises:
        AnswerIncomplete: with the first thing that is missing or contradicts what is on record.
    """
    rule = ANSWER_RULES[drafted.kind]
    fault = (
        _fault_of_purpose(drafted, rule, facts)
        or _fault_of_text(drafted, rule)
        or _fault_of_supply(drafted, rule, facts)
        or _fault_of_history(drafted, facts)
    )
    if fault:
        raise AnswerIncomplete(fault)


def _fault_of_purpose(drafted: DraftedAnswer, rule: AnswerRule, facts: AnswerFacts) -> str | None:
    if rule.purpose is not facts.purpose:
        return f"“{rule.name}”不能用来答复{PURPOSE_WORDS[facts.purpose].request}。"
    if rule.names_organ and not drafted.organ.strip():
        return f"“{rule.name}”的答复要写明有权更正的行政机关的名称（条例第四十一条）。"
    if not rule.names_organ and drafted.organ.strip():
        return f"“{rule.name}”的答复不写有权更正的行政机关。"
    return None


def _fault_of_text(drafted: DraftedAnswer, rule: AnswerRule) -> str | None:
    if not drafted.text.strip():
        return f"“{rule.name}”的答复要写明：{rule.prompt}。"
    if rule.needs_ground and drafted.ground is None:
        return "不公开的内容必须有条例第十四、十五、十六条的依据。"
    if not rule.needs_ground and drafted.ground is not None:
        return f"“{rule.name}”的答复没有不予公开的依据。"
    return None


def _fault_of_supply(drafted: DraftedAnswer, rule: AnswerRule, facts: AnswerFacts) -> str | None:
    if not rule.discloses:
        return "没有提供信息的答复没有提供的形式。" if drafted.supplied_as else None
    if drafted.supplied_as is None:
        return "请选择提供信息的形式（条例第四十条）。"
    if drafted.supplied_as != facts.wanted_as and not drafted.form_reason.strip():
        return "没有按申请人要求的形式提供的，要写明原因（条例第四十条）。"
    if facts.was_objected_to and not drafted.override_reason.strip():
        return "第三方不同意公开；决定公开的，要写明不公开对公共利益的重大影响，并书面告知第三方（条例第三十二条）。"
    return None


def _fault_of_history(drafted: DraftedAnswer, facts: AnswerFacts) -> str | None:
    if drafted.kind is AnswerKind.REPEATED and not facts.repeats_an_answer:
        return "没有查到已经答复的相同申请，不能按重复申请答复。"
    if drafted.kind is AnswerKind.STILL_UNCLEAR and not facts.was_corrected:
        return "申请没有经过补正，不能答复“补正后仍不明确”。"
    if drafted.kind is AnswerKind.EXCESSIVE and not facts.asked_for_reasons:
        return "还没有要求申请人说明理由，不能答复理由不合理（条例第三十五条）。"
    return None
