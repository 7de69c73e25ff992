"""How every SearchEngine proposes documents by name, while somebody still types. Run as tests/search/contract.py is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from search.engine import SearchEngine
from tests.search.contract import HOSTILE, doc
from tests.search.corpus import BUREAU, OTHER_BUREAU


def dated(id_: str, title: str, day: int, **more: object) -> object:
    return doc(id_, title, "正文", published_on=dt.date(2026, 1, day), **more)


class NamingContract:
    @pytest.mark.parametrize("text", ["失业", "失业保险条", "险条例", "失業保險條例", "《失业保险条例》", "条例"])
    def test_a_document_is_proposed_by_any_piece_of_its_title(self, engine: SearchEngine, text: str) -> None:
        engine.put([doc("wanted", "失业保险条例"), doc("other", "节水倡议书", "失业保险条例在正文里。")])
        assert engine.named(BUREAU, text, 5) == ("wanted",)

    @pytest.mark.parametrize(
        "text",
        ["示人社发", "示人社发〔2021", "示人社发〔2021〕1", "示人社发2021 1", "示人社发[2021]12号", "〔2021〕1"],
    )
    def test_a_number_is_proposed_as_far_as_it_is_typed(self, engine: SearchEngine, text: str) -> None:
        engine.put(
            [
                doc("wanted", "通知", document_number="示人社发〔2021〕12号"),
                doc("citing", "公告", "根据示人社发〔2021〕12号。", document_number="示人函〔2020〕3号"),
            ]
        )
        assert engine.named(BUREAU, text, 5) == ("wanted",)

    def test_what_has_the_text_as_it_stands_is_first_then_what_has_its_words(self, engine: SearchEngine) -> None:
        engine.put(
            [
                dated("words", "补贴发放办法（失业人员）", 9),
                dated("older", "失业补贴办法", 1),
                dated("newer", "关于失业补贴的通知", 2),
                dated("half", "失业登记办法", 8),
            ]
        )
        assert engine.named(BUREAU, "失业补贴", 5) == ("newer", "older", "words")
        assert engine.named(BUREAU, "失业补贴", 1) == ("newer",)

    def test_words_of_the_list_are_expanded(self, engine: SearchEngine) -> None:
        engine.put([doc("wanted", "公共租赁住房管理办法")])
        assert engine.named(BUREAU, "公租房", 5) == ("wanted",)

    def test_only_the_own_bureaus_documents_are_proposed(self, engine: SearchEngine) -> None:
        engine.put([replace(doc("theirs", "失业保险条例"), bureau=OTHER_BUREAU), doc("ours", "失业保险条例")])
        assert engine.named(BUREAU, "失业保险", 5) == ("ours",)

    @pytest.mark.parametrize("text", ["", " ", "。", '"', "养老"])
    def test_nothing_is_proposed_for_what_names_nothing(self, engine: SearchEngine, text: str) -> None:
        engine.put([doc("a", "失业保险条例")])
        assert engine.named(BUREAU, text, 5) == ()

    def test_what_is_removed_is_proposed_no_more(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "失业保险条例")])
        engine.remove(["a"])
        assert engine.named(BUREAU, "失业", 5) == ()

    def test_whatever_is_typed_gets_an_answer(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "失业保险条例", document_number="示人社发〔2021〕5号")])
        for text in HOSTILE:
            assert len(engine.named(BUREAU, text, 5)) <= 1
