"""What every SearchEngine must do. Run by test_tantivy.py and test_elasticsearch.py, which say how one is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import IndexDocument, SearchEngine, SearchQuery
from tests.search.corpus import BUREAU, MATTERS, OTHER_BUREAU, SENTENCES, contains, documents

HOSTILE = (
    *(
        '"',
        "“",
        "((((",
        "))",
        "AND",
        "OR OR",
        "NOT",
        "-",
        "!",
        "--失业",
        "*:*",
        "title:通知",
        "失业~2^9",
        "[* TO *]",
        "/.*/",
    ),
    *(
        '{"match_all":{}}',
        "'; DROP TABLE documents; --",
        "<script>alert(1)</script>",
        "\\",
        "\\u0000",
        "\x00",
        "\ud800",
    ),
    *("|", "| 失业", "失业 |", "补贴 OR -", "a" * 100_000, "补" * 5_000, "补 " * 5_000, '"' * 999, "﷽" * 400, "\u200b"),
)


def doc(id_: str, title: str = "标题", body: str = "", **more: object) -> IndexDocument:
    return replace(IndexDocument(id=id_, bureau=BUREAU, title=title, body=body, url=f"/d/{id_}"), **more)


def found(engine: SearchEngine, text: str, **more: object) -> list[str]:
    """The ids of all that match, in order."""
    ids: list[str] = []
    while True:
        page = engine.search(replace(SearchQuery(BUREAU, text, limit=100, offset=len(ids)), **more))
        ids += [hit.id for hit in page.hits]
        if len(ids) >= page.total:
            return ids


class SearchEngineContract:
    # What matches

    @pytest.mark.parametrize(
        "text",
        ["失业", "业保", "险稳岗", "社会保障局", "一网通办改革", "示例区财政局", "申领条件", "资源和社会保障局负责解释",
         "2021年1月1日", "A4", "a4扫描件", "ＨＲＳＳ", "hrss平台", "每人每月1200元", "申请表"],
    )  # fmt: skip
    def test_finds_exactly_the_documents_that_hold_these_characters(self, library: SearchEngine, text: str) -> None:
        folded = text.replace("ＨＲＳＳ", "HRSS").replace("a4", "A4").replace("hrss", "HRSS")
        expected = {each.id for each in documents() if contains(each, folded)}
        assert expected
        assert set(found(library, f'"{text}"')) == expected
        assert set(found(library, text)) >= expected

    def test_what_was_removed_or_replaced_is_forgotten_and_the_rest_is_found(self, engine: SearchEngine) -> None:
        kept = [doc(f"kept-{number}", body=f"留下的第{number}件") for number in range(12)]
        for each in kept:
            engine.put([each])
        assert engine.forget_removed(lambda: pytest.fail("nothing was removed")) is False
        engine.put([doc("gone", body="撤下的内容"), doc("old", body="更正前的内容")])
        engine.put([doc("gone-too", body="撤下的内容")])
        engine.put([doc("old", body="更正后的内容")])
        engine.remove(["gone", "gone-too"])
        stay = [*kept, doc("old", body="更正后的内容")]
        engine.forget_removed(lambda: stay)
        assert engine.forget_removed(lambda: pytest.fail("it is forgotten")) is False
        assert engine.ids(BUREAU) == {each.id for each in stay}
        assert found(engine, '"更正后"') == ["old"]
        assert found(engine, '"撤下"') == found(engine, '"更正前"') == []

    def test_finds_a_word_that_is_cut_into_other_words_in_the_document(self, engine: SearchEngine) -> None:
        engine.put(
            [doc("trap", body="研究生命起源"), doc("plain", body="研究生的命题"), doc("other", body="产品和服务")]
        )
        assert set(found(engine, "研究生")) == {"trap", "plain"}
        assert found(engine, "生命") == ["trap"]
        assert found(engine, "和服") == ["other"]

    def test_a_phrase_in_quotes_of_either_kind_matches_as_it_stands(self, engine: SearchEngine) -> None:
        engine.put([doc("yes", body="领取失业保险金"), doc("no", body="失业人员参加保险")])
        for text in ('"失业保险"', "“失业保险”", '"失业 保险"', "“失业保险"):
            assert found(engine, text) == ["yes"], text
        assert set(found(engine, "失业 保险")) == {"yes", "no"}

    @pytest.mark.parametrize("mark", ["，", "。", "、", "；", "：", "！", "（", "）", ",", ".", "-", "\t", "\n\n", "|"])
    def test_a_phrase_does_not_match_across_punctuation(self, engine: SearchEngine, mark: str) -> None:
        engine.put([doc("parted", body=f"申请失业{mark}保险待遇"), doc("whole", body="申请失业保险待遇")])
        assert found(engine, '"失业保险"') == ["whole"]
        assert found(engine, "失业保险")[0] == "whole"

    @pytest.mark.parametrize("mark", ["“", "”", "《", "》", "\n", " ", "\u200b"])
    def test_a_phrase_matches_across_quotation_marks_and_broken_lines(self, engine: SearchEngine, mark: str) -> None:
        engine.put([doc("a", body=f"推进失业{mark}保险改革")])
        assert found(engine, '"失业保险"') == ["a"]

    def test_a_phrase_matches_across_neither_fields_nor_attachments(self, engine: SearchEngine) -> None:
        engine.put([doc("a", title="关于失业", body="保险的通知", attachments=("附件一", "样表"))])
        assert found(engine, '"失业保险"') == found(engine, '"通知附件"') == found(engine, '"一样"') == []

    def test_terms_are_all_required(self, library: SearchEngine) -> None:
        expected = {e.id for e in documents() if contains(e, "工伤") and contains(e, "申请")}
        assert expected
        assert set(found(library, "工伤 申请")) == set(found(library, "工伤 AND 申请")) == expected

    def test_or_takes_either_and_binds_weaker_than_and(self, library: SearchEngine) -> None:
        either = set(found(library, "批复")) | set(found(library, "公告"))
        assert set(found(library, "批复 OR 公告")) == set(found(library, "批复 | 公告")) == either
        assert set(found(library, "“工伤” “批复” OR 公告")) == set(found(library, "“工伤” “批复”")) | set(
            found(library, "公告")
        )

    @pytest.mark.parametrize("text", ["工伤 -批复", "工伤 NOT 批复", "工伤 !批复", "工伤 －“批复”", "-批复 工伤"])
    def test_not_takes_away(self, library: SearchEngine, text: str) -> None:
        assert set(found(library, text)) == set(found(library, "工伤")) - set(found(library, "批复")) != set()

    def test_only_negation_takes_away_from_everything(self, library: SearchEngine) -> None:
        everything = library.ids(BUREAU)
        assert set(found(library, "-批复")) == everything - set(found(library, "批复"))

    @pytest.mark.parametrize(
        "text",
        [
            "示人社发〔2021〕2号",
            "示人社发[2021]2号",
            "示人社发（2021）2号",
            "示人社发【2021】2号",
            "〔2021〕2号",
            "示人社发2021 2号",
        ],
    )
    def test_finds_a_document_number_with_whichever_brackets(self, library: SearchEngine, text: str) -> None:
        numbers = [hit.document_number for hit in library.search(SearchQuery(BUREAU, text)).hits]
        assert numbers[0] == "示人社发〔2021〕2号"

    def test_shows_a_bureau_nothing_of_another(self, engine: SearchEngine) -> None:
        engine.put([doc("ours", "失业保险"), replace(doc("theirs", "失业保险"), bureau=OTHER_BUREAU)])
        for text in ("失业保险", "", "-工伤", "失业保险 OR 工伤"):
            assert found(engine, text) == ["ours"]
        assert engine.ids(BUREAU) == {"ours"}
        assert engine.ids(OTHER_BUREAU) == {"theirs"}
        assert engine.ids("nobody") == frozenset()

    # Order and pages

    def test_sorts_by_date_when_asked_to(self, engine: SearchEngine) -> None:
        days = {f"{day}": dt.date(2021, 1, day) for day in (3, 9, 6)}
        engine.put(doc(id_, "失业保险" * day.day, published_on=day) for id_, day in days.items())
        assert found(engine, "失业保险", sort="newest") == ["9", "6", "3"]

    def test_a_match_in_the_title_comes_before_one_in_the_body(self, engine: SearchEngine) -> None:
        engine.put(
            [
                doc("body", body="工伤认定。工伤认定。工伤认定。" * 5),
                doc("title", "关于做好工伤认定工作的通知", "各单位："),
            ]
        )
        assert found(engine, "工伤认定") == ["title", "body"]

    def test_the_document_with_the_number_comes_before_one_that_cites_it(self, engine: SearchEngine) -> None:
        engine.put(
            [
                doc("cites", "关于废止示人社发〔2021〕5号的通知"),
                doc("is", "通知", document_number="示人社发〔2021〕5号"),
            ]
        )
        assert found(engine, "示人社发〔2021〕5号") == ["is", "cites"]

    def test_an_empty_query_gives_everything_newest_first(self, library: SearchEngine) -> None:
        days = {each.id: each.published_on for each in documents()}
        ids = found(library, "  ")
        assert set(ids) == library.ids(BUREAU)
        shown = [days[id_] for id_ in ids]
        assert shown == sorted(shown, reverse=True)

    def test_equal_matches_come_newest_first(self, engine: SearchEngine) -> None:
        days = [dt.date(2021, 1, 1 + number * 11 % 28) for number in range(28)]
        engine.put(doc(f"{day:%d}", "失业保险", published_on=day) for day in days)
        engine.put([doc("undated", "失业保险")])
        assert found(engine, "失业保险") == [*(f"{day:%d}" for day in sorted(days, reverse=True)), "undated"]

    @pytest.mark.parametrize("text", ["", "补贴", "示例区", "工伤 OR 补贴", "-补贴"])
    def test_pages_neither_repeat_nor_miss_a_hit(self, library: SearchEngine, text: str) -> None:
        whole = found(library, text)
        pages = [library.search(SearchQuery(BUREAU, text, offset=at, limit=7)) for at in range(0, len(whole), 7)]
        assert [hit.id for page in pages for hit in page.hits] == whole
        assert len(set(whole)) == len(whole)
        assert {page.total for page in pages} == {len(whole)}

    def test_a_page_beyond_the_end_is_empty_and_keeps_the_total(self, library: SearchEngine) -> None:
        for offset in (10_000, 10_000_000, -5):
            page = library.search(SearchQuery(BUREAU, "补贴", offset=offset, limit=0 if offset < 0 else 10))
            assert page.hits == ()
            assert page.total == len(found(library, "补贴"))

    # What is shown

    def test_marks_stand_where_the_term_stands(self, library: SearchEngine) -> None:
        page = library.search(SearchQuery(BUREAU, "“职业技能培训补贴” “申领条件”", limit=50))
        assert page.total > 5
        for hit in page.hits:
            marked = [f.text[a:b] for f in (hit.title, *hit.fragments) for a, b in f.marks]
            assert set(marked) == {"职业技能培训补贴", "申领条件"}

    def test_markup_in_a_document_comes_back_as_text_with_marks_beside_it(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "<b>补贴</b>", "<script>alert('补贴')</script>")])
        hit = engine.search(SearchQuery(BUREAU, "补贴")).hits[0]
        assert hit.title.text == "<b>补贴</b>"
        assert [hit.title.text[a:b] for a, b in hit.title.marks] == ["补贴"]
        assert hit.fragments[0].text == "<script>alert('补贴')</script>"

    def test_a_hit_carries_what_the_result_list_shows(self, library: SearchEngine) -> None:
        wanted = documents()[11]
        hit = library.search(SearchQuery(BUREAU, wanted.document_number or "")).hits[0]
        assert (hit.id, hit.url, hit.unit, hit.document_type) == (
            wanted.id,
            wanted.url,
            wanted.unit,
            wanted.document_type,
        )
        assert (hit.adopted_on, hit.published_on) == (wanted.adopted_on, wanted.published_on)
        assert hit.title.text == wanted.title
        assert hit.score > 0

    # Any string is a query

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_no_string_breaks_the_search(self, library: SearchEngine, text: str) -> None:
        page = library.search(SearchQuery(BUREAU, text))
        assert 0 <= page.total <= len(library.ids(BUREAU))

    @settings(max_examples=150, suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow])
    @given(text=st.text(max_size=60) | st.lists(st.sampled_from([*HOSTILE[:22], *MATTERS, *SENTENCES])).map(" ".join))
    def test_any_text_is_answered(self, library: SearchEngine, text: str) -> None:
        page = library.search(SearchQuery(BUREAU, text, unit=text or None))
        assert page.total >= 0
        assert library.search(SearchQuery(BUREAU, text)).total >= len(page.hits)

    def test_strange_characters_in_a_document_do_no_harm(self, engine: SearchEngine) -> None:
        engine.put(
            [doc("a", "标题\x00\ud800", "x" * 70_000 + "补贴\u202e\ufeff", unit="\udfff", document_number="﷽" * 50)]
        )
        assert found(engine, "补贴") == found(engine, "x" * 64) == ["a"]

    # Change

    def test_a_document_put_again_replaces_itself(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "失业保险"), doc("b", "工伤保险")])
        engine.put([doc("a", "养老保险")])
        assert found(engine, "失业") == []
        assert set(found(engine, "保险")) == {"a", "b"}
        assert engine.search(SearchQuery(BUREAU, "养老")).hits[0].title.text == "养老保险"

    def test_of_two_versions_put_at_once_the_last_stays(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "失业保险"), doc("a", "养老保险")])
        assert found(engine, "") == found(engine, "养老") == ["a"]

    def test_a_removed_document_is_gone_and_an_unknown_one_is_fine(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "失业保险"), doc("b", "失业保险")])
        engine.remove(["a", "never-there"])
        engine.remove([])
        assert found(engine, "失业") == ["b"]
        assert engine.ids(BUREAU) == {"b"}

    def test_a_new_index_answers_with_nothing(self, engine: SearchEngine) -> None:
        engine.put([])
        assert engine.search(SearchQuery(BUREAU, "失业")).total == engine.search(SearchQuery(BUREAU)).total == 0

    # Rebuild

    def test_a_rebuild_replaces_everything_and_counts(self, engine: SearchEngine) -> None:
        engine.put([doc("old", "失业保险")])
        assert engine.rebuild([doc("a", "失业保险"), doc("b", "工伤保险"), doc("a", "养老保险")]) == 2
        assert engine.ids(BUREAU) == {"a", "b"}
        assert found(engine, "失业") == []
        engine.put([doc("c", "失业保险")])
        assert engine.rebuild([]) == 0
        assert engine.search(SearchQuery(BUREAU)).total == 0

    def test_the_old_index_answers_until_the_new_one_is_complete(self, engine: SearchEngine) -> None:
        engine.put([doc("old", "失业保险")])

        def slowly() -> Iterator[IndexDocument]:
            yield doc("new-1", "失业保险")
            assert found(engine, "失业") == ["old"]
            yield doc("new-2", "失业保险")
            assert engine.ids(BUREAU) == {"old"}

        assert engine.rebuild(slowly()) == 2
        assert set(found(engine, "失业")) == {"new-1", "new-2"}

    def test_a_rebuild_keeps_what_is_put_and_removed_meanwhile(self, engine: SearchEngine) -> None:
        engine.put([doc("kept"), doc("withdrawn-early"), doc("withdrawn-late")])

        def meanwhile() -> Iterator[IndexDocument]:
            yield doc("withdrawn-early")
            yield doc("corrected", "旧文")
            engine.put([doc("corrected", "新文"), doc("published", "新文")])
            engine.remove(["withdrawn-early", "withdrawn-late"])
            assert engine.ids(BUREAU) == {"kept", "corrected", "published"}
            yield doc("withdrawn-late")  # its bundle was read before it became a tombstone
            yield doc("published", "旧文")
            yield doc("kept")

        assert engine.rebuild(meanwhile()) == 3
        assert engine.ids(BUREAU) == {"kept", "corrected", "published"}
        assert set(found(engine, "新文")) == {"corrected", "published"}

    def test_a_rebuild_that_fails_leaves_the_index_and_the_next_one_works(self, engine: SearchEngine) -> None:
        engine.put([doc("a", "失业保险")])

        def broken() -> Iterator[IndexDocument]:
            yield doc("b", "失业保险")
            raise KeyError("bundle")

        with pytest.raises(KeyError):
            engine.rebuild(broken())
        assert found(engine, "失业") == ["a"]
        engine.put([doc("c", "失业保险")])
        assert engine.rebuild([doc("d", "失业保险")]) == 1
        assert engine.ids(BUREAU) == {"d"}
