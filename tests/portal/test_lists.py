"""A published list (清单) as citizens and programs meet it: one table, its rows by column and word, what is another."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import httpx
import pytest

from tests.portal.addresses import NOTICE, POWERS
from tests.portal.conftest import MALICIOUS, Portal

DOCUMENT = POWERS.rsplit("/", 1)[1]


@pytest.fixture(scope="module")
def client(portal: Portal) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal.url, timeout=60) as client:
        yield client


def test_the_page_of_a_list_is_one_table_with_caption_and_heads(client: httpx.Client) -> None:
    page = client.get(POWERS).text
    assert "<caption>示例区人力资源和社会保障局权责清单（共 60 项）</caption>" in page
    assert page.count('<th scope="col">职权名称</th>') == 1
    assert '<th scope="row">示例职权60</th>' in page
    assert MALICIOUS not in page
    assert f'href="{POWERS}/rows"' in page


def test_the_page_says_what_is_another_than_in_the_version_before(client: httpx.Client) -> None:
    page = client.get(POWERS).text
    assert "与上一版的不同" in page
    assert "新增 1 项，取消 0 项，调整 1 项" in page
    assert "<strong>更新</strong>本清单于" in page
    assert client.get(f"{POWERS}/v1").status_code == 410


def test_rows_are_found_by_column_and_word(client: httpx.Client) -> None:
    def total(**parameters: str) -> str:
        page = client.get(f"{POWERS}/rows", params=parameters).text
        return page.split('class="summary">共 ')[1].split(" 项")[0]

    assert total() == "60"
    assert total(f0="行政检查") == "30"
    assert total(f0="行政检查", q="示例职权1") == "5"
    assert total(f0="行政检查", q="示例职权1 第10条") == "1"
    assert total(q="没有的") == "0"
    assert total(f0="没有的类型") == "60"
    assert total(f9="行政检查", other="x") == "60"


def test_pages_of_rows_lead_on_and_keep_what_was_asked(client: httpx.Client) -> None:
    first = client.get(f"{POWERS}/rows", params={"f1": "劳动关系科"}).text
    assert "page=2" in first
    assert "%E5%8A%B3%E5%8A%A8" in first
    assert "示例职权60" in client.get(f"{POWERS}/rows", params={"page": "2"}).text
    for wrong in ("3", "0", "x"):
        assert client.get(f"{POWERS}/rows", params={"page": wrong}).status_code == 404


def test_markup_in_a_row_and_in_a_question_is_text(client: httpx.Client) -> None:
    page = client.get(f"{POWERS}/rows", params={"q": MALICIOUS}).text
    assert "<script>document" not in page
    assert "&lt;script&gt;" in page


def test_programs_get_the_rows(client: httpx.Client) -> None:
    path = f"/api/v1/documents/{DOCUMENT}/rows"
    answer = client.get(path).json()
    assert (answer["kind"], answer["version"], answer["total"], answer["last_page"]) == ("powers", 2, 60, 2)
    assert answer["rows"][1][1] == MALICIOUS
    some = client.get(path, params={"column": "职权类型", "value": "行政处罚", "q": "第1条"}).json()
    assert [row[0] for row in some["rows"]] == ["示-001"]
    assert client.get(path, params={"column": "没有", "value": "x"}).status_code == 400
    assert client.get(path, params={"page": "0"}).status_code == 400
    assert client.get(path, params={"page": "9"}).json()["rows"] == []
    assert client.get(f"/api/v1/documents/{DOCUMENT}").json()["document"]["list_kind"] == "powers"


def test_the_table_is_a_file_that_spreadsheets_open(client: httpx.Client) -> None:
    answer = client.get(f"{POWERS}/files/{DOCUMENT}.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 61
    assert {len(row) for row in rows} == {5}


@pytest.mark.parametrize("path", ["/d/01JZX000000000000000000099", "/d/none", NOTICE, "/d/01JZX000000000000000000015"])
def test_what_is_no_public_list_has_no_rows(client: httpx.Client, path: str) -> None:
    assert client.get(f"{path}/rows").status_code == 404
    assert client.get(f"/api/v1/documents/{path.rsplit('/', 1)[1]}/rows").status_code == 404


def test_a_list_that_was_taken_down_says_so(client: httpx.Client) -> None:
    assert client.get("/d/01JZX000000000000000000014/rows").status_code == 410
    assert client.get("/api/v1/documents/01JZX000000000000000000014/rows").status_code == 410
