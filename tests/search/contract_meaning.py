"""How a SearchEngine that knows what documents mean finds them, with the real model. Run as contract.py is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.by_meaning import HOPELESS
from search.engine import FindNear, Near, SearchEngine, SearchQuery
from search.meaning.bge import BgeSmall
from search.meaning.meanings import Meanings
from tests.search.contract import doc, found
from tests.search.corpus import BUREAU, MATTERS_APART

#: None of its words are in the document that answers it.
NO_WOMEN = "面试不要女生"


class MeaningContract:
    def test_finds_what_is_said_without_any_of_the_words(
        self, understanding: SearchEngine, open_near: Callable[[FindNear], SearchEngine]
    ) -> None:
        by_words = open_near(lambda _bureau, _text: ())
        by_words.put(MATTERS_APART)
        assert found(by_words, NO_WOMEN) == []
        assert found(understanding, NO_WOMEN) == ["women"]

    def test_puts_first_what_answers_among_those_that_share_a_word(self, understanding: SearchEngine) -> None:
        assert found(understanding, "救护车过高速，消防通道要交钱吗")[0] == "tolls"

    @pytest.mark.parametrize("text", ["量子纠缠怎么观测", "月球上能不能种菜", "比特币哪里能买"])
    def test_finds_nothing_where_nothing_is_near(self, understanding: SearchEngine, text: str) -> None:
        assert found(understanding, text) == []

    @pytest.mark.parametrize(
        "text",
        [f"“{NO_WOMEN}”", "示办发〔2019〕8号", f"2020年5月 {NO_WOMEN}", f"{NO_WOMEN} OR 甲乙"],
    )
    def test_what_is_asked_as_it_stands_is_not_guessed(self, understanding: SearchEngine, text: str) -> None:
        assert found(understanding, text) == []

    def test_what_is_excluded_is_no_part_of_the_question_and_stays_out(self, understanding: SearchEngine) -> None:
        assert found(understanding, f"{NO_WOMEN} -水龙头") == ["women"]
        assert found(understanding, f"{NO_WOMEN} -妇女") == []

    def test_a_part_of_the_words_is_no_answer_if_even_the_nearest_document_is_about_something_else(
        self, open_near: Callable[[FindNear], SearchEngine]
    ) -> None:
        for certainty, expected in ((HOPELESS + 0.01, ["nursery"]), (HOPELESS - 0.01, [])):
            near = (Near("nursery", 0.3, certainty),)
            engine = open_near(lambda _bureau, _text, near=near: near)
            engine.put(MATTERS_APART)
            assert found(engine, "幼儿园招生 潜水") == expected
            assert found(engine, "幼儿园招生") == ["nursery"]

    def test_filters_and_the_bureau_hold(self, understanding: SearchEngine) -> None:
        assert found(understanding, NO_WOMEN, unit="就业促进科") == ["women"]
        assert found(understanding, NO_WOMEN, unit="办公室") == []
        assert found(understanding, NO_WOMEN, bureau="moni-hrss") == []

    def test_counts_and_facets_are_of_all_that_is_found(self, understanding: SearchEngine) -> None:
        page = understanding.search(SearchQuery(BUREAU, NO_WOMEN))
        assert (page.total, [each.value for each in page.facets["unit"]]) == (1, ["就业促进科"])

    def test_says_how_much_meaning_counted(self, understanding: SearchEngine) -> None:
        (hit,) = understanding.search(SearchQuery(BUREAU, NO_WOMEN, explain=True)).hits
        assert "意思相近" in {reason.name for reason in hit.reasons}
        assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score, rel=0.01)

    def test_what_was_removed_is_not_found_by_its_meaning(
        self, understanding: SearchEngine, meanings: Meanings
    ) -> None:
        assert meanings.near(BUREAU, NO_WOMEN)[0].id == "women"
        understanding.remove(["women"])
        assert found(understanding, NO_WOMEN) == []
        assert "women" not in {each.id for each in meanings.near(BUREAU, NO_WOMEN)}

    def test_a_new_version_is_found_by_what_it_says_now(self, understanding: SearchEngine) -> None:
        understanding.put([doc("women", "示例区公园开放时间", "公园每天六时开放。")])
        assert found(understanding, NO_WOMEN) == []

    def test_a_rebuild_reads_no_text_again_and_forgets_what_is_gone(
        self, understanding: SearchEngine, meanings: Meanings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read: list[object] = []
        monkeypatch.setattr(BgeSmall, "embed", lambda _self, text: read.append(text))
        understanding.rebuild(MATTERS_APART[:2])
        monkeypatch.undo()
        assert read == []
        assert meanings.known(BUREAU) == {"tolls", "women"}
        assert found(understanding, NO_WOMEN) == ["women"]
