"""From three approvals to what a citizen finds, without Airflow: its messages wait, the public side's do not."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest

from bundles.reader import Published
from gongkai.app import App
from gongkai.indexing import index_document
from gongkai.verifying import verify_all
from processors.extraction import Unreadable
from processors.pool import ReaderPool
from records.domain.document import DocumentId, PersonId
from records.domain.lifecycle import Role, State
from records.domain.outbox import Lane
from records.domain.review import Verdict
from search.engine import IndexDocument
from tests.gongkai.home import Home, approve_at_all_levels, decide, document_of

NOTICE, PHRASE = "01-失业保险金申领发放通知.docx", "失业保险金"
POLICY = "03-职业技能培训补贴标准.pdf"
SHEETS = f"文件名,拟稿科室,拟稿人\n{NOTICE},社会保险科,示例经办员甲\n{POLICY},就业促进科,示例经办员乙\n"
ARTICLE_15 = "《中华人民共和国政府信息公开条例》第十五条"


def hand_in(home: Home, papers: Path, name: str) -> DocumentId:
    (home.inbox / "dispatch.csv").write_text(SHEETS, encoding="utf-8")
    return document_of(home.ingest(papers / name), name)


def publish(app: App, document_id: DocumentId) -> None:
    approve_at_all_levels(app, document_id)
    assert app.publishing.publish_cleared(limit=10) == [document_id]
    app.deliver_outbox()


def _entry(app: App, document_id: DocumentId, id_: str) -> IndexDocument:
    """An index entry like that of a published document, under another id."""
    current = app.bundles.current(app.bureau.id, document_id)
    assert isinstance(current, Published)
    return dataclasses.replace(
        index_document(app.bundles, current.meta, today=current.meta.published_at.date(), is_repealed=False), id=id_
    )


def _duty_officer(app: App) -> PersonId:
    return next(person.id for person in app.bureau.people if Role.DUTY_OFFICER in person.roles)


def public_files(home: Home) -> list[Path]:
    """What lies in the folders of documents."""
    bureau = home.folder / "public" / "bundles" / "shili-hrss"
    return [path for path in bureau.glob("*/**/*") if path.is_file()]


def codes(home: Home) -> set[str]:
    return {problem["code"] for problem in verify_all(home.settings)["problems"]}


def test_an_approved_document_has_a_page_and_is_found(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        publish(app, document_id)
        current = app.bundles.current(app.bureau.id, document_id)
        assert isinstance(current, Published)
        assert PHRASE in app.bundles.body_text(current.meta)
    answer = json.loads(home.command("search", PHRASE, "--json").stdout)
    assert set(answer) == {"total", "corrected", "relaxed", "hits", "facets"}
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert set(hit) == {"id", "title", "url", "score", "fragments"}
    assert hit["id"] == document_id
    assert hit["url"] == f"{home.settings.portal_url}/d/{document_id}"
    assert any(PHRASE in fragment for fragment in hit["fragments"])
    assert codes(home) == set()


def test_while_airflow_is_down_its_messages_wait_and_the_public_side_is_served(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        publish(app, document_id)
        left = app.overview.undelivered()
        assert left
        assert {row.message.kind.lane for row in left} == {Lane.AIRFLOW}
        assert app.engine.ids(app.bureau.id) == {document_id}


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ((), State.IN_REVIEW),
        ((Verdict.APPROVE, Verdict.APPROVE), State.IN_REVIEW),
        ((Verdict.APPROVE, Verdict.RETURN), State.EXTRACTED),
        ((Verdict.APPROVE, Verdict.WITHHOLD, Verdict.APPROVE), State.WITHHELD),
    ],
    ids=["undecided", "two-levels", "returned", "withheld"],
)
def test_what_not_every_level_approved_is_neither_on_the_portal_nor_in_the_index(
    home: Home, papers: Path, verdicts: tuple[Verdict, ...], state: State
) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        for verdict in verdicts:
            basis = ARTICLE_15 if verdict is Verdict.WITHHOLD else None
            decide(app, document_id, verdict, reason="请核对金额", legal_basis=basis)
        assert app.publishing.publish_cleared(limit=10) == []
        app.deliver_outbox()
        assert app.overview.counts()[state] == 1
        assert app.bundles.current(app.bureau.id, document_id) is None
        assert set(app.engine.ids(app.bureau.id)) == set()
    assert public_files(home) == []
    assert json.loads(home.command("search", PHRASE, "--json").stdout)["total"] == 0


def test_the_public_docx_holds_the_text_and_no_metadata(home: Home, papers: Path, tmp_path: Path) -> None:
    original = tmp_path / NOTICE
    with zipfile.ZipFile(papers / NOTICE) as clean, zipfile.ZipFile(original, "w") as package:
        for name in clean.namelist():
            package.writestr(name, clean.read(name).replace(b"</cp:coreProperties>", _AUTHOR))
    assert "测试员乙".encode() in b"".join(zipfile.ZipFile(original).read(name) for name in ("docProps/core.xml",))
    (home.inbox / "dispatch.csv").write_text(SHEETS, encoding="utf-8")
    document_id = document_of(home.ingest(original), NOTICE)
    with home.open() as app:
        publish(app, document_id)
    (rendition,) = home.settings.bundles.rglob("files/*.docx")
    with zipfile.ZipFile(rendition) as package:
        parts = b"".join(package.read(name) for name in package.namelist())
    assert "测试员乙".encode() not in parts
    assert PHRASE.encode() in parts
    (copy,) = home.settings.bundles.rglob("files/*.pdf")
    with pikepdf.open(copy) as document:
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root


def test_a_document_that_cannot_be_printed_is_published_without_a_pdf_and_that_is_on_record(
    home: Home, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Path:
        raise Unreadable("timed_out", "转换超时")

    monkeypatch.setattr(ReaderPool, "copy_as_pdf", refuse)
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        publish(app, document_id)
        entries = app.desk.dossier(document_id).history
    assert [path.suffix for path in home.settings.bundles.rglob("files/*")] == [".docx"]
    [lack] = [entry for entry in entries if entry.action == "document:published_without_pdf"]
    assert lack.details == '{"code":"timed_out"}'


_AUTHOR = "<cp:lastModifiedBy>测试员乙</cp:lastModifiedBy></cp:coreProperties>".encode()


def test_the_public_pdf_holds_no_metadata(home: Home, papers: Path, tmp_path: Path) -> None:
    original = tmp_path / POLICY
    with pikepdf.open(papers / POLICY) as document:
        document.docinfo["/Author"] = "测试员乙"
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["测试员乙"]
        document.save(original)
    (home.inbox / "dispatch.csv").write_text(SHEETS, encoding="utf-8")
    document_id = document_of(home.ingest(original), POLICY)
    with home.open() as app:
        publish(app, document_id)
    (rendition,) = home.settings.bundles.rglob("files/*")
    with pikepdf.open(rendition) as document:
        assert len(document.pages) > 0
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root


def test_nothing_public_names_the_people_inside(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        publish(app, document_id)
        people = [person.name for person in app.bureau.people]
    content = b"".join(path.read_bytes() for path in public_files(home))
    assert [name for name in people if name.encode() in content] == []


def test_the_status_counts_documents_by_state(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        publish(app, document_id)
    home.ingest(papers / POLICY)
    report = json.loads(home.command("status", "--json").stdout)
    counts = {state: count for state, count in report["documents"].items() if count}
    assert counts == {"published": 1, "in_review": 1}
    assert set(report["documents"]) == {state.value for state in State}
    assert report["running"] is False
    assert set(report["parts"].values()) == {"unhealthy"}
    assert report["addresses"]["portal"] == home.settings.portal_url
    assert report["folders"]["inbox"] == str(home.inbox)
    assert report["records_url"] == home.settings.records_url
    assert all("放假安排" in warning for warning in report["warnings"])


def test_verify_finds_a_page_that_was_tampered_with(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        publish(app, document_id)
    for page in home.settings.bundles.rglob("*.html"):
        page.write_text(page.read_text(encoding="utf-8").replace("失业", "就业"), encoding="utf-8")
    done = home.command("verify", "--json")
    assert done.returncode == 70
    problems = json.loads(done.stdout)["problems"]
    assert {(problem["code"], problem["subject"]) for problem in problems} >= {
        ("publication_without_page", document_id)
    }


def test_verify_finds_a_page_that_nobody_approved(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    stranger = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    with home.open() as app:
        publish(app, document_id)
        app.engine.put([_entry(app, document_id, stranger)])
    assert codes(home) == {"indexed_without_page"}


def test_verify_finds_an_original_that_was_changed(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        kept = app.originals.local_path(app.desk.dossier(document_id).document.original_sha256)
    kept.chmod(0o600)
    kept.write_bytes(b"something else")
    assert codes(home) == {"original_changed"}


def test_reindex_builds_the_same_index_from_the_bundles_alone(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        publish(app, document_id)
        app.engine.put([_entry(app, document_id, "01ARZ3NDEKTSV4RRFFQ69G5FAV")])
        app.engine.remove([document_id])
    done = home.command("reindex")
    assert (done.returncode, done.stdout) == (0, "索引已重建，共 1 件。\n")
    with home.open() as app:
        assert set(app.engine.ids(app.bureau.id)) == {document_id}
    assert codes(home) == set()


def test_a_withdrawn_document_leaves_a_tombstone_and_is_not_found(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        publish(app, document_id)
        app.publishing.withdraw(document_id, by=_duty_officer(app), reason="内容已失效")
        app.deliver_outbox()
        assert not isinstance(app.bundles.current(app.bureau.id, document_id), Published)
        assert set(app.engine.ids(app.bureau.id)) == set()
    assert [path.name for path in public_files(home)] == ["current.json"]
    assert codes(home) == set()


def test_a_search_before_the_first_index_is_one_line_and_69(home: Home) -> None:
    for path in (home.folder / "public" / "index").rglob("current"):
        path.unlink()
    done = home.command("search", PHRASE)
    assert done.returncode == 69
    assert len(done.stderr.splitlines()) == 1
