"""The kinds of answer that there are to a request (Regulations, articles 30, 35–41), what each needs and says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from records.domain.requests.purpose import RequestPurpose


class AnswerKind(StrEnum):
    """One line each of the annual report's table of results (国办公开办函〔2021〕30号), withheld by its ground.

    Those of requests for rectification (article 41) come last and are in no table.
    """

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
    RECTIFIED = "rectified"
    PARTLY_RECTIFIED = "partly_rectified"
    NOT_RECTIFIED = "not_rectified"
    PASSED_ON = "passed_on"
    DIRECTED = "directed"


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """`name` is what the answer is called, `article` what it rests on, `sentence` what the letter says of it.

    `needs_ground`: one of articles 14–16. `discloses`: information is handed over. `names_organ`: another organ is in
    charge, and is named. `prompt` says what the text of the letter has to tell beside it.
    """

    name: str
    article: str
    sentence: str
    prompt: str
    needs_ground: bool = False
    discloses: bool = False
    names_organ: bool = False
    purpose: RequestPurpose = RequestPurpose.DISCLOSURE


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
        _K.RECTIFIED: AnswerRule(
            "予以更正",
            "第四十一条",
            "您提供的证据属实，有关记录不准确，本机关已经更正。",
            "更正了哪一处记录，更正前后各是什么，更正的日期",
            purpose=RequestPurpose.RECTIFICATION,
        ),
        _K.PARTLY_RECTIFIED: AnswerRule(
            "部分更正",
            "第四十一条",
            "您要求更正的记录中，部分不准确，本机关已经更正；其余没有更正。",
            "更正了什么，更正前后各是什么；哪些没有更正，理由是什么",
            purpose=RequestPurpose.RECTIFICATION,
        ),
        _K.NOT_RECTIFIED: AnswerRule(
            "不予更正",
            "第四十一条",
            "您要求更正的记录，本机关不予更正。",
            "核对了哪些记录和证据，为什么不更正；缺少证据的，写明还需要什么证据",
            purpose=RequestPurpose.RECTIFICATION,
        ),
        _K.PASSED_ON: AnswerRule(
            "转送有权更正的机关",
            "第四十一条",
            "您要求更正的事项不属于本机关职能范围，本机关已经转送有权更正的行政机关处理。",
            "为什么由该机关更正，何时转送，怎样联系",
            names_organ=True,
            purpose=RequestPurpose.RECTIFICATION,
        ),
        _K.DIRECTED: AnswerRule(
            "告知向有权更正的机关提出",
            "第四十一条",
            "您要求更正的事项不属于本机关职能范围，请向有权更正的行政机关提出。",
            "为什么由该机关更正，怎样联系",
            names_organ=True,
            purpose=RequestPurpose.RECTIFICATION,
        ),
    }
)


def kinds_for(purpose: RequestPurpose) -> Mapping[AnswerKind, AnswerRule]:
    """The kinds that answer a request of this purpose, in their order."""
    return {kind: rule for kind, rule in ANSWER_RULES.items() if rule.purpose is purpose}
