"""All errors of the records, by what the caller should do.

* BureauError
  + Refused               the rule says no; show the sentence, do not retry
    - TransitionRefused   · DecisionRefused   · Conflict   · NotAllowed   · NotFound
  + BadInput              what was handed over is at fault; quarantine or correct it
    - UnknownUnit
  + Unavailable           a neighbour is at fault; retry later
    - StoreUnavailable    · OriginalsUnavailable    · AlgorithmMissing
  + Broken                our own promise is broken; stop and call someone
    - OriginalMissing     · OriginalChanged     · AuditEntryUnreadable
"""

from __future__ import annotations

from typing import ClassVar, Literal

from records.domain.refusals import SENTENCES, Refusal

Category = Literal["Refused", "BadInput", "Unavailable", "Broken"]


class BureauError(Exception):
    """Base. `code` is stable (logs, exit status); `advice` says what to do; `str()` is a Chinese sentence."""

    category: ClassVar[Category] = "Broken"
    code: str = "error"
    advice: ClassVar[str] = ""

    @property
    def message(self) -> str:
        return str(self)


class Refused(BureauError):
    """The rule says no."""

    category = "Refused"
    advice = "规则不允许，重试无效。"


class TransitionRefused(Refused):
    """This event may not happen to a document in this state, or not by this role."""

    code = "transition_refused"
    advice = "请对照 docs/lifecycle.md 的状态表。"

    def __init__(self, *, state: str, event: str, role: str) -> None:
        super().__init__(f"状态为“{state}”的公文不能由“{role}”执行“{event}”。")


class DecisionRefused(Refused):
    """A decision that may not come to exist. `code` is one of `Refusal`."""

    advice = "请打开公文核对后重新提出意见。"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(SENTENCES[refusal])
        self.code = refusal.value


class Conflict(Refused):
    """Someone else was faster: the stored state is not the one this change was made for."""

    code = "conflict"
    advice = "请刷新后查看最新状态。"


class NotAllowed(Refused):
    """This person lacks the role for this act."""

    code = "not_allowed"
    advice = "请由有相应职责的人员办理。"


class NotFound(Refused):
    """No such document, arrival or request in this bureau."""

    code = "not_found"
    advice = "请核对编号。"


class BadInput(BureauError):
    """What was handed over is at fault."""

    category = "BadInput"
    advice = "请更正后重新提交。"


class UnknownUnit(BadInput):
    """The unit is not in the bureau's directory."""

    code = "unknown_unit"


class Unavailable(BureauError):
    """A neighbour is at fault."""

    category = "Unavailable"
    code = "unavailable"
    advice = "稍后自动重试；持续失败时请联系运维。"


class StoreUnavailable(Unavailable):
    """The records database does not answer or stays locked."""

    code = "store_unavailable"


class OriginalsUnavailable(Unavailable):
    """The store of originals does not answer."""

    code = "originals_unavailable"


class AlgorithmMissing(Unavailable):
    """The audit chain needs a hash that this machine cannot compute."""

    code = "algorithm_missing"
    advice = "请换用带有该算法的 OpenSSL（Debian 12 起自带 SM3）。"


class Broken(BureauError):
    """Our own promise is broken."""

    category = "Broken"
    code = "broken"
    advice = "立即停止操作并联系运维。"


class OriginalMissing(Broken):
    """An original that records names is not in the store."""

    code = "original_missing"


class OriginalChanged(Broken):
    """The bytes of an original no longer have the hash they are stored under."""

    code = "original_changed"


class AuditEntryUnreadable(Broken):
    """A stored audit entry holds what no entry can hold: someone wrote to the database by hand."""

    code = "audit_entry_unreadable"
