"""The verdicts that a reviewer can choose at a step, each with what it will do."""

from __future__ import annotations

from dataclasses import dataclass

from records.domain.disclosure import Disclosure
from records.domain.review import AMENDMENTS, Verdict
from records.domain.waiting import WaitingStep
from review_desk.wording import DISCLOSURE, VERDICT, word


@dataclass(frozen=True, slots=True)
class Choice:
    verdict: Verdict
    name: str
    effect: str


def choices_at(waiting: WaitingStep) -> tuple[Choice, ...]:
    """Return the verdicts that records would not refuse outright: an amendment can only be stricter."""
    offered = (verdict for verdict in Verdict if _is_possible(verdict, waiting))
    return tuple(Choice(verdict, word(VERDICT, verdict), _effect(verdict, waiting)) for verdict in offered)


def may_list(waiting: WaitingStep) -> bool:
    """Return whether this step may say that the public catalogue lists the title of an on-request document."""
    match waiting.proposal.disclosure:
        case Disclosure.PROACTIVE:
            return True  # together with the verdict on_request
        case Disclosure.ON_REQUEST:
            return waiting.proposal.listable or waiting.step == 1
        case Disclosure.WITHHELD:
            return False


def _is_possible(verdict: Verdict, waiting: WaitingStep) -> bool:
    amended = AMENDMENTS.get(verdict)
    return amended is None or amended.strictness > waiting.proposal.disclosure.strictness


def _effect(verdict: Verdict, waiting: WaitingStep) -> str:
    match verdict:
        case Verdict.APPROVE:
            conclusion = word(DISCLOSURE, waiting.proposal.disclosure)
            return f"按“{conclusion}”办结" if waiting.is_last else f"按“{conclusion}”报上一级"
        case Verdict.RETURN:
            return "退回科室，本轮审查结束"
        case Verdict.WITHHOLD | Verdict.ON_REQUEST:
            return "改为较严的结论并办结" if waiting.is_last else "改为较严的结论并报上一级"
        case Verdict.REFER:
            return "能否公开不能确定，报有关主管部门或者保密行政管理部门"
