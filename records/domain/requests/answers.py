"""The answers that there are to a request (Regulations, articles 30, 35–40), what each needs, and what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from records.domain.document import PersonId
from records.domain.errors import BadInput


class AnswerKind(StrEnum):
    """One line each of the annual report's table of results (国办公开办函〔2021〕30号), withheld by its ground."""

    ALREADY_PUBLIC = "already_public"
    DISCLOSED = "disclosed"
    PARTLY_DISCLOSED = "partly_disclosed"
    WITHHELD = "withheld"
    NOT_HELD = "not_held"
    NOT_OURS = "not_ours"
    TO_BE_MADE = "to_be_made"
    STILL_UNCLEAR = "still_unclear"
    REPEATED = "repeated"
    SPECIAL_RULES = "special_rules"
    COMPLAINT = "complaint"
    PUBLICATION = "publication"
    EXCESSIVE = "excessive"


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


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """`name` is what the answer is called, `article` what it rests on, `sentence` what the letter says of it.

    `needs_ground`: one of articles 14–16. `discloses`: information is handed over. `prompt` says what the text of the
    letter has to tell beside it.
    """

    name: str
    article: str
    sentence: str
    prompt: str
    needs_ground: bool = False
    discloses: bool = False


_K = AnswerKind
ANSWER_RULES: Final[Mapping[AnswerKind, AnswerRule]] = MappingProxyType(
    {
        _K.ALREADY_PUBLIC: AnswerRule(
            "已主动公开",
            "第三十六条第（一）项",
            "您申请公开的信息已经主动公开。",
            "获取该信息的方式、途径（例如网址、查阅场所）",
        ),
        _K.DISCLOSED: AnswerRule(
            "予以公开",
            "第三十六条第（二）项",
            "您申请公开的信息可以公开，现予提供。",
            "提供了什么信息，或者获取的方式、途径和时间",
            discloses=True,
        ),
        _K.PARTLY_DISCLOSED: AnswerRule(
            "部分公开",
            "第三十七条",
            "您申请公开的信息中含有不应当公开的内容，本机关作了区分处理，现提供可以公开的部分。",
            "提供了什么信息，哪些内容没有公开，理由是什么",
            needs_ground=True,
            discloses=True,
        ),
        _K.WITHHELD: AnswerRule(
            "不予公开",
            "第三十六条第（三）项",
            "您申请公开的信息，本机关决定不予公开。",
            "不予公开的理由",
            needs_ground=True,
        ),
        _K.NOT_HELD: AnswerRule(
            "信息不存在",
            "第三十六条第（四）项",
            "经检索，没有您申请公开的信息，该政府信息不存在。",
            "在哪些科室、档案和系统中作了检索",
        ),
        _K.NOT_OURS: AnswerRule(
            "不属于本机关公开",
            "第三十六条第（五）项",
            "您申请公开的信息不属于本机关负责公开。",
            "理由；能够确定的，写明负责公开的机关的名称、联系方式",
        ),
        _K.TO_BE_MADE: AnswerRule(
            "需要加工、分析",
            "第三十八条",
            "您申请公开的信息没有现成的，需要对现有信息进行加工、分析，本机关不予提供。",
            "现有信息是什么，为什么要加工、分析",
        ),
        _K.STILL_UNCLEAR: AnswerRule(
            "补正后仍不明确",
            "第三十条",
            "您的申请经补正后内容仍不明确，本机关无法提供。",
            "哪些内容仍不明确，怎样才能明确",
        ),
        _K.REPEATED: AnswerRule(
            "重复申请",
            "第三十六条第（六）项",
            "您申请公开的信息，本机关已经作出答复，不再重复处理。",
            "上一次答复的文号和日期",
        ),
        _K.SPECIAL_RULES: AnswerRule(
            "依照专门规定获取",
            "第三十六条第（七）项",
            "有关法律、行政法规对您申请公开的信息的获取有特别规定，请依照其规定办理。",
            "依照哪一部法律、行政法规，到哪里办理",
        ),
        _K.COMPLAINT: AnswerRule(
            "信访、投诉、举报",
            "第三十九条第一款",
            "您提出的事项属于信访、投诉、举报等，不作为政府信息公开申请处理。",
            "可以通过哪些渠道提出",
        ),
        _K.PUBLICATION: AnswerRule(
            "公开出版物",
            "第三十九条第二款",
            "您申请提供的是公开出版物。",
            "获取的途径",
        ),
        _K.EXCESSIVE: AnswerRule(
            "申请理由不合理",
            "第三十五条",
            "您申请公开政府信息的数量、频次明显超过合理范围，说明的理由不合理，本机关不予处理。",
            "为什么理由不合理",
        ),
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


@dataclass(frozen=True, slots=True)
class DraftedAnswer:
    """As typed: `text` is what the letter tells, `form_reason` why it comes in another form than asked (article 40)."""

    kind: AnswerKind
    text: str
    ground: Ground | None = None
    supplied_as: str | None = None
    form_reason: str = ""
    override_reason: str = ""


def require_complete(drafted: DraftedAnswer, facts: AnswerFacts) -> None:
    """Let pass an answer that has what its article asks for.

    Raises:
        AnswerIncomplete: with the first thing that is missing or contradicts what is on record.
    """
    rule = ANSWER_RULES[drafted.kind]
    fault = _fault_of_text(drafted, rule) or _fault_of_supply(drafted, rule, facts) or _fault_of_history(drafted, facts)
    if fault:
        raise AnswerIncomplete(fault)


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
    if drafted.kind is _K.REPEATED and not facts.repeats_an_answer:
        return "没有查到已经答复的相同申请，不能按重复申请答复。"
    if drafted.kind is _K.STILL_UNCLEAR and not facts.was_corrected:
        return "申请没有经过补正，不能答复“补正后仍不明确”。"
    if drafted.kind is _K.EXCESSIVE and not facts.asked_for_reasons:
        return "还没有要求申请人说明理由，不能答复理由不合理（条例第三十五条）。"
    return None
