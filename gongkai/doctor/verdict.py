"""What one check says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from gongkai.settings import Settings


class Grade(StrEnum):
    """FAULT: something does not work. WARNING: it works, and should not stay so."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`check` says in Chinese what was looked at, `message` what is wrong, `advice` what to do."""

    check: str
    grade: Grade
    message: str = ""
    advice: str = ""

    def line(self) -> str:
        mark = {Grade.OK: "正常", Grade.WARNING: "注意", Grade.FAULT: "有误"}[self.grade]
        return f"{mark}  {self.check}" + (f"：{self.message}{self.advice}" if self.message else "")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a check found; several make several verdicts, none makes the check all right."""

    grade: Grade
    message: str
    advice: str = ""


Look = Callable[[Settings], Iterable[Complaint]]


def fault(message: str, advice: str = "") -> Complaint:
    return Complaint(Grade.FAULT, message, advice)


def warning(message: str, advice: str = "") -> Complaint:
    return Complaint(Grade.WARNING, message, advice)


def examined(check: str, look: Look, settings: Settings) -> Iterator[Verdict]:
    """Run one check. Whatever it raises is its complaint: no check may keep the others from being made."""
    try:
        found = list(look(settings))
    except Exception as error:  # noqa: BLE001 - a doctor does not fall ill
        is_ours = hasattr(error, "code") or hasattr(error, "advice")
        message = str(error) if is_ours else f"检查没有完成（{type(error).__name__}）。"
        found = [fault(message, getattr(error, "advice", ""))]
    for complaint in found:
        yield Verdict(check, complaint.grade, complaint.message, complaint.advice)
    if not found:
        yield Verdict(check, Grade.OK)
