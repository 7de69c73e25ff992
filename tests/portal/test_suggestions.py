"""What is suggested for what is being typed: of each kind, only what is public, in bounds. Real server, real index."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from portal.answer_cache import LONGEST_S, MOST_ANSWERS, AnswerCache

NOTICE = "/d/01JZX000000000000000000020"
HOSTILE = "/d/01JZX000000000000000000016"
TITLE = "示例区人力资源和社会保障局关于开展职业技能提升行动的通知"


def suggested(client: httpx.Client, typed: str) -> list[dict[str, str]]:
    answer = client.get("/api/v1/suggestions", params={"q": typed})
    assert answer.status_code == 200
    return answer.json()["suggestions"]


def texts(client: httpx.Client, typed: str, kind: str) -> list[str]:
    return [each["text"] for each in suggested(client, typed) if each["kind"] == kind]


@pytest.mark.parametrize("typed", ["职业技能提", "示例区人力资源和社会保障局关于开展", "技能提升行动的通", "職業技能"])
def test_a_title_is_suggested_by_its_beginning_and_by_what_is_inside_it(client: httpx.Client, typed: str) -> None:
    assert {"kind": "title", "text": TITLE, "path": NOTICE, "detail": "示人社发〔2026〕12号"} in suggested(
        client, typed
    )


def test_titles_that_begin_as_typed_come_first(client: httpx.Client, shelf, make_release) -> None:
    inside = make_release(40, "对关于鸿雁培训的提案的答复", "正文。")
    begins = make_release(41, "关于鸿雁培训的通知", "正文。")
    for release in (begins, inside):
        shelf.publish(release)

    assert texts(client, "关于鸿雁", "title") == [begins.attributes.title, inside.attributes.title]

    shelf.withdraw(inside.id)
    shelf.withdraw(begins.id)


@pytest.mark.parametrize(
    "typed", ["示人社发〔2026〕12", "示人社发〔2026〕1", "示人社发2026 1", "示人社发[2026]12号", "示人社发〔2026"]
)
def test_a_number_is_suggested_as_soon_as_it_begins(client: httpx.Client, typed: str) -> None:
    (found,) = (each for each in suggested(client, typed) if each["kind"] == "number")

    assert found == {"kind": "number", "text": "示人社发〔2026〕12号", "path": NOTICE, "detail": TITLE}


def test_a_document_that_only_cites_a_number_is_not_suggested_for_it(client: httpx.Client, shelf, make_release) -> None:
    citing = make_release(
        42, "关于鹧鸪培训的通知", "根据示人社函〔2026〕3号，通知如下。", document_number="示人社发〔2026〕77号"
    )
    shelf.publish(citing)

    assert texts(client, "示人社函〔2026〕3号", "number") == ["示人社函〔2026〕3号"]
    shelf.withdraw(citing.id)


def test_an_organ_leads_to_its_documents(client: httpx.Client) -> None:
    (organ,) = (each for each in suggested(client, "人力资源和社会") if each["kind"] == "organ")

    assert organ["text"] == "示例区人力资源和社会保障局"
    assert client.get(organ["path"]).text.count("<h3>") == 10


def test_words_of_the_list_are_suggested_if_anything_public_has_them(client: httpx.Client) -> None:
    assert "社会保险" in texts(client, "社会保", "word")
    assert texts(client, "住房公积", "word") == []  # on the list, in no document


def test_words_apart_and_pinyin_lead_to_titles_too(client: httpx.Client) -> None:
    assert TITLE in texts(client, "技能 通知", "title")
    assert texts(client, "jineng tisheng", "word") == ["技能提升"]


@pytest.mark.parametrize("typed", ["", "补", " 补 ", '"补"', "\u200b补", "无此词无此词"])
def test_nothing_is_suggested_for_less_than_two_characters_or_where_nothing_is(
    client: httpx.Client, typed: str
) -> None:
    assert suggested(client, typed) == []


@pytest.mark.parametrize("typed", ["社会保险", "示例区", "关于", "2026"])
def test_there_are_few_of_each_kind_and_each_leads_somewhere_once(client: httpx.Client, typed: str) -> None:
    found = suggested(client, typed)

    assert 0 < len(found) <= 8
    assert len({each["path"] for each in found}) == len(found)
    for each in found:
        assert client.get(each["path"]).status_code == 200


@pytest.mark.parametrize("typed", ['"', "”“", "-- ", "OR OR", "((", "*:*", "\x00\x00", "a" * 200, "\u202e补贴", "%%%"])
def test_whatever_is_typed_gets_a_list(client: httpx.Client, typed: str) -> None:
    assert client.get(f"/api/v1/suggestions?q={quote(typed)}").status_code == 200


def test_more_than_the_box_takes_is_refused(client: httpx.Client) -> None:
    assert client.get("/api/v1/suggestions", params={"q": "长" * 201}).status_code == 400


def test_a_title_with_markup_is_told_as_it_is_and_as_json(client: httpx.Client) -> None:
    answer = client.get("/api/v1/suggestions", params={"q": "攻破"})

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    (found,) = answer.json()["suggestions"]
    assert (found["path"], '<script>document.title="攻破"</script>' in found["text"]) == (HOSTILE, True)


def test_what_was_taken_down_is_gone_at_once_though_the_answer_was_kept_and_the_index_has_it(
    client: httpx.Client, shelf, make_release
) -> None:
    made = make_release(43, "关于白鹭湾培训的通知", "正文。", issuing_organs=("示例区白鹭湾办事处",))
    shelf.publish(made)
    assert {each["kind"] for each in suggested(client, "白鹭湾")} == {"title", "organ"}

    shelf.withdraw(made.id, keep_in_index=True)

    assert suggested(client, "白鹭湾") == []
    shelf.engine.remove([made.id])


def test_what_is_only_listed_is_never_suggested(client: httpx.Client) -> None:
    assert suggested(client, "专项检查") == []


def test_what_was_answered_already_is_not_sent_again(client: httpx.Client) -> None:
    etag = client.get("/api/v1/suggestions", params={"q": "技能"}).headers["etag"]

    answer = client.get("/api/v1/suggestions", params={"q": "技能"}, headers={"if-none-match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_suggestions_have_a_limit_of_their_own_which_leaves_searching_alone(client: httpx.Client) -> None:
    citizen = {"x-forwarded-for": "203.0.113.21"}
    first = client.get("/api/v1/suggestions", headers=citizen)
    assert first.headers["ratelimit-policy"] == '"suggestions";q=90;w=15'

    codes = (client.get("/api/v1/suggestions", headers=citizen).status_code for _ in range(5_000))

    assert 429 in codes
    assert client.get("/search", headers=citizen).headers["ratelimit"].startswith('"search";r=29')


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_kept_for_a_minute_and_only_as_long_as_nothing_public_changes() -> None:
    clock = Clock()
    answers: AnswerCache[bytes] = AnswerCache(clock)
    answers.put("甲", 1, b"[]")

    assert answers.get("甲", 1) == b"[]"
    assert answers.get("甲", 2) is None
    assert answers.get("乙", 1) is None
    clock.now = LONGEST_S + 1
    assert answers.get("甲", 1) is None


def test_answers_stay_few_and_the_one_that_nobody_asked_for_longest_goes_first() -> None:
    answers: AnswerCache[bytes] = AnswerCache(Clock())
    for number in range(MOST_ANSWERS + 1):
        answers.put(str(number), 1, b"")
        answers.get("0", 1)

    assert answers.get("0", 1) == b""
    assert answers.get("1", 1) is None
