from __future__ import annotations

from search.engine import SearchPage, SearchQuery
from search.engines.answers import Answers

QUERY, OTHER = SearchQuery("shili-hrss", "失业保险"), SearchQuery("shili-hrss", "失业保险", offset=10)
PAGE = SearchPage(1, ())


def test_an_answer_is_found_for_the_same_question_and_state_alone() -> None:
    answers = Answers()
    assert answers.find(("a", 1), QUERY) is None
    answers.keep(("a", 1), QUERY, PAGE)
    assert answers.find(("a", 1), QUERY) is PAGE
    assert answers.find(("a", 1), OTHER) is None


def test_a_change_of_the_index_takes_all_answers_away() -> None:
    answers = Answers()
    answers.find(("a", 1), QUERY)
    answers.keep(("a", 1), QUERY, PAGE)
    assert answers.find(("a", 2), QUERY) is None
    assert answers.find(("a", 1), QUERY) is None


def test_an_answer_of_before_a_change_is_not_kept() -> None:
    answers = Answers()
    answers.find(("a", 2), QUERY)
    answers.keep(("a", 1), QUERY, PAGE)
    assert answers.find(("a", 2), QUERY) is None


def test_the_one_not_asked_for_longest_makes_room() -> None:
    answers = Answers(kept=2)
    queries = [SearchQuery("shili-hrss", word) for word in ("甲", "乙", "丙")]
    answers.find((), queries[0])
    for query in queries[:2]:
        answers.keep((), query, PAGE)
    answers.find((), queries[0])
    answers.keep((), queries[2], PAGE)
    assert [answers.find((), query) is not None for query in queries] == [True, False, True]
