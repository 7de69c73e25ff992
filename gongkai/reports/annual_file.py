"""The file in which the office writes what the records cannot know of a year: `<home>/annual/<year>.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongkai.reports.annual_words import DISCLOSED_NAMES, PART_HINTS, REQUEST_NAMES, case_name
from records.domain.annual_figures import (
    APPLICANT_NAMES,
    AnnualFigures,
    Applicant,
    CaseKind,
    CaseResult,
    Disclosed,
    RequestRow,
)
from records.domain.annual_report import Part
from records.domain.errors import BadInput

_Count = Annotated[int, Field(ge=0, strict=True)]
_ByApplicant = Annotated[tuple[_Count, ...], Field(min_length=len(Applicant), max_length=len(Applicant))]
_ByResult = Annotated[tuple[_Count, ...], Field(min_length=len(CaseResult), max_length=len(CaseResult))]


class AnnualFileInvalid(BadInput):
    """The file cannot be used. The message is one line: file, place, fault."""

    code = "annual_file_invalid"
    advice = "空白的文件用 gongkai report annual --template 生成。"


@dataclass(frozen=True, slots=True)
class AnnualFile:
    """What the office wrote; `words` has only parts with a text. `handed_in` ends the reminders."""

    figures: AnnualFigures = field(default_factory=AnnualFigures)
    words: dict[Part, str] = field(default_factory=dict)
    handed_in: dt.date | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int
    handed_in: dt.date | None = None
    disclosed: dict[Disclosed, Annotated[Decimal, Field(ge=0)]] = Field(default_factory=dict)
    requests: dict[RequestRow, _ByApplicant] = Field(default_factory=dict)
    cases: dict[CaseKind, _ByResult] = Field(default_factory=dict)
    text: dict[Part, str] = Field(default_factory=dict)


def read_annual_file(path: Path, year: int) -> AnnualFile:
    """Read it; a file that is not there says nothing.

    Raises:
        AnnualFileInvalid: no TOML, an unknown name, a number that is none, a row that is too long or too short, or the
            file of another year.
    """
    try:
        content = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
    except FileNotFoundError:
        return AnnualFile()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AnnualFileInvalid(f"{path} 不能读取，或者不是有效的 TOML：{error}。") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise AnnualFileInvalid(f"{path} 的 {place} 有误：{first['msg']}。") from None
    if content.year != year:
        raise AnnualFileInvalid(f"{path} 写的是 {content.year} 年，不是 {year} 年。")
    words = {part: text.strip() for part, text in content.text.items() if text.strip()}
    figures = AnnualFigures(content.disclosed, content.requests, content.cases)
    return AnnualFile(figures, words, content.handed_in)


def annual_template(year: int) -> str:
    """An empty file, ready to be filled in: every line that is taken out of its comment is a figure."""
    return "\n".join(_template(year)) + "\n"


def _template(year: int) -> Iterator[str]:
    yield f"# {year} 年政府信息公开工作年度报告的数据。填好一行，就去掉行首的 #；没有发生的填 0，不要留空。"
    yield f"year = {year}"
    yield f"# handed_in = {year + 1}-01-31  # 提交并公布的日期；填上以后不再催办"
    yield ""
    yield "[disclosed]  # 二、主动公开政府信息情况"
    yield from (f"# {each.value} = 0  # {DISCLOSED_NAMES[each]}" for each in Disclosed)
    yield ""
    yield f"[requests]  # 三、收到和处理申请情况；各列依次为：{'、'.join(APPLICANT_NAMES.values())}"
    yield "# 申请都在本系统登记的，这一部分不填，由系统统计；要填就全部填写。"
    zeros = ", ".join("0" for _ in Applicant)
    yield from (f"# {each.value} = [{zeros}]  # {REQUEST_NAMES[each]}" for each in RequestRow)
    yield ""
    yield "[cases]  # 四、行政复议、行政诉讼情况；各列依次为：结果维持、结果纠正、其他结果、尚未审结"
    zeros = ", ".join("0" for _ in CaseResult)
    yield from (f"# {each.value} = [{zeros}]  # {case_name(each)}" for each in CaseKind)
    yield ""
    yield "[text]"
    for part in Part:
        yield f"# {PART_HINTS[part]}"
        yield f'# {part.value} = """"""'
