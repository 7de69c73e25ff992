"""`gongkai audit`: what an inspector takes away, and what shows later that the chain is still the same."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from gongkai.audit_wording import ACTION_NAMES
from gongkai.auditing import HeadUnusable, export_entries, read_heads
from gongkai.settings import ROOT
from records.domain.audit import AuditEntry
from records.domain.document import DocumentId, PersonId
from records.domain.errors import Refused
from records.domain.lifecycle import Event
from records.domain.review import Verdict
from records.services.audit import AuditSelection
from records.store.engine import create_engine
from records.store.tables import audit_entries
from tests.gongkai.home import Home, decide, document_of

NOTICE = "01-失业保险金申领发放通知.docx"
POLICY = "03-职业技能培训补贴标准.pdf"
COLUMNS = ["sequence", "at", "at_shanghai", "actor", "role", "action", "action_name", "subject_id", "details", "hash",
           "previous_hash", "bureau"]  # fmt: skip


@pytest.fixture(scope="module")
def audited(shared_home: Home, papers: Path) -> tuple[Home, DocumentId]:
    """Two documents read, the first one returned by its first reviewer with a reason."""
    home = shared_home
    sheet = f"文件名,拟稿科室,拟稿人\n{NOTICE},社会保险科,示例经办员甲\n{POLICY},就业促进科,示例经办员乙\n"
    (home.inbox / "dispatch.csv").write_text(sheet, encoding="utf-8")
    document_id = document_of(home.ingest(papers / NOTICE, papers / POLICY), NOTICE)
    with home.open() as app:
        decide(app, document_id, Verdict.RETURN, reason="绝不外泄的理由")
        with pytest.raises(Refused):
            app.publishing.withdraw(document_id, by=PersonId("=HYPERLINK(1)"), reason="不属本人职责")
    return home, document_id


def exported(home: Home, **selected: object) -> list[dict[str, str | int]]:
    target = home.folder / "entries.jsonl"
    count = export_entries(home.settings, AuditSelection(**selected), "jsonl", target)  # type: ignore[arg-type]
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == count
    return rows


def test_the_export_holds_the_whole_chain_and_what_its_hashes_are_computed_over(
    audited: tuple[Home, DocumentId],
) -> None:
    home, _ = audited
    rows = exported(home)
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(list(row) == COLUMNS for row in rows)
    previous = "0" * 64
    for row in rows:
        hashed = {name: row[name] for name in COLUMNS if name not in {"at_shanghai", "action_name", "hash"}}
        text = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == row["hash"]
        assert row["previous_hash"] == previous
        previous = str(row["hash"])


def test_an_entry_says_when_here_and_what_in_chinese_and_holds_no_text(audited: tuple[Home, DocumentId]) -> None:
    home, document_id = audited
    rows = exported(home, subject_id=document_id)
    assert {row["subject_id"] for row in rows} == {document_id}
    returned = next(row for row in rows if row["action"] == "document:returned")
    assert (returned["action_name"], returned["actor"], returned["role"]) == ("退回", "insurance-head", "reviewer")
    assert str(returned["at"]).endswith("+00:00")
    assert str(returned["at_shanghai"]).endswith("+08:00")
    assert json.loads(str(returned["details"]))["verdict"] == "return"
    whole = json.dumps(rows, ensure_ascii=False)
    assert "绝不外泄" not in whole
    with home.open() as app:
        assert [person.name for person in app.bureau.people if person.name in whole] == []


def test_csv_opens_in_a_table_program_and_runs_no_formula_there(audited: tuple[Home, DocumentId]) -> None:
    home, _ = audited
    target = home.folder / "审计.csv"
    done = home.command("audit", "--out", target)
    assert (done.returncode, done.stdout) == (0, "")
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == COLUMNS
    assert len(rows) == len(exported(home))
    assert rows[-1]["actor"] == "'=HYPERLINK(1)"
    assert list(target.parent.glob(".审计*")) == []


def test_days_are_those_of_shanghai_and_both_ends_are_included(audited: tuple[Home, DocumentId]) -> None:
    home, _ = audited
    everything = exported(home)
    first, last = (dt.datetime.fromisoformat(str(everything[end]["at_shanghai"])).date() for end in (0, -1))
    assert exported(home, since=first, until=last) == everything
    assert exported(home, until=first - dt.timedelta(days=1)) == []
    assert exported(home, since=last + dt.timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--document", "01ARZ3NDEKTSV4RRFFQ69G5FAV"), 65, "审计链上没有编号"),
        (("--out", "/nowhere/at/all.csv"), 65, "无法写入"),
        (("--since", "yesterday"), 2, "yesterday"),
        (("--format", "xml"), 2, "xml"),
    ],
)
def test_what_cannot_be_exported_is_said_and_leaves_no_file(
    audited: tuple[Home, DocumentId], arguments: tuple[str, ...], code: int, said: str
) -> None:
    home, _ = audited
    target = () if "--out" in arguments else ("--out", home.folder / "out.csv")
    done = home.command("audit", *arguments, *target)
    assert done.returncode == code
    assert said in done.stderr
    assert not list(home.folder.glob("*out.csv*"))


def test_verify_compares_the_chain_with_the_heads_that_were_kept(home: Home, papers: Path) -> None:
    heads = home.folder / "heads.jsonl"
    for paper in (NOTICE, POLICY):
        home.ingest(papers / paper)
        with heads.open("a", encoding="utf-8") as file:
            file.write(home.command("audit", "--head").stdout)
    assert home.command("verify", "--head", heads).returncode == 0
    _rewrite(home, 2)
    assert home.command("verify").returncode == 0  # whole in itself
    done = home.command("verify", "--head", heads, "--json")
    assert done.returncode == 70
    (problem,) = json.loads(done.stdout)["problems"]
    first = json.loads(heads.read_text(encoding="utf-8").splitlines()[0])["sequence"]
    assert (problem["code"], problem["subject"]) == ("audit_head_missing", str(first))


def _rewrite(home: Home, sequence: int) -> None:
    """Change who did it, and compute every hash from there anew: what someone with the database can do."""
    engine = create_engine(home.settings.records_url)
    with home.open() as app:
        entries = list(app.audit.entries(AuditSelection()))
    previous = "0" * 64
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER audit_entries_no_update"))
        for entry in entries:
            values = {name: getattr(entry, name) for name in AuditEntry.__slots__} | {"previous_hash": previous}
            if entry.sequence == sequence:
                values["actor"] = "nobody"
            sealed = AuditEntry(**values).sealed()
            changes = {"actor": sealed.actor, "previous_hash": previous, "hash": sealed.hash}
            connection.execute(audit_entries.update().where(audit_entries.c.sequence == entry.sequence).values(changes))
            previous = sealed.hash
    engine.dispose()


@pytest.mark.parametrize("content", ["", "{}", "not json", '{"bureau":"other","sequence":1,"hash":"%s"}' % ("0" * 64)])
def test_a_file_that_holds_no_head_of_this_bureau_is_refused(shared_home: Home, tmp_path: Path, content: str) -> None:
    heads = tmp_path / "heads.jsonl"
    heads.write_text(content, encoding="utf-8")
    with shared_home.open() as app, pytest.raises(HeadUnusable):
        read_heads(app, heads)


def test_that_is_one_line_and_65(shared_home: Home, tmp_path: Path) -> None:
    done = shared_home.command("verify", "--head", tmp_path / "nowhere")
    assert done.returncode == 65
    assert len(done.stderr.splitlines()) == 1


def test_every_action_that_is_put_on_the_chain_has_a_name() -> None:
    # A match: "document:received". No match: "document_id"
    written = {f"document:{event}" for event in Event}
    for folder in ("records", "gongkai", "plugins"):
        for path in (ROOT / folder).rglob("*.py"):
            written |= set(re.findall(r'"(document:[a-z_]+)"', path.read_text(encoding="utf-8")))
    assert written - set(ACTION_NAMES) == set()
