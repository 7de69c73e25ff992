"""What was read with little certainty is put to the office, and nothing is guessed."""

from __future__ import annotations

from processors.attributes.model import Attributes, Disclosure
from processors.attributes.read import read_attributes
from processors.extraction import OcrLine, PageText, Source
from processors.intake.dispatch_sheet import DispatchSheet

NOTICE = (
    "示人社发〔2026〕5号\n关于开展示例工作的通知\n各科室：\n请落实。\n示例区民政局\n2026年1月5日\n（此件主动公开）\n"
)


def read(text: str, *, score: float | None = None, sheet: DispatchSheet | None = None) -> Attributes:
    """The attributes of one page; with a score, OCR read every line of it as well as that."""
    lines, offset = [], 0
    for line in text.splitlines(keepends=True):
        lines.append(OcrLine(offset, offset + len(line) - 1, (0.1, 0.1, 0.9, 0.2), score or 1.0))
        offset += len(line)
    source = Source.TEXT if score is None else Source.OCR
    return read_attributes([PageText(1, text, source, tuple(lines) if score else ())], sheet)


def test_an_ordinary_document_raises_no_doubt() -> None:
    assert read(NOTICE).conflicts == ()
    assert read(NOTICE, score=0.95).conflicts == ()


def test_a_disclosure_that_ocr_hardly_read_is_left_to_the_office() -> None:
    attributes = read(NOTICE, score=0.7)
    assert attributes.disclosure is None
    assert attributes.stricter_disclosure is Disclosure.PROACTIVE
    assert "disclosure" in attributes.conflicts
    assert "公开属性读作“主动公开”，把握只有 68%" in attributes.conflict_notes


def test_the_sheet_settles_what_ocr_hardly_read() -> None:
    sheet = DispatchSheet.model_validate(
        {"拟稿科室": "办公室", "标题": "关于开展示例工作的通知", "公开属性": "主动公开"}
    )
    attributes = read(NOTICE, score=0.6, sheet=sheet)
    assert attributes.disclosure is not None
    assert attributes.title is not None
    assert attributes.title.confidence == 1.0
    assert "title" not in attributes.conflicts


def test_every_published_value_that_is_unsure_is_named_with_what_was_read() -> None:
    attributes = read(NOTICE, score=0.6)
    assert attributes.conflicts == ("title", "document_number", "issuing_organs", "adopted_on", "disclosure")
    assert attributes.conflict_notes[0] == "标题读作“关于开展示例工作的通知”，把握只有 58%"


def test_a_document_without_a_title_is_not_published_without_one() -> None:
    attributes = read("为方便群众，现将有关事项说明如下。\n请携带证件。\n")
    assert attributes.title is None
    assert attributes.conflict_notes == ("没有读到标题",)
