"""Which documents a text names, and by which names a document is found."""

from __future__ import annotations

import pytest

from bundles.citations import MOST_CITED, Number, cited_documents, document_number, reference, title_keys
from bundles.format import PublicAttributes

ORGAN = "示例区人力资源和社会保障局"


def test_titles_and_numbers_are_found_in_the_order_of_the_text_and_each_once() -> None:
    text = "根据《示例区培训办法》（示人社发〔2024〕3号）和示政发[2025]7号，" * 2

    assert cited_documents("关于培训的通知", text) == (
        "《示例区培训办法》（示人社发〔2024〕3号）",
        "和示政发[2025]7号",
    )


@pytest.mark.parametrize("text", ["自2026年4月1日起施行", "第3号提案", "电话12345号线", "（二〇二六年）"])
def test_dates_and_other_numbers_are_no_documents(text: str) -> None:
    assert cited_documents("关于培训的通知", text) == ()


def test_a_list_of_hundreds_is_cut() -> None:
    assert len(cited_documents("", "".join(f"《示例文件第{n}号》" for n in range(100)))) == MOST_CITED


@pytest.mark.parametrize("text", ["示人社发〔2026〕11号", "示人社发[2026]011号", "示人社发（2026）第11号"])
def test_a_number_is_the_same_in_any_brackets(text: str) -> None:
    assert document_number(text) == Number("示人社发", "2026", "11")


def test_words_of_the_sentence_before_a_number_do_not_hide_it() -> None:
    cited, own = document_number("根据示人社发〔2026〕11号"), document_number("示人社发〔2026〕11号")

    assert cited is not None
    assert own is not None
    assert cited.means(own)
    assert not own.means(cited)
    assert not cited.means(Number("示人社函", "2026", "11"))


def test_a_document_is_found_by_its_title_without_its_organ_and_by_what_it_issues() -> None:
    facts = PublicAttributes(title=f"{ORGAN}关于印发《示例区培训办法》的通知", issuing_organs=(ORGAN,))

    keys = title_keys(facts)

    for named in (
        f"《{ORGAN}关于印发《示例区培训办法》的通知》",
        "《关于印发《示例区培训办法》的通知》",
        "《示例区培训办法》",
    ):
        assert reference(named).title in keys
    assert reference("《关于印发〈示例区培训办法〉的通知》").title not in {reference("《示例区培训办法》").title}
