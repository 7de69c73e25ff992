"""How every SearchEngine narrows down what it finds, and what it counts. Run as tests/search/contract.py is."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from search.engine import SearchEngine, SearchQuery
from tests.search.contract import doc, found
from tests.search.corpus import BUREAU, ORGAN, contains, documents


class NarrowingContract:
    def test_filters_by_unit_type_and_year_alone_and_together(self, library: SearchEngine) -> None:
        chosen = {"unit": "就业促进科", "document_type": "通知", "year": 2020}
        every = documents()
        of_year = {each.id for each in every if each.adopted_on and each.adopted_on.year == 2020}
        assert set(found(library, "", unit="就业促进科")) == {each.id for each in every if each.unit == "就业促进科"}
        assert set(found(library, "", document_type="通知")) == {
            each.id for each in every if each.document_type == "通知"
        }
        assert set(found(library, "", year=2020)) == of_year
        together = {e.id for e in every if e.id in of_year and e.unit == "就业促进科" and e.document_type == "通知"}
        assert set(found(library, "", **chosen)) == together
        assert set(found(library, "工伤", year=2020)) == of_year & set(found(library, "工伤"))
        assert found(library, "", unit="没有这个科室") == found(library, "", unit="") == []

    def test_a_document_without_adoption_day_counts_in_the_year_of_publication(self, engine: SearchEngine) -> None:
        engine.put([doc("a", published_on=dt.date(2020, 5, 1)), doc("b", published_on=dt.date(2021, 1, 4))])
        engine.put([doc("c", adopted_on=dt.date(2020, 12, 31), published_on=dt.date(2021, 1, 4)), doc("d")])
        assert set(found(engine, "", year=2020)) == {"a", "c"}

    def test_facets_count_all_matches_not_one_page(self, library: SearchEngine) -> None:
        matching = [each for each in documents() if contains(each, "工伤认定")]
        facets = library.search(SearchQuery(BUREAU, "工伤认定工作", limit=1)).facets
        assert {value.value: value.count for value in facets["unit"]} == Counter(each.unit for each in matching)
        assert {value.value: value.count for value in facets["document_type"]} == Counter(
            e.document_type for e in matching
        )
        years = Counter(str(each.adopted_on.year) for each in matching if each.adopted_on)
        assert {value.value: value.count for value in facets["year"]} == years
        counts = [value.count for value in facets["unit"]]
        assert counts == sorted(counts, reverse=True)

    def test_filters_and_counts_by_column_organ_and_validity(self, engine: SearchEngine) -> None:
        joint = (ORGAN, "示例区财政局")
        engine.put(
            [
                doc("a", column="policies", issuing_organs=joint, validity="effective"),
                doc("b", column="policies", issuing_organs=(ORGAN,), validity="repealed"),
                doc("c", column="guides"),
            ]
        )
        assert set(found(engine, "", column="policies")) == {"a", "b"}
        assert found(engine, "", organ="示例区财政局") == ["a"]
        assert found(engine, "", validity="repealed") == ["b"]
        facets = engine.search(SearchQuery(BUREAU)).facets
        counted = {name: {each.value: each.count for each in facets[name]} for name in ("column", "organ", "validity")}
        assert counted["column"] == {"policies": 2, "guides": 1}
        assert counted["organ"] == {ORGAN: 2, "示例区财政局": 1}
        assert counted["validity"] == {"effective": 1, "repealed": 1}

    def test_filters_by_subject_and_counts_it(self, engine: SearchEngine) -> None:
        engine.put([doc("a", subject="综合政务"), doc("b", subject="劳动、人事、监察"), doc("c")])
        assert found(engine, "", subject="劳动、人事、监察") == ["b"]
        assert {each.value for each in engine.search(SearchQuery(BUREAU)).facets["subject"]} == {
            "综合政务",
            "劳动、人事、监察",
        }

    def test_filters_by_days_of_adoption_else_of_publication_both_included(self, engine: SearchEngine) -> None:
        first, last = dt.date(2020, 3, 1), dt.date(2020, 3, 31)
        engine.put(
            [
                doc("before", adopted_on=dt.date(2020, 2, 29), published_on=first),
                doc("first", adopted_on=first),
                doc("last", published_on=last),
                doc("after", adopted_on=dt.date(2020, 4, 1)),
                doc("undated"),
            ]
        )
        assert set(found(engine, "", since=first, until=last)) == {"first", "last"}
        assert set(found(engine, "标题", since=first)) == {"first", "last", "after"}
        assert set(found(engine, "", until=first)) == {"before", "first"}
        assert found(engine, "", since=last, until=first) == []

    def test_titles_alone_are_searched_when_asked_to(self, engine: SearchEngine) -> None:
        engine.put(
            [
                doc(
                    "title",
                    "关于发放失业保险金的通知",
                    adopted_on=dt.date(2020, 3, 1),
                    document_number="示人社发〔2020〕7号",
                ),
                doc("body", "关于公布名单的通知", "发放失业保险金的失业保险经办机构，失业保险金，失业保险金"),
                doc("minus", "关于失业保险金的企业公告", "企业"),
            ]
        )
        assert set(found(engine, "失业保险金", titles_only=True)) == {"title", "minus"}
        assert set(found(engine, "失业金", titles_only=True)) == {"title", "minus"}  # by a synonym, too
        assert found(engine, "失业保险金 -企业", titles_only=True) == ["title"]
        assert found(engine, "经办机构", titles_only=True) == []
        assert found(engine, "示人社发2020 7号", titles_only=True) == ["title"]
        assert found(engine, "2020年3月 失业保险金", titles_only=True)[0] == "title"
