"""权责清单: what the bureau may and must do, on which basis, and who answers for it."""

from __future__ import annotations

from records.domain.lists.kind import Field, FieldType, ListKind

POWERS = ListKind(
    id="powers",
    name="权责清单",
    column="powers",
    source="《政府信息公开条例》第二十条第（五）项；年度政务公开方案三（二）",
    per="list",
    title="权责清单",
    key=("code",),
    row_name="name",
    filters=("type", "unit"),
    fields=(
        Field("code", "事项编码", required=True, longest=60, hint="在清单中不重复"),
        Field("name", "职权名称", required=True),
        Field(
            "type",
            "职权类型",
            FieldType.CHOICE,
            required=True,
            choices=(
                "行政许可",
                "行政处罚",
                "行政强制",
                "行政征收",
                "行政给付",
                "行政检查",
                "行政确认",
                "行政奖励",
                "行政裁决",
                "其他职权",
            ),
        ),
        Field("basis", "设定依据", FieldType.LINES, required=True, longest=2000, hint="法律法规的名称和条款"),
        Field("unit", "承办机构", required=True, longest=60),
        Field("duties", "责任事项", FieldType.LINES, required=True, longest=2000),
        Field("liability", "追责情形和依据", FieldType.LINES, longest=2000),
        Field("phone", "监督电话", longest=40, hint="对外的办公电话"),
    ),
)
