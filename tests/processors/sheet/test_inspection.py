"""`gongkai inspect` prints what the pipeline would see, in the shape that the issue fixes."""

from __future__ import annotations

import json
from pathlib import Path

from processors.contents import contents_of
from processors.extraction import Extraction, PageText, Source, Unreadable
from processors.inspection import inspection_of, to_json
from processors.intake.dispatch_sheet import DispatchSheet

PATH = Path("示例.docx")
TEXT = "关于示例的通知\n各科室：\n请联系13812345678。\n示例区民政局\n2026年1月5日\n"


def inspected(*, classified: bool = False, sheet: DispatchSheet | None = None) -> dict[str, object]:
    pages = () if classified else (PageText(1, TEXT, Source.TEXT),)
    extraction = Extraction("text/plain", "示例/1", pages, classified=classified)
    shown = to_json(PATH, "00", inspection_of(extraction, contents_of(pages), sheet))
    return json.loads(json.dumps(shown, ensure_ascii=False))


def test_a_document_is_printed_with_pages_attributes_and_findings() -> None:
    shown = inspected()
    assert list(shown) == ["file", "sha256", "media_type", "pages", "attributes", "findings", "warnings", "error"]
    assert shown["pages"] == [{"number": 1, "source": "text", "text": TEXT}]
    assert shown["attributes"]["title"] == {
        "value": "关于示例的通知",
        "evidence": {"page": 1, "text": "关于示例的通知"},
        "confidence": 0.97,
    }
    assert shown["attributes"]["adopted_on"]["value"] == "2026-01-05"
    assert shown["attributes"]["addressees"]["value"] == "各科室"
    assert shown["attributes"]["issuing_organs"]["value"] == ["示例区民政局"]
    [finding] = shown["findings"]
    assert (finding["kind"], finding["severity"], finding["text"]) == ("mobile", "warn", "13812345678")
    assert TEXT[finding["start"] : finding["end"]] == "13812345678"
    assert shown["error"] is None


def test_what_the_document_has_not_is_null_and_a_list_stays_a_list() -> None:
    attributes = inspected()["attributes"]
    assert attributes["disclosure"] is None
    assert attributes["document_number"] is None
    assert attributes["attachments"]["value"] == []
    assert attributes["attachments"]["evidence"] is None


def test_what_only_the_sheet_says_stands_on_no_page() -> None:
    sheet = DispatchSheet.model_validate({"unit": "办公室", "disclosure": "主动公开"})
    disclosure = inspected(sheet=sheet)["attributes"]["disclosure"]
    assert disclosure == {"value": "proactive", "evidence": {"page": None, "text": "主动公开"}, "confidence": 1.0}


def test_a_classified_file_shows_nothing_of_itself() -> None:
    shown = inspected(classified=True)
    assert shown["pages"] == []
    assert shown["findings"] == []
    assert shown["error"]["code"] == "classified"
    assert shown["attributes"]["title"] is None


def test_an_unreadable_file_has_an_error_and_nothing_else() -> None:
    shown = to_json(PATH, "00", Unreadable("encrypted", "文件已加密，请解除密码后重新提交。"))
    assert shown["error"] == {"code": "encrypted", "message": "文件已加密，请解除密码后重新提交。"}
    assert shown["pages"] == []
    assert shown["media_type"] is None
