"""How every SearchEngine understands what people type, and what it puts first. Run as tests/search/contract.py is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from search.engine import SearchEngine, SearchQuery
from tests.search.contract import doc, found
from tests.search.corpus import BUREAU, OTHER_BUREAU


class AskingContract:
    # What people type

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("公租房", "示例区公共租赁住房管理办法"),
            ("失業保險條例", "失业保险条例"),
            ("ＨＲＳＳ", "HRSS平台办法"),
            ("失业了怎么领钱", "失业保险金申领办法"),
            ("2021年工伤认定", "示例区2021年工伤认定公告"),
        ],
    )
    def test_finds_what_is_said_in_other_words(self, engine: SearchEngine, text: str, title: str) -> None:
        engine.put([doc("wanted", title), doc("other", "示例区关于节约用水的倡议书")])
        assert found(engine, text) == ["wanted"]
        assert engine.search(SearchQuery(BUREAU, text)).corrected is None

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("shiye baoxian", "失业保险"),
            ("shiyebaoxian", "失业保险"),
            ("时业保险", "失业保险"),
            ("失业保脸条例", "失业保险条例"),
            ("失保业险条例", "失业保险条例"),
        ],
    )
    def test_tries_another_spelling_where_nothing_is_found_and_says_so(
        self, engine: SearchEngine, typed: str, meant: str
    ) -> None:
        engine.put([doc("wanted", "失业保险条例"), doc("other", "示例区关于节约用水的倡议书")])
        page = engine.search(SearchQuery(BUREAU, typed))
        assert [hit.id for hit in page.hits] == ["wanted"]
        assert page.corrected == meant
        assert engine.search(SearchQuery(BUREAU, typed, as_typed=True)).corrected is None

    def test_a_correction_is_made_of_the_own_bureaus_documents_alone(self, engine: SearchEngine) -> None:
        engine.put([replace(doc("theirs", "失业保险条例"), bureau=OTHER_BUREAU)])
        page = engine.search(SearchQuery(BUREAU, "shiyebaoxian"))
        assert (page.total, page.corrected) == (0, None)

    def test_shows_documents_that_lack_a_word_below_those_that_have_all(self, engine: SearchEngine) -> None:
        engine.put(
            [
                doc("most", "办法", "幼儿园招生报名在三月。"),
                doc("all", "办法", "幼儿园招生，积分排序在三月。"),
                doc("few", "办法", "积分制入户。"),
                doc("none", "办法", "节约用水。"),
            ]
        )
        page = engine.search(SearchQuery(BUREAU, "幼儿园 招生 积分"))
        assert [hit.id for hit in page.hits] == ["all", "most", "few"]
        assert page.relaxed

    def test_of_two_rare_words_either_is_enough(self, engine: SearchEngine) -> None:
        engine.put([doc("first", "地震趋势意见"), doc("second", "防灾办法"), doc("third", "节约用水倡议书")])
        assert set(found(engine, "地震 防灾")) == {"first", "second"}

    def test_a_question_is_answered_though_words_of_speech_are_nowhere(self, engine: SearchEngine) -> None:
        engine.put([doc("wanted", "档案法", "档案馆应当开放档案。"), doc("other", "节约用水倡议书")])
        assert found(engine, "二三十年前的老档案，普通人能去档案馆查吗") == ["wanted"]

    def test_a_number_without_its_end_finds_those_that_begin_so(self, engine: SearchEngine) -> None:
        numbers = {"a": "示人社发〔2018〕12号", "b": "示人社发〔2018〕123号", "c": "示人社发〔2018〕13号"}
        engine.put([doc(id_, f"通知{id_}", document_number=number) for id_, number in numbers.items()])
        assert found(engine, "示人社发〔2018〕12") == ["a", "b"]
        assert found(engine, "示人社发〔2018〕12号") == ["a"]

    @pytest.mark.parametrize("text", ["guofa 2018 38", "guo fa〔2018〕38号", "gf2018 38", "GUOFA 2018-38"])
    def test_a_number_is_found_by_its_code_in_pinyin(self, engine: SearchEngine, text: str) -> None:
        numbers = {"a": "国发〔2018〕38号", "b": "国办函〔2018〕38号", "c": "国发〔2018〕39号"}
        engine.put([doc(id_, f"通知{id_}", document_number=number) for id_, number in numbers.items()])
        page = engine.search(SearchQuery(BUREAU, text))
        assert page.hits[0].id == "a"
        assert page.corrected is not None
        assert page.corrected.startswith("国发")

    def test_pinyin_of_a_listed_word_finds_its_synonyms(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "公共租赁住房管理办法"), doc("b", "节约用水倡议书")])
        page = engine.search(SearchQuery(BUREAU, "gongzufang"))
        assert ([hit.id for hit in page.hits], page.corrected) == (["a"], "公租房")

    def test_finds_a_document_by_its_index_number(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "通知", index_number="SLQ-RS/2026-000123"), doc("b", "通知")])
        assert found(engine, "SLQ-RS/2026-000123") == ["a"]

    def test_first_letters_of_a_title_are_read(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "职业教育改革实施方案"), doc("b", "节约用水倡议书")])
        page = engine.search(SearchQuery(BUREAU, "zyjy"))
        assert ([hit.id for hit in page.hits], page.corrected) == (["a"], "职业教育")

    def test_a_slip_is_mended_to_what_stands_beside_the_rest(self, engine: SearchEngine) -> None:
        engine.put([doc("wanted", "待遇资格认证通告"), *(doc(str(n), "认真学习", "认真") for n in range(3))])
        assert engine.search(SearchQuery(BUREAU, "待遇资格任证")).corrected == "待遇资格认证"

    @pytest.mark.parametrize(
        "text",
        ["幼儿园宇航员补贴", "“招生幼儿园”", "示人社发〔2099〕1号", "xqzvw", "幼儿园 -幼儿园", "宇航员幼儿园招生"],
    )
    def test_finds_nothing_where_there_is_nothing(self, engine: SearchEngine, text: str) -> None:
        engine.put([doc("a", "幼儿园招生补贴办法", document_number="示人社发〔2021〕1号")])
        page = engine.search(SearchQuery(BUREAU, text))
        assert (page.total, page.corrected) == (0, None)

    def test_what_is_in_force_comes_before_what_no_longer_is(self, engine: SearchEngine) -> None:
        day = dt.date(2021, 1, 1)
        ended = [
            doc("repealed", "失业保险办法", "失业保险。", validity="repealed", published_on=day),
            doc("expired", "失业保险办法", "失业保险。", validity="expired", published_on=day),
        ]
        engine.put([*ended, doc("effective", "失业保险办法", "失业保险。其他内容。" * 9, validity="effective")])
        assert found(engine, "失业保险")[0] == "effective"

    def test_the_newer_comes_first_where_all_else_is_nearly_equal(self, engine: SearchEngine) -> None:
        body = "失业保险金的申领。" + "其他内容。" * 40
        older = doc("older", "失业保险办法", body, published_on=dt.date(2012, 1, 1))
        newer = doc("newer", "失业保险办法", f"{body}附则。", published_on=dt.date(2025, 1, 1))
        engine.put([older, newer])
        assert found(engine, "失业保险") == ["newer", "older"]

    def test_what_fits_better_comes_before_what_is_newer(self, engine: SearchEngine) -> None:
        fits = doc("fits", "失业保险办法", "失业保险。" * 3, published_on=dt.date(1999, 1, 1))
        engine.put([fits, doc("newer", "办法", "失业保险。" + "其他。" * 20, published_on=dt.date(2025, 1, 1))])
        assert found(engine, "失业保险") == ["fits", "newer"]

    def test_words_as_they_were_typed_come_before_scattered_ones(self, engine: SearchEngine) -> None:
        engine.put(
            [
                doc("scattered", "办法", "工伤职工的医疗由用人单位申请。认定的工伤。" * 3),
                doc("together", "办法", "工伤医疗认定申请在三十日内提出。" + "其他内容。" * 9),
            ]
        )
        assert found(engine, "工伤医疗认定申请") == ["together", "scattered"]

    def test_says_what_a_score_is_made_of(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "公共租赁住房申请办法", "公租房"), doc("b", "办法", "申请公租房，申请住房。")])
        page = engine.search(SearchQuery(BUREAU, "公租房申请", explain=True))
        for hit in page.hits:
            assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score, rel=0.01)
        reasons = {reason.name for reason in page.hits[0].reasons}
        assert {"“公租房”或其2个同义词", "没有废止或失效"} <= reasons
        assert engine.search(SearchQuery(BUREAU, "公租房申请")).hits[0].reasons == ()

    def test_the_exact_title_comes_first(self, engine: SearchEngine) -> None:
        engine.put(
            [doc("longer", f"转发《失业保险条例》的通知{'失业保险条例' * 5}"), doc("is", "失业保险条例", "条文")]
        )
        for text in ("失业保险条例", "《失业保险条例》", "失业保险条例。"):
            assert found(engine, text)[0] == "is"
