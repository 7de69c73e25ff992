"""服务事项清单: what the bureau does for citizens and companies."""

from __future__ import annotations

from records.domain.lists.kind import Field, FieldType, ListKind

SERVICE_ITEMS = ListKind(
    id="service_items",
    name="服务事项清单",
    column="service-items",
    source="《政府信息公开条例》第二十条第（五）项；年度政务公开方案三（四）",
    per="list",
    title="服务事项清单",
    key=("code",),
    row_name="name",
    filters=("type", "audience"),
    fields=(
        Field("code", "事项编码", required=True, longest=60, hint="在清单中不重复"),
        Field("name", "事项名称", required=True),
        Field("type", "事项类型", FieldType.CHOICE, required=True, choices=("政务服务", "公共服务")),
        Field("audience", "服务对象", FieldType.CHOICE, required=True, choices=("个人", "单位", "个人和单位")),
        Field("unit", "承办机构", required=True, longest=60),
        Field("channel", "办理方式", FieldType.CHOICE, required=True, choices=("窗口", "网上", "窗口和网上")),
        Field("phone", "咨询电话", longest=40, hint="对外的办公电话"),
    ),
)
