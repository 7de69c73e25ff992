"""行政执法公示: who enforced what against whom, on which basis, by which procedure, with which result."""

from __future__ import annotations

from records.domain.lists.kind import Field, FieldType, ListKind

ENFORCEMENT = ListKind(
    id="enforcement",
    name="行政执法公示",
    column="enforcement",
    source="《政府信息公开条例》第二十条第（六）项；年度政务公开方案三（二）",
    per="row",
    title="行政执法公示：{number}",
    key=("number",),
    row_name="number",
    number="number",
    day="decided_on",
    may_be_short=True,
    fields=(
        Field("number", "决定书文号", required=True, longest=60),
        Field(
            "type",
            "执法类别",
            FieldType.CHOICE,
            required=True,
            choices=("行政许可", "行政处罚", "行政强制", "行政检查", "其他"),
        ),
        Field("agency", "执法主体", required=True, longest=100),
        Field("party", "行政相对人", required=True, hint="是个人的，按本机关的规定隐去部分姓名"),
        Field("party_type", "相对人类别", FieldType.CHOICE, required=True, choices=("法人或者其他组织", "个人")),
        Field("facts", "主要事实", FieldType.LINES, longest=2000),
        Field("basis", "执法依据", FieldType.LINES, required=True, longest=2000),
        Field("procedure", "执法程序", FieldType.LINES, required=True, longest=2000),
        Field("result", "执法结果", FieldType.LINES, required=True, longest=2000),
        Field("decided_on", "决定日期", FieldType.DATE, required=True),
        Field("remedy", "救济渠道", FieldType.LINES, longest=500),
    ),
)
