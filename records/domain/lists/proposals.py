"""建议提案办理答复: what the bureau answered to a deputy or a member of the 政协."""

from __future__ import annotations

from records.domain.lists.kind import Field, FieldType, ListKind

PROPOSALS = ListKind(
    id="proposals",
    name="建议提案办理答复",
    column="proposals",
    source="年度政务公开方案三（三）",
    per="row",
    title="关于{session}第{number}号{type}“{subject}”的答复",
    key=("type", "session", "number"),
    row_name="subject",
    number="reply_number",
    day="replied_on",
    fields=(
        Field("type", "类别", FieldType.CHOICE, required=True, choices=("人大代表建议", "政协提案")),
        Field("session", "届次", required=True, longest=60, hint="如 示例区第三届人大第二次会议"),
        Field("number", "编号", required=True, longest=20),
        Field("subject", "题目", required=True, longest=120),
        Field("role", "办理方式", FieldType.CHOICE, required=True, choices=("单独办理", "主办", "会办", "分办")),
        Field("reply_number", "答复文号", longest=60),
        Field("replied_on", "答复日期", FieldType.DATE, required=True),
        Field("reply", "答复内容", FieldType.LINES, required=True, longest=8000),
        Field("satisfaction", "反馈意见", FieldType.CHOICE, choices=("满意", "基本满意", "不满意")),
    ),
)
