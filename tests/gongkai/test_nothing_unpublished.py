"""A walk over every id of every state, and every address of the portal: nothing unpublished is to be had anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from starlette.testclient import TestClient

from gongkai.app import App
from gongkai.inbox_intake import InboxIntake
from gongkai.taking import FileTaker
from portal.app import create_app
from processors.intake import inbox
from records.domain.document import DocumentId, PersonId
from records.domain.ledger import Fate
from records.domain.lifecycle import State
from records.domain.review import Verdict
from search.open import open_engine
from tests.gongkai.home import Home, approve_at_all_levels, decide, document_of

ARTICLE_15 = "《中华人民共和国政府信息公开条例》第十五条"
ARTICLE_27 = "《中华人民共和国政府信息公开条例》第二十七条"
DUTY = PersonId("office-head")

#: A word for each state that stands in title and text of its document and nowhere else.
WORDS = {state: f"秋叶{word}号" for state, word in zip(State, "甲乙丙丁戊己庚辛壬癸子丑寅卯", strict=False)}
#: A superseded version has the id of the one that is public: tests/portal/test_documents.py.
WALKED = [state for state in State if state is not State.SUPERSEDED]

#: Every form of address that takes an id, or that lists what there is.
OF_ONE = [
    "/d/{id}",
    "/d/{id}/v1",
    "/d/{id}/v2",
    "/d/{id}/qr.svg",
    "/d/{id}/share.txt",
    "/d/{id}/report",
    "/d/{id}/files/{id}.docx",
    "/d/{id}/files/{id}.pdf",
    "/d/{id}/files/..%2Fbody.html",
    "/d/{id}/files/body.html",
    "/api/v1/documents/{id}",
]
OF_ALL = [
    "/",
    "/columns",
    "/columns/policy",
    "/columns/other-policies",
    "/columns/notices",
    "/feed.atom",
    "/columns/policy/feed.atom",
    "/sitemap-1.xml",
    "/api/v1/documents?size=100",
    "/open-data/documents.jsonl",
    "/open-data/documents.csv",
    "/search?q=秋叶",
    "/search?q=贯彻执行",
    "/search",
    "/search/feed.atom",
    "/api/v1/search?q=秋叶",
    "/api/v1/suggestions?q=秋叶",
    "/api/v1/suggestions?q=通知",
]


@dataclass
class Walk:
    client: TestClient
    ids: dict[State, DocumentId]


def _paper(folder: Path, state: State) -> Path:
    """A finished notice; the sealed one bears a mark, the quarantined one is cut off."""
    paper = docx.Document()
    lines = ["机密★10年"] if state is State.SEALED else []
    lines += [
        "示例区人力资源和社会保障局文件",
        f"示人社发〔2026〕{list(State).index(state) + 40}号",
        f"关于{WORDS[state]}事项的通知",
        "各有关单位：",
        f"现将{WORDS[state]}有关事项通知如下，请认真贯彻执行。",
        "示例区人力资源和社会保障局",
        "2026年3月2日",
        "（此件公开发布）",
    ]
    for line in lines:
        paper.add_paragraph(line)
    path = folder / f"{state.value}.docx"
    paper.save(str(path))
    if state is State.QUARANTINED:
        path.write_bytes(path.read_bytes()[:2000])
    return path


def _received(app: App, home: Home, paper: Path) -> DocumentId:
    """Taken in, and not read yet."""
    home.hand_in(paper)
    (arrival_id,) = InboxIntake(app).discover("walk")
    (entry,) = inbox.discover(home.settings.inbox_url, now=app.clock.now(), settle_s=0).entries
    registered = FileTaker(app, None).register(arrival_id, entry)
    assert not isinstance(registered, Fate)
    return registered


def _bring_to(app: App, document_id: DocumentId, state: State) -> None:
    """From the first level of review to the state; nothing if it is there already."""
    match state:
        case State.EXTRACTED:
            decide(app, document_id, Verdict.RETURN, "请核对金额")
        case State.REFERRED:
            decide(app, document_id, Verdict.REFER, "请主管部门确定")
        case State.ON_REQUEST | State.WITHHELD:
            on_request = state is State.ON_REQUEST
            verdict, basis = (Verdict.ON_REQUEST, ARTICLE_27) if on_request else (Verdict.WITHHOLD, ARTICLE_15)
            decide(app, document_id, verdict, "涉及第三方合法权益，不属于主动公开范围", basis)
            decide(app, document_id)
            decide(app, document_id)
        case State.PUBLISHED | State.SUSPENDED | State.WITHDRAWN:
            approve_at_all_levels(app, document_id)
            app.publishing.publish_cleared(limit=1)
            app.deliver_outbox()
            app.public.open_data.make(app.clock.now())
        case State.CLEARED:
            approve_at_all_levels(app, document_id)
    if state is State.SUSPENDED:
        app.review.request_rereview(document_id, by=DUTY, reason_kind="privacy", reason="待查", urgent=True)
    if state is State.WITHDRAWN:
        app.publishing.withdraw(document_id, by=DUTY, reason="该公文已撤下。")
    app.deliver_outbox()


@pytest.fixture(scope="module")
def walk(shared_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """One document in each state. The suspended one is in review again: its page alone is suspended."""
    home, folder = shared_home, tmp_path_factory.mktemp("papers")
    papers = {state: _paper(folder, state) for state in WALKED}
    rows = "".join(f"{path.name},就业促进科,示例经办员乙\n" for path in papers.values())
    (home.inbox / "dispatch.csv").write_text(f"文件名,拟稿科室,拟稿人\n{rows}", encoding="utf-8")
    read = [path for state, path in papers.items() if state is not State.RECEIVED]
    ledger = home.ingest(*read)
    nameless = (State.RECEIVED, State.SEALED)  # of a sealed file no name is kept
    ids = {state: document_of(ledger, papers[state].name) for state in WALKED if state not in nameless}
    with home.open() as app:
        (ids[State.SEALED],) = [row.id for row in app.overview.documents() if row.state is State.SEALED]
        # Cleared last: the publishing of the others would take it along.
        for state in sorted(ids, key=lambda state: state is State.CLEARED):
            _bring_to(app, ids[state], state)
        ids[State.RECEIVED] = _received(app, home, papers[State.RECEIVED])
        bureau = app.bureau
        reached = {row.id: row.state for row in app.overview.documents()}
    expected = {id_: State.IN_REVIEW if state is State.SUSPENDED else state for state, id_ in ids.items()}
    assert {id_: reached[id_] for id_ in expected} == expected
    engine = open_engine(home.settings.search_url, read_only=True)
    site = create_app(home.settings.bundles, engine, bureau.id, bureau.name)
    with TestClient(site) as client:
        yield Walk(client, ids)
    engine.close()


def addresses(document_id: str) -> list[str]:
    return [each.format(id=document_id) for each in (*OF_ONE, *OF_ALL)]


def _shown(page: str) -> str:
    """Without the marks around what was searched for."""
    return page.replace("<mark>", "").replace("</mark>", "")


def test_the_published_document_is_found_where_the_walk_looks(walk: Walk) -> None:
    """Or the walk would prove nothing."""
    document_id, word = walk.ids[State.PUBLISHED], WORDS[State.PUBLISHED]
    found = [each for each in addresses(document_id) if word in _shown(walk.client.get(each).text)]

    pages = {f"/d/{document_id}", f"/d/{document_id}/v1", f"/api/v1/documents/{document_id}", "/search?q=秋叶"}
    pages |= {"/search/feed.atom", "/api/v1/search?q=秋叶", "/api/v1/suggestions?q=秋叶"}
    lists = {"/", "/columns/policy", "/feed.atom", "/open-data/documents.jsonl", "/open-data/documents.csv"}
    assert pages | lists <= set(found)


@pytest.mark.parametrize("state", [state for state in WALKED if state is not State.PUBLISHED])
def test_nothing_of_a_document_in_this_state_is_to_be_had_under_any_address(walk: Walk, state: State) -> None:
    document_id, word = walk.ids[state], WORDS[state]
    taken_down = state in (State.SUSPENDED, State.WITHDRAWN)

    for address in addresses(document_id):
        for method in ("GET", "HEAD"):
            answer = walk.client.request(method, address, follow_redirects=True)
            assert answer.status_code < 500, address
            if document_id in address:
                assert answer.status_code in ((410, 404) if taken_down else (404,)), address
            else:
                assert document_id not in answer.text, address
            assert word not in _shown(answer.text), address


@pytest.mark.parametrize("state", WALKED)
def test_no_file_that_the_portal_may_read_holds_a_word_of_an_unpublished_document(
    walk: Walk, shared_home: Home, state: State
) -> None:
    word = WORDS[state].encode()
    holding = [path for path in shared_home.settings.bundles.rglob("*") if path.is_file() and word in path.read_bytes()]

    assert bool(holding) == (state is State.PUBLISHED)
