"""An area that is marked at the desk reaches the public in no layer: page, download, metadata, index."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from review_desk.edits import redact_areas
from review_desk.entered import Entered, EnteredArea
from review_desk.services import open_product

from bundles.reader import Published
from processors.drawing.ofd import draw_ofd
from processors.redaction.plan import boxes_of
from processors.sandbox.limits import DEFAULT_LIMITS
from records.domain.lifecycle import Role
from records.domain.reading import Reading
from records.domain.redaction import Box
from tests.gongkai.home import Home, approve_at_all_levels, document_of
from tests.gongkai.test_redaction import assert_reads_without
from tests.processors.hidden.digging import dug_out

#: A sample of each kind, and words that stand in its text once; `kept` stands beside them and stays.
SAMPLES = {
    "pdf": ("03-职业技能培训补贴标准.pdf", "初中、高中毕业生", "补贴"),
    "ofd": ("07-电子劳动合同通知.ofd", "用人单位和劳动者协商一致", "电子劳动合同"),
    "photo": ("15-服务大厅办理时间通告（照片）.jpg", "养老保险待遇资格认证", "办理时间"),
}


def box_in_pdf(path: Path, words: str) -> tuple[int, Box]:
    """The page and the rectangle on which the words stand, by the file's own letters; of an OFD as it is drawn."""
    document = pypdfium2.PdfDocument(draw_ofd(path, DEFAULT_LIMITS) if path.suffix == ".ofd" else path)
    try:
        for number, page in enumerate(document, start=1):
            layer = page.get_textpage()
            found = layer.search(words).get_next()
            if found:
                boxes = [layer.get_charbox(index, loose=True) for index in range(found[0], sum(found))]
                width, height = page.get_size()
                lefts, bottoms, rights, tops = zip(*boxes, strict=True)
                return number, (
                    min(lefts) / width,
                    1 - max(tops) / height,
                    max(rights) / width,
                    1 - min(bottoms) / height,
                )
    finally:
        document.close()
    raise AssertionError(words)


def box_in_scan(reading: Reading, words: str) -> tuple[int, Box]:
    for page in reading.pages:
        if words in page.text:
            at = page.text.index(words)
            [box] = boxes_of(page, at, at + len(words))
            return page.number, box
    raise AssertionError(words)


def typed(page: int, box: Box) -> EnteredArea:
    left, top, right, bottom = (edge * 100 for edge in box)
    return EnteredArea(str(page), *(f"{value:.2f}" for value in (left, top, right - left, bottom - top)))


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_stood_under_an_area_is_nowhere_before_the_public(
    home: Home, papers: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, words, kept = SAMPLES[kind]
    (home.inbox / "dispatch.csv").write_text(
        f"文件名,拟稿科室,公开属性\n{name},就业促进科,主动公开\n", encoding="utf-8"
    )
    document_id = document_of(home.ingest(papers / name), name)
    for variable, value in home.variables.items():
        monkeypatch.setenv(variable, value)
    with open_product() as desk:
        dossier = desk.desk.dossier(document_id)
        assert dossier.reading is not None
        page, box = box_in_scan(dossier.reading, words) if kind == "photo" else box_in_pdf(papers / name, words)
        clerk = next(person for person in desk.bureau.people if Role.OFFICE in person.roles)
        seen = dossier.document.content_hash or ""
        entered = Entered(content_hash=seen, areas=(typed(page, box),), reason="涉及个人隐私")
        redact_areas(desk, clerk, dossier, entered)
        assert desk.desk.dossier(document_id).document.content_hash != seen
    with home.open() as app:
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
        [download] = folder.rglob("files/*")
        assert words.encode() not in dug_out(download)
        assert_reads_without(app.pool, download, words, kept)
    assert json.loads(home.command("search", f'"{words}"', "--json").stdout)["total"] == 0
    assert json.loads(home.command("search", f'"{kept}"', "--json").stdout)["total"] == 1
