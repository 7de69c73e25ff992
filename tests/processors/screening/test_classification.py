"""A real classification mark in the head is found, the same words in running text are not."""

from __future__ import annotations

import pytest

from processors.screening.classification import find_mark


@pytest.mark.parametrize(
    ("text", "level", "period", "malformed"),
    [
        ("机密★1年", "机密", "1年", False),
        ("秘密★长期\n示例局文件", "秘密", "长期", False),
        ("绝密★30年", "绝密", "30年", False),
        ("绝密★启用前", "绝密", "启用前", False),
        ("秘密", "秘密", None, False),
        ("000012 机密★1年 特急", "机密", "1年", False),
        ("000012\n机密★1年\n特急", "机密", "1年", False),
        ("机　密 ★ １０ 年", "机密", "10年", False),
        ("示人社发〔2026〕5号　机密★6个月", "机密", "6个月", False),
        ("示例局文件\n\n\n秘密★5年", "秘密", "5年", False),
        ("秘密★20年", "秘密", "20年", True),
        ("绝密☆", "绝密", None, True),
        ("机密*5年", "机密", "5年", True),
        ("秘密5年", "秘密", "5年", True),
        ("秘密（5年）", "秘密", "5年", True),
        ("★机密", "机密", None, True),
        ("【机密】", "机密", None, True),
        ("密级：机密", "机密", None, True),
        ("密级\t秘密\t缓急\t特急", "秘密", None, True),
        ("★5年", None, "5年", True),
    ],
)
def test_a_mark_in_the_head_is_found(text: str, level: str | None, period: str | None, malformed: bool) -> None:
    mark = find_mark(text)
    assert mark is not None
    assert (mark.level, mark.period, mark.malformed) == (level, period, malformed)
    assert text[mark.start : mark.end] == mark.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "商业秘密",
        "工作秘密",
        "国家秘密",
        "机密局",
        "示例区国家保密局",
        "中华人民共和国保守国家秘密法",
        "关于加强商业秘密保护工作的通知",
        "示例企业商业秘密保护指引\n秘密点的识别方法",
        "密级：公开",
        "密级：无",
        "密级：",
        "不得泄露国家\n秘密",
        "应当标注“秘密★5年”字样。",
        "绝密、机密、秘密三级",
        "秘密级、机密级载体的管理",
        "5年",
        "★重点任务",
        "一\n二\n三\n四\n五\n六\n秘密★5年",
    ],
)
def test_the_same_words_elsewhere_are_no_mark(text: str) -> None:
    assert find_mark(text) is None
