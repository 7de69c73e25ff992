"""The bureau's own list: what a change of it does, and what one that cannot be used stops."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from bundles.format import Tombstone
from gongkai.rescreening import rescreen_all
from gongkai.screening_words import WordListUnusable, bureau_words
from gongkai.settings import load_settings
from records.domain.document import DocumentId
from records.domain.lifecycle import State
from tests.gongkai.home import Home, approve_at_all_levels, document_of

#: Visibly invented, and in no other file that a run reads.
WORD = "样例行动甲"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return _paper(tmp_path / "通知.docx", f"各科室按{WORD}的安排办理。")


def _paper(path: Path, sentence: str) -> Path:
    document = Document()
    for line in ("示例区人力资源和社会保障局关于安排的通知", "各有关单位：", sentence, "（此件主动公开）"):
        document.add_paragraph(line)
    document.save(str(path))
    return path


def _list(home: Home) -> Path:
    return home.folder / "screening-words.txt"


def _findings(home: Home, document_id: DocumentId) -> list[tuple[str, str, str]]:
    with home.open() as app:
        reading = app.desk.dossier(document_id).reading
    assert reading is not None
    return [(finding.kind, finding.severity.value, finding.text) for finding in reading.findings]


def _written_anywhere(home: Home, text: str) -> list[str]:
    """The files below the home's logs that hold a text."""
    logs = (path for path in home.folder.rglob("*") if path.is_file() and path.suffix in {".log", ".jsonl"})
    return [str(path) for path in logs if text in path.read_text(encoding="utf-8", errors="replace")]


def test_each_run_screens_with_the_list_of_its_day(home: Home, tmp_path: Path, paper: Path) -> None:
    other = _paper(tmp_path / "另一份.docx", f"各科室按{WORD}的安排抓紧办理。")
    ledger = home.ingest(paper)
    assert _findings(home, document_of(ledger, paper.name)) == []
    _list(home).write_text(f"# 词表\n{WORD}\t提醒\n", encoding="utf-8")
    ledger = home.ingest(other)
    assert _findings(home, document_of(ledger, other.name)) == [("internal_mark", "warn", WORD)]


def test_a_new_word_is_found_in_what_is_published_and_takes_it_off(home: Home, paper: Path) -> None:
    sheet = f"文件名,拟稿科室,拟稿人\n{paper.name},社会保险科,示例经办员丙"
    (home.inbox / "dispatch.csv").write_text(sheet, encoding="utf-8")
    document_id = document_of(home.ingest(paper), paper.name)
    with home.open() as app:
        approve_at_all_levels(app, document_id)
        assert len(app.publishing.publish_cleared(limit=10)) == 1
        app.deliver_outbox()
    _list(home).write_text(f"{WORD[:2]} {WORD[2:]}\n", encoding="utf-8")
    done = home.command("-v", "rescreen", "--json")
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert (counts["new_findings"], counts["rereviews"], counts["suspended"]) == (1, 1, 1)
    assert _findings(home, document_id) == [("internal_mark", "block", WORD)]
    with home.open() as app:
        assert app.desk.dossier(document_id).document.state is State.IN_REVIEW
        assert isinstance(app.bundles.current(app.bureau.id, document_id), Tombstone)
    exported = home.command("audit", "--format", "jsonl")
    assert exported.returncode == 0, exported.stderr
    assert "rescreened" in exported.stdout
    assert WORD not in exported.stdout + done.stdout + done.stderr
    assert _written_anywhere(home, WORD) == []


@pytest.mark.parametrize("content", [f"{WORD}\n乙\n".encode(), WORD.encode("gb18030"), None])
def test_a_list_that_cannot_be_used_stops_everything_before_a_file_is_touched(
    home: Home, paper: Path, content: bytes | None
) -> None:
    if content is None:
        _list(home).symlink_to(home.folder / "nowhere")
    else:
        _list(home).write_bytes(content)
    home.hand_in(paper)
    done = home.command("-v", "ingest")
    assert done.returncode == 69
    assert "筛查词表" in done.stderr
    assert WORD not in done.stderr + done.stdout
    assert (home.inbox / paper.name).exists()
    with home.open() as app:
        assert not any(app.overview.counts().values())
    with pytest.raises(WordListUnusable):
        rescreen_all(home.settings, lambda _number, _total: None)
    assert home.command("inspect", paper).returncode == 69


def test_a_list_that_breaks_between_listing_and_reading_stops_the_reading(home: Home, paper: Path) -> None:
    from gongkai.inbox_intake import InboxIntake

    home.hand_in(paper)
    with home.open() as app:
        ids = InboxIntake(app).discover("night")
        _list(home).mkdir()
        with pytest.raises(WordListUnusable):
            InboxIntake(app).take_all("night", ids)
        assert (home.inbox / paper.name).exists()
        _list(home).rmdir()
        assert InboxIntake(app).take_all("night", ids) == {"document": 1}


def test_a_list_that_the_settings_name_has_to_be_there(tmp_path: Path) -> None:
    unnamed = load_settings({"GONGKAI_HOME": str(tmp_path)})
    assert bureau_words(unnamed) is None
    named = load_settings({"GONGKAI_HOME": str(tmp_path), "GONGKAI_SCREENING_WORDS": str(unnamed.screening_words)})
    with pytest.raises(WordListUnusable):
        bureau_words(named)
    unnamed.screening_words.write_text("# 还没有词\n", encoding="utf-8")
    assert len(bureau_words(named) or ()) == 0
