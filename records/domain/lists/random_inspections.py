"""双随机、一公开: the results of a drawn inspection, published at once."""

from __future__ import annotations

from records.domain.lists.kind import Field, FieldType, ListKind

RANDOM_INSPECTIONS = ListKind(
    id="random_inspections",
    name="双随机抽查结果",
    column="random-inspections",
    source="《政府信息公开条例》第二十条第（六）项；年度政务公开方案三（二）",
    per="list",
    title="双随机抽查结果",
    key=("subject", "item", "inspected_on"),
    row_name="subject",
    filters=("result",),
    named_each_time=True,
    may_be_short=True,
    fields=(
        Field("subject", "检查对象", required=True, hint="单位名称；是个人的，按本机关的规定隐去部分姓名"),
        Field("credit_code", "统一社会信用代码", longest=18),
        Field("item", "抽查事项", required=True),
        Field("inspected_on", "检查日期", FieldType.DATE, required=True),
        Field("agencies", "检查机关", required=True, longest=100),
        Field(
            "result",
            "检查结果",
            FieldType.CHOICE,
            required=True,
            choices=(
                "未发现问题",
                "发现问题已责令改正",
                "发现问题待后续处理",
                "不配合检查情节严重",
                "未发现开展经营活动",
            ),
        ),
        Field("follow_up", "处理情况", longest=500),
    ),
)
