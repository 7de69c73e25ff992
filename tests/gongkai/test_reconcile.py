"""`gongkai reconcile` puts right what disagrees, fails closed, and invents nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bundles.format import Tombstone
from bundles.reader import Published
from gongkai.reconcile.everything import exit_code, reconcile_all
from gongkai.reconcile.finding import Finding, Outcome
from gongkai.verifying import verify_all
from records.domain.document import DocumentId
from records.services.audit import AuditSelection
from records.store.engine import create_engine
from tests.gongkai.published_home import PublishedHome

#: An id of a document that no record knows.
STRANGER = DocumentId("01ARZ3NDEKTSV4RRFFQ69G5FAV")
#: Airflow is not there in these tests; tests/stack/test_vanished_runs.py is about it.
ABOUT_AIRFLOW = {"runs_not_checked", "not_delivered"}


def found(published: PublishedHome, *, dry_run: bool = False) -> dict[str, Finding]:
    """What is found of the stores, by its code."""
    findings = reconcile_all(published.home.settings, dry_run=dry_run)
    return {each.code: each for each in findings if each.code not in ABOUT_AIRFLOW}


def sql(published: PublishedHome, *statements: str) -> None:
    engine = create_engine(published.home.settings.records_url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def lose_the_bundle(published: PublishedHome) -> None:
    shutil.rmtree(published.page)


def spoil_a_download(published: PublishedHome) -> None:
    next((published.page / "v1" / "files").iterdir()).write_bytes(b"something else")


def lose_the_index_entry(published: PublishedHome) -> None:
    with published.home.open() as app:
        app.engine.remove([published.public])


def leave_a_stranger_in_the_index(published: PublishedHome) -> None:
    with published.home.open() as app:
        entry = next(iter(app.public.index.everything()))
        app.engine.put([type(entry)(id=STRANGER, bureau=entry.bureau, title="外来", body="外来", url="/d/x")])


def leave_a_stranger_in_the_dump(published: PublishedHome) -> None:
    lines = published.page.parent / "open-data" / "documents.jsonl"
    lines.write_text(lines.read_text(encoding="utf-8").replace(published.public, STRANGER), encoding="utf-8")


def say_withdrawn_on_record(published: PublishedHome) -> None:
    """As after a kill, with the message to the public side lost as well."""
    sql(published, "UPDATE publications SET status = 'withdrawn', ended_at = '2026-11-01 00:00:00.000000'")


def show_another_version(published: PublishedHome) -> None:
    sql(published, "UPDATE publications SET version = 2")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lose_the_bundle, "publication_without_page"),
        (spoil_a_download, "publication_without_page"),
        (lose_the_index_entry, "page_not_indexed"),
        (leave_a_stranger_in_the_index, "indexed_without_page"),
        (leave_a_stranger_in_the_dump, "exported_without_page"),
        (say_withdrawn_on_record, "page_without_publication"),
        (show_another_version, "page_of_other_content"),
    ],
)
def test_the_public_side_is_brought_to_what_records_say(
    published: PublishedHome, spoil: Callable[[PublishedHome], None], code: str
) -> None:
    spoil(published)
    assert found(published, dry_run=True)[code].outcome is Outcome.FOUND
    assert code in {problem["code"] for problem in verify_all(published.home.settings)["problems"]}

    assert found(published)[code].outcome is Outcome.REPAIRED

    assert code not in {problem["code"] for problem in verify_all(published.home.settings)["problems"]}
    assert found(published) == {}


def test_what_agrees_is_left_alone_and_nothing_is_written_on_the_chain(published: PublishedHome) -> None:
    before = verify_all(published.home.settings)["audit_head"]
    assert found(published) == {}
    assert verify_all(published.home.settings)["audit_head"] == before


def test_a_dry_run_changes_nothing(published: PublishedHome) -> None:
    lose_the_bundle(published)
    before = verify_all(published.home.settings)
    found(published, dry_run=True)
    assert verify_all(published.home.settings) == before


def test_a_page_that_nobody_published_is_taken_off_and_what_it_showed_is_on_record(published: PublishedHome) -> None:
    with published.home.open() as app:
        meta = app.bundles.glance(app.bureau.id, published.public)
        assert meta is not None
    copy_page(published, STRANGER)

    assert found(published)["page_without_publication"].subject == STRANGER

    with published.home.open() as app:
        assert isinstance(app.bundles.current(app.bureau.id, STRANGER), Tombstone)
        assert isinstance(app.bundles.current(app.bureau.id, published.public), Published)
        (entry,) = app.audit.entries(AuditSelection(STRANGER))
        assert json.loads(entry.details)["shown"] == meta.content_hash


def copy_page(published: PublishedHome, other: DocumentId) -> None:
    """The public page once more, under another id, with hashes that verify."""
    folder = published.page.with_name(other)
    shutil.copytree(published.page, folder)
    meta = folder / "v1" / "meta.json"
    meta.write_text(meta.read_text(encoding="utf-8").replace(published.public, other), encoding="utf-8")
    pointer = json.loads((folder / "current.json").read_text(encoding="utf-8"))
    pointer["meta_sha256"] = hashlib.sha256(meta.read_bytes()).hexdigest()
    (folder / "current.json").write_text(json.dumps(pointer), encoding="utf-8")


def test_a_page_without_its_decisions_is_suspended(published: PublishedHome) -> None:
    sql(published, f"DELETE FROM review_decisions WHERE document_id = '{published.public}' AND step = 3")

    findings = found(published)

    assert findings["published_without_chain"].outcome is Outcome.REPAIRED
    assert findings["decision_missing"].outcome is Outcome.LEFT
    with published.home.open() as app:
        assert isinstance(app.bundles.current(app.bureau.id, published.public), Tombstone)


def test_an_original_that_is_gone_or_changed_is_reported_and_not_invented(published: PublishedHome) -> None:
    originals = sorted(path for path in published.home.settings.originals.glob("??/??/*") if path.suffix == "")
    originals[0].unlink()
    originals[1].chmod(0o600)
    originals[1].write_bytes(b"something else")

    findings = found(published)

    assert {code: each.outcome for code, each in findings.items()} == {
        "original_missing": Outcome.LEFT,
        "original_changed": Outcome.LEFT,
    }
    assert not originals[0].exists()
    assert exit_code(list(findings.values())) == 70


def leave(path: Path, *, days_ago: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half a file")
    then = path.stat().st_mtime - days_ago * 86_400
    os.utime(path, (then, then))
    return path


def test_unfinished_files_of_killed_processes_are_removed_and_fresh_ones_left(published: PublishedHome) -> None:
    settings = published.home.settings
    unfinished = published.page / ".v2.unfinished"
    unfinished.mkdir()
    old = [
        leave(settings.originals / "incoming" / "a", days_ago=2),
        leave(settings.sealed / ".b", days_ago=2),
        leave(unfinished / "body.html", days_ago=0),
    ]
    fresh = leave(settings.originals / "incoming" / "c", days_ago=0)

    findings = reconcile_all(settings)

    places = {each.subject for each in findings if each.code == "leftovers"}
    assert places >= {"originals", "sealed", "bundles"}
    assert not any(path.exists() for path in old)
    assert fresh.exists()
    assert found(published) == {}


def test_what_airflow_was_not_told_is_not_called_repaired(published: PublishedHome) -> None:
    findings = {each.code: each for each in reconcile_all(published.home.settings)}
    assert findings["not_delivered"].outcome is Outcome.UNREACHABLE
    assert exit_code(list(findings.values())) == 69


def test_the_command_prints_a_line_for_each_and_tells_by_its_exit_code(published: PublishedHome) -> None:
    lose_the_bundle(published)

    looked = published.home.command("reconcile", "--dry-run")
    assert looked.returncode == 70
    assert f"{published.public}：记录库已公开的文件在公开网站上没有页面或校验不符。将重新写入。" in looked.stdout

    report = json.loads(published.home.command("reconcile", "--json").stdout)
    assert {each["code"]: each["outcome"] for each in report["findings"]}["publication_without_page"] == "repaired"
    assert report["repaired"] == 1
