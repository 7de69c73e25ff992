"""What is taken out at the desk reaches the public in no layer: page, download, metadata, index."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest

from bundles.reader import Published
from gongkai.app import App
from processors.pool import ReaderPool
from processors.redaction.masking import usual
from records.domain.document import DocumentId
from records.domain.lifecycle import Role
from records.domain.redaction import Redaction
from tests.gongkai.home import Home, approve_at_all_levels, document_of
from tests.processors.hidden.digging import dug_out

#: What a citizen may download of each kind: the public form, and a PDF where that is none.
DOWNLOADS = {"docx": {".docx", ".pdf"}, "pdf": {".pdf"}, "ofd": {".ofd", ".pdf"}, "photo": {".pdf"}}
#: A sample of each kind, and words that stand in its text; `kept` stands beside them and stays.
SAMPLES = {
    "docx": ("01-失业保险金申领发放通知.docx", "非因本人意愿中断就业", "失业保险金"),
    "pdf": ("03-职业技能培训补贴标准.pdf", "初中、高中毕业生", "补贴"),
    "ofd": ("07-电子劳动合同通知.ofd", "用人单位和劳动者协商一致", "电子劳动合同"),
    "photo": ("15-服务大厅办理时间通告（照片）.jpg", "社会保险服务大厅", "办理时间"),
}


def take_out(app: App, document_id: DocumentId, words: str) -> int:
    """Redact every place where the words stand, as the desk does; how many there are."""
    dossier = app.desk.dossier(document_id)
    assert dossier.reading is not None
    by = next(person.id for person in app.bureau.people if Role.OFFICE in person.roles)
    pattern = re.compile(r"\s*".join(words))
    redactions = [
        Redaction(page.number, match.start(), match.end(), usual("text", match[0]), "text", "涉及个人隐私", by)
        for page in dossier.reading.pages
        for match in pattern.finditer(page.text)
    ]
    app.edit.redact(document_id, by=by, seen_hash=dossier.document.content_hash or "", redactions=redactions)
    return len(redactions)


@pytest.mark.parametrize("kind", SAMPLES)
def test_redacted_words_are_nowhere_before_the_public(home: Home, papers: Path, kind: str) -> None:
    name, words, kept = SAMPLES[kind]
    (home.inbox / "dispatch.csv").write_text(
        f"文件名,拟稿科室,公开属性\n{name},就业促进科,主动公开\n", encoding="utf-8"
    )
    document_id = document_of(home.ingest(papers / name), name)
    with home.open() as app:
        assert take_out(app, document_id, words) > 0
        approve_at_all_levels(app, document_id)
        assert app.publishing.publish_cleared(limit=10) == [document_id]
        app.deliver_outbox()
        current = app.bundles.current(app.bureau.id, document_id)
        assert isinstance(current, Published)
        text = app.bundles.body_text(current.meta)
        assert words not in text
        assert kept in text
        assert "■" in text
        folder = home.folder / "public" / "bundles"
        for path in folder.rglob("*"):
            assert not path.is_file() or words.encode() not in path.read_bytes(), path.name
        downloads = list(folder.rglob("files/*"))
        assert {download.suffix for download in downloads} == DOWNLOADS[kind]
        for download in downloads:
            assert words.encode() not in dug_out(download)
            assert_reads_without(app.pool, download, words, kept)
            if download.suffix == ".pdf":
                assert_shows_without(app.pool, download, words, kept, home.folder)
    assert json.loads(home.command("search", f'"{words}"', "--json").stdout)["total"] == 0
    assert json.loads(home.command("search", f'"{kept}"', "--json").stdout)["total"] == 1


def assert_reads_without(pool: ReaderPool, download: Path, words: str, kept: str) -> None:
    """A stranger who reads the download, by OCR where it is pixels, finds the rest and not the words."""
    text = "".join(page.text for page in pool.read(download).pages)
    plain = "".join(text.split())
    assert words not in plain
    assert kept in plain


def assert_shows_without(pool: ReaderPool, download: Path, words: str, kept: str, scratch: Path) -> None:
    """Nobody sees the words on the pages of a PDF, and it says nothing of who made it and when."""
    with pypdfium2.PdfDocument(download) as document:
        assert set(document.get_metadata_dict().values()) == {""}
        pages = [page.render(scale=200 / 72).to_pil() for page in document]
    first, *others = pages
    first.save(scratch / "seen.tiff", save_all=True, append_images=others)
    seen = "".join("".join(page.text.split()) for page in pool.read(scratch / "seen.tiff").pages)
    assert words not in seen
    assert kept in seen
