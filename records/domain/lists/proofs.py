"""证明事项清单: which proofs are still asked for, which are not, and what takes their place."""

from __future__ import annotations

from records.domain.lists.kind import Field, FieldType, ListKind

PROOFS = ListKind(
    id="proofs",
    name="证明事项清单",
    column="proofs",
    source="《政府信息公开条例》第二十条第（五）项；年度政务公开方案三（四）",
    per="list",
    title="证明事项清单",
    key=("name", "purpose"),
    row_name="name",
    filters=("status",),
    fields=(
        Field("name", "证明名称", required=True),
        Field("purpose", "用于办理的事项", required=True),
        Field("status", "处理方式", FieldType.CHOICE, required=True, choices=("保留", "告知承诺", "取消")),
        Field("basis", "设定依据", FieldType.LINES, required=True, longest=2000),
        Field("issuer", "开具单位", longest=100),
        Field("instead", "替代方式", longest=500, hint="取消和实行告知承诺的写明"),
    ),
)
