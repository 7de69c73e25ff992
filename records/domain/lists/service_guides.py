"""办事指南: how one thing is done — conditions, materials, steps, places, times, fees."""

from __future__ import annotations

from records.domain.lists.kind import Field, FieldType, ListKind

SERVICE_GUIDES = ListKind(
    id="service_guides",
    name="办事指南",
    column="service-guides",
    source="《政府信息公开条例》第二十条第（五）、（八）项；年度政务公开方案三（四）",
    per="row",
    title="{name}办事指南",
    key=("code",),
    row_name="name",
    fields=(
        Field("code", "事项编码", required=True, longest=60),
        Field("name", "事项名称", required=True, longest=100),
        Field("audience", "服务对象", FieldType.CHOICE, required=True, choices=("个人", "单位", "个人和单位")),
        Field("basis", "办理依据", FieldType.LINES, required=True, longest=2000),
        Field("conditions", "办理条件", FieldType.LINES, longest=2000),
        Field("materials", "申请材料", FieldType.LINES, required=True, longest=2000, hint="每份材料一行"),
        Field("steps", "办理流程", FieldType.LINES, required=True, longest=2000, hint="每一步一行"),
        Field("places", "办理地点", FieldType.LINES, required=True, longest=500),
        Field("hours", "办理时间", required=True),
        Field("legal_days", "法定时限（工作日）", FieldType.NUMBER),
        Field("promised_days", "承诺时限（工作日）", FieldType.NUMBER),
        Field("fees", "收费标准和依据", required=True, longest=500, hint="不收费的写“不收费”"),
        Field("phone", "咨询电话", required=True, longest=40, hint="对外的办公电话"),
        Field("complaints", "监督电话", longest=40, hint="对外的办公电话"),
    ),
)
