"""From when a document is valid, what it repeals, what its notes say, and what it is about."""

from __future__ import annotations

import pytest

from processors.attributes.model import Attributes
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source

HEAD = "示例区人力资源和社会保障局文件\n示人社发〔2026〕5号\n{title}\n各街道办事处：\n"
SIGNED = "示例区人力资源和社会保障局\n2026年1月5日\n"


def read(body: str, *, title: str = "关于印发示例办法的通知", below: str = "") -> Attributes:
    text = HEAD.format(title=title) + body + "\n" + SIGNED + below
    return read_attributes([PageText(1, text, Source.TEXT)])


@pytest.mark.parametrize(
    ("sentence", "first_day", "is_sure"),
    [
        ("本通知自2026年3月1日起施行。", "2026-03-01", True),
        ("本办法自2026年3月1日起施行，有效期5年。", "2026-03-01", True),
        ("第十条　本办法从2026年3月1日起正式实施。", "2026-03-01", True),
        ("本通知自印发之日起执行。", "2026-01-05", True),
        ("现予公布，自2026年3月1日起施行。", "2026-03-01", True),
        ("调整后的补贴标准自2026年3月1日起执行。", "2026-03-01", False),
        ("原标准自2020年3月1日起执行，现予调整。", None, False),
        ("《示例条例》自2020年3月1日起施行，各单位要学习。", None, False),
        ("《示例条例》已于2020年3月1日起施行。", None, False),
        ("本办法自公布之日起30日后施行。", None, False),
        ("请于2026年3月1日前报送。", None, False),
    ],
)
def test_the_first_day_of_effect_is_the_documents_own(sentence: str, first_day: str | None, is_sure: bool) -> None:
    found = read(sentence).effective_on
    assert (found and found.value.isoformat()) == first_day
    assert (found is not None and found.confidence >= 0.85) is is_sure


def test_the_closing_article_outweighs_what_takes_effect_on_the_way() -> None:
    body = "失业保险金标准自2026年2月1日起执行。\n本办法自2026年3月1日起施行。"
    found = read(body).effective_on
    assert found is not None
    assert found.value.isoformat() == "2026-03-01"


def test_an_explanation_has_no_effect_of_its_own() -> None:
    text = "《示例办法》政策解读\n《示例办法》印发后，自2026年3月1日起施行，原《示例规定》同时废止。\n"
    attributes = read_attributes([PageText(1, text, Source.TEXT)])
    assert attributes.effective_on is None
    assert attributes.repeals.value == ()


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "本办法自印发之日起施行，《示例旧办法》（示人社发〔2018〕5号）同时废止。",
            ("《示例旧办法》（示人社发〔2018〕5号）",),
        ),
        (
            "原《示例旧办法》（示人社发〔2018〕5号）、《关于转发〈示例规定〉的通知》自本办法施行之日起废止。",
            ("《示例旧办法》（示人社发〔2018〕5号）", "《关于转发〈示例规定〉的通知》"),
        ),
        ("示人社发〔2018〕5号文件同时废止。", ("示人社发〔2018〕5号",)),
        ("经研究，决定废止《示例旧办法》。", ("《示例旧办法》",)),
        ("根据《示例条例》，本办法自2026年3月1日起施行，《示例旧办法》同时废止。", ("《示例旧办法》",)),
        ("《示例旧办法》第三条同时废止。", ()),
        ("本办法有效期5年，期满后自行废止。", ()),
        ("《示例旧办法》需要废止的，应当报批。", ()),
        ("按照《示例条例》执行。", ()),
    ],
)
def test_what_is_repealed_whole_is_named_with_its_number(sentence: str, names: tuple[str, ...]) -> None:
    assert read(sentence).repeals.value == names


def test_what_is_repealed_may_wrap_over_lines() -> None:
    found = read(
        "本办法自印发之日起施行。《示例区人力资源和社会保障局关于\n示例的通知》（示人社发\n〔2018〕5号）同时废止。"
    )
    assert found.repeals.value == ("《示例区人力资源和社会保障局关于示例的通知》（示人社发〔2018〕5号）",)


def test_a_document_that_repeals_others_by_its_title_lists_them() -> None:
    body = "决定废止下列文件：\n1.关于示例一的通知（示人社发〔2010〕1号）\n2.关于示例二的通知（示人社发〔2011〕2号）。"
    found = read(body, title="示例区人力资源和社会保障局关于废止部分文件的通知").repeals
    assert found.value == (
        "关于示例一的通知（示人社发〔2010〕1号）",
        "关于示例二的通知（示人社发〔2011〕2号）",
    )


@pytest.mark.parametrize(
    ("below", "notes"),
    [
        ("（此件主动公开）\n", ("此件主动公开",)),
        (
            "（此件主动公开）\n（联系人：示例甲，\n电话：0000-0000000）\n",
            ("此件主动公开", "联系人：示例甲，电话：0000-0000000"),
        ),
        ("（印章）\n", ()),
        ("抄送：区财政局。\n", ()),
    ],
)
def test_notes_stand_in_brackets_under_the_date(below: str, notes: tuple[str, ...]) -> None:
    assert read("请落实。", below=below).notes.value == notes


def test_a_printed_subject_is_sure_and_a_proposed_one_is_for_people() -> None:
    text = "主题分类：劳动、人事、监察\\劳动就业\n关于示例的通知\n各科室：\n请落实。\n"
    printed = read_attributes([PageText(1, text, Source.TEXT)]).subject
    assert printed is not None
    assert (printed.value, printed.confidence) == ("劳动、人事、监察\\劳动就业", 0.95)
    proposed = read("请落实。", title="关于失业保险金的通知").subject
    assert proposed is not None
    assert (proposed.value, proposed.confidence) == ("劳动、人事、监察\\劳动就业", 0.5)
    assert read("请落实。", title="关于示例的通知").subject is None


def test_the_red_head_is_kept_as_it_is_printed() -> None:
    head = read("请落实。").letterhead
    assert head is not None
    assert head.value == "示例区人力资源和社会保障局文件"
