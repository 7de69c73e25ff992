"""The 内容概述 of the catalogue: the first sentence that says something, and no list of organs."""

from __future__ import annotations

import pytest

from bundles.summary import LONGEST, summary_of

ORGANS = "各镇人民政府、街道办事处，区直有关部门，各有关单位："


NOTICE = "为贯彻落实就业优先战略，现就有关事项通知如下："
REPLY = "您提出的关于完善零工市场服务的提案收悉，现答复如下："
SENTENCE = "示例区各单位要按时报送材料，逾期不再受理。"


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (f"{ORGANS}\n{NOTICE}\n一、总体要求", NOTICE),
        (f"关于示例的通知\n示人社发〔2026〕12号\n{SENTENCE}其他事项另行通知。", SENTENCE),
        (f"示例甲委员：\n{REPLY}", REPLY),
        ("标题\n附件", ""),
        ("", ""),
    ],
)
def test_a_summary_is_the_first_sentence(text: str, summary: str) -> None:
    assert summary_of(text) == summary


def test_a_long_sentence_is_cut() -> None:
    summary = summary_of("为贯彻，" + "落实就业优先战略" * 40 + "。")
    assert len(summary) == LONGEST
    assert summary.endswith("…")
