"""Reads the dispatch sheet (拟文处理单) beside a file: NAME.json for one file, dispatch.csv for a folder.

docs/dispatch-sheet.md describes both for the office.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from processors.attributes.document_number import parse_document_number
from processors.attributes.model import Disclosure
from processors.folding import fold

MAX_SIDECAR_BYTES = 1_000_000

_DISCLOSURES = {member.value: member for member in Disclosure} | {
    "主动公开": Disclosure.PROACTIVE,
    "公开": Disclosure.PROACTIVE,
    "依申请公开": Disclosure.ON_REQUEST,
    "不予公开": Disclosure.WITHHELD,
    "不公开": Disclosure.WITHHELD,
}
_YES_OR_NO = {"是": True, "否": False, "true": True, "false": False}
_FILE_COLUMNS = ("文件名", "file")
_MESSAGES = {
    "missing": "没有填写，这是必填项",
    "extra_forbidden": "表中没有这一项，请核对项目名称",
    "string_type": "应填写文字",
    "string_too_short": "不能为空",
    "string_too_long": "文字过长",
}


class SheetInvalid(Exception):
    """A dispatch sheet that cannot be used; the file it belongs to goes to quarantine with this reason.

    `code` is `bad_sheet`. `message` is Chinese and names the field, and in a CSV file the row (row 1 is the heading).
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def _disclosure(value: object) -> object:
    if isinstance(value, str) and (word := fold(value).text):
        if word not in _DISCLOSURES:
            raise ValueError("应为 主动公开、依申请公开、不予公开 之一")
        return _DISCLOSURES[word]
    return value


def _yes_or_no(value: object) -> object:
    if isinstance(value, str):
        if value.strip().lower() not in _YES_OR_NO:
            raise ValueError("应为 是 或 否")
        return _YES_OR_NO[value.strip().lower()]
    return value


_Text = Annotated[str, Field(min_length=1, max_length=500)]


class DispatchSheet(BaseModel):
    """What the drafting unit decided about one document; fields are named in Chinese or English.

    `unit` is the unit's name or id as written: whether the bureau has it is for the caller to check (`unknown_unit`).
    `listable` says whether a document that is disclosed on request may be listed by title, `consultation` whether the
    public has to be asked before the document is approved.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    unit: Annotated[_Text, Field(validation_alias=AliasChoices("拟稿科室", "拟稿单位", "unit"))]
    drafted_by: Annotated[_Text | None, Field(validation_alias=AliasChoices("拟稿人", "drafted_by"))] = None
    disclosure: Annotated[
        Disclosure | None,
        BeforeValidator(_disclosure),
        Field(validation_alias=AliasChoices("公开属性", "disclosure")),
    ] = None
    legal_basis: Annotated[_Text | None, Field(validation_alias=AliasChoices("法律依据", "legal_basis"))] = None
    reason: Annotated[_Text | None, Field(validation_alias=AliasChoices("理由", "reason"))] = None
    title: Annotated[_Text | None, Field(validation_alias=AliasChoices("标题", "title"))] = None
    document_number: Annotated[_Text | None, Field(validation_alias=AliasChoices("发文字号", "document_number"))] = None
    urgency: Annotated[_Text | None, Field(validation_alias=AliasChoices("紧急程度", "urgency"))] = None
    listable: Annotated[
        bool, BeforeValidator(_yes_or_no), Field(validation_alias=AliasChoices("列入目录", "listable"))
    ] = False
    consultation: Annotated[
        bool, BeforeValidator(_yes_or_no), Field(validation_alias=AliasChoices("公开征求意见", "consultation"))
    ] = False

    @field_validator("document_number")
    @classmethod
    def _normal_number(cls, value: str | None) -> str | None:
        """示人社发[2021]5号 → 示人社发〔2021〕5号."""
        if value is None:
            return None
        number = parse_document_number(fold(value).text)
        if number is None:
            raise ValueError("应形如 示人社发〔2021〕5号")
        return str(number)


def load_sidecar(content: bytes, name: str) -> DispatchSheet:
    """The sheet in a file NAME.json: one object, UTF-8. `name` is the sidecar's name, for the message.

    Raises:
        SheetInvalid: not JSON, not one object, or a field that is missing, unknown or wrong.
    """
    if len(content) > MAX_SIDECAR_BYTES:
        raise SheetInvalid("bad_sheet", f"拟文处理单 {name} 过大（超过 1 MB），请核对是否放错了文件。")
    try:
        fields = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SheetInvalid(
            "bad_sheet", f"拟文处理单 {name} 不是有效的 JSON 文件（UTF-8 编码），请重新导出。"
        ) from error
    if not isinstance(fields, dict):
        raise SheetInvalid("bad_sheet", f"拟文处理单 {name} 应为一个 JSON 对象（花括号内写各项）。")
    return _sheet(fields, f"拟文处理单 {name}")


def load_dispatch_csv(content: bytes) -> dict[str, DispatchSheet]:
    """The sheets in a dispatch.csv, by the name of the file each row is for; UTF-8 (with or without BOM) or GB18030.

    Raises:
        SheetInvalid: no heading row, a file named twice, or a row with a wrong field.
    """
    rows = csv.reader(io.StringIO(_decoded(content), newline=""))
    try:
        heading = [cell.strip() for cell in next(rows, [])]
        file_column = _file_column(heading)
        sheets: dict[str, DispatchSheet] = {}
        for number, row in enumerate(rows, start=2):
            if any(cell.strip() for cell in row):
                name, sheet = _row(heading, file_column, row, number)
                if name in sheets:
                    raise SheetInvalid("bad_sheet", f"dispatch.csv 第{number}行：文件 {name} 已在前面的行中出现。")
                sheets[name] = sheet
    except csv.Error as error:
        raise SheetInvalid("bad_sheet", f"dispatch.csv 第{rows.line_num}行无法解析，请检查引号是否成对。") from error
    return sheets


def _decoded(content: bytes) -> str:
    """Excel saves CSV as GB18030 (简体中文) or UTF-8 with a byte order mark."""
    if len(content) > MAX_SIDECAR_BYTES:
        raise SheetInvalid("bad_sheet", "dispatch.csv 过大（超过 1 MB），请核对是否放错了文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetInvalid("bad_sheet", "dispatch.csv 的编码无法识别，请另存为 CSV UTF-8。")


def _file_column(heading: list[str]) -> int:
    columns = [index for index, name in enumerate(heading) if name in _FILE_COLUMNS]
    if len(columns) != 1:
        raise SheetInvalid("bad_sheet", "dispatch.csv 第1行应为表头，并且有且只有一列“文件名”。")
    repeated = {name for name in heading if name and heading.count(name) > 1}
    if repeated:
        raise SheetInvalid("bad_sheet", f"dispatch.csv 第1行：“{'、'.join(sorted(repeated))}”列重复。")
    return columns[0]


def _row(heading: list[str], file_column: int, row: list[str], number: int) -> tuple[str, DispatchSheet]:
    if len(row) > len(heading) and any(cell.strip() for cell in row[len(heading) :]):
        raise SheetInvalid("bad_sheet", f"dispatch.csv 第{number}行：列数多于表头，请检查逗号和引号。")
    cells = dict(zip(heading, (cell.strip() for cell in row), strict=False))
    name = cells.pop(heading[file_column], "")
    if not name:
        raise SheetInvalid("bad_sheet", f"dispatch.csv 第{number}行：“文件名”没有填写。")
    filled = {column: cell for column, cell in cells.items() if cell}
    return name, _sheet(filled, f"dispatch.csv 第{number}行")


def _sheet(fields: Mapping[str, object], where: str) -> DispatchSheet:
    try:
        return DispatchSheet.model_validate(dict(fields))
    except ValidationError as error:
        problems = "；".join(_problem(dict(detail)) for detail in error.errors(include_url=False))
        raise SheetInvalid("bad_sheet", f"{where}：{problems}。") from error


def _problem(detail: Mapping[str, Any]) -> str:
    field = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "value_error":
        return f"“{field}”{detail['ctx']['error']}"
    return f"“{field}”{_MESSAGES.get(detail['type'], '填写的内容不符合要求')}"
