"""What a bureau says about its consultations, in its own directory (bureau.toml, `[consultations]`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Days, both ends included, below which a period needs a reason that the public reads, where bureau.toml says nothing:
#: 重大行政决策程序暂行条例 (2019), article 15, from memory of its text. A lawyer of the bureau has to confirm it.
SHORTEST_DAYS: Final = 30
#: Working days after the end of the period for the report on adoption, where bureau.toml says nothing. No rule that
#: sets this term was at hand, so this is the term of article 26 of the Regulations; a lawyer has to confirm it.
REPORT_WORKING_DAYS: Final = 20
#: Years after the end of the period for which comments are kept, where bureau.toml says nothing.
RETENTION_YEARS: Final = 3


@dataclass(frozen=True, slots=True)
class ConsultationRules:
    """`shortest_days` are calendar days, `report_working_days` working days."""

    shortest_days: int = SHORTEST_DAYS
    report_working_days: int = REPORT_WORKING_DAYS
    retention_years: int = RETENTION_YEARS
