from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.gongkai.home import run_gongkai

ATTRIBUTES = {
    "title",
    "document_number",
    "issuing_organs",
    "addressees",
    "adopted_on",
    "disclosure",
    "legal_basis",
    "reason",
    "attachments",
    "classification",
    "urgency",
    "copy_number",
    "signatory",
    "copied_to",
    "printing_organ",
    "printed_on",
    "effective_on",
    "expires_on",
    "repeals",
    "notes",
    "subject",
    "letterhead",
    "document_type",
}
LISTS = {"issuing_organs", "attachments", "repeals", "notes"}
FORMATS = {
    "01-": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "03-": "application/pdf",
    "07-": "application/ofd",
    "15-": "image/jpeg",
}


@dataclass(frozen=True)
class Inspected:
    """What one call on all papers printed. `reports` by the first three characters of the file's name."""

    done: subprocess.CompletedProcess[str]
    papers: list[Path]
    reports: dict[str, dict[str, Any]]
    home: Path


@pytest.fixture(scope="module")
def inspected(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Inspected:
    home = tmp_path_factory.mktemp("untouched")
    files = sorted(papers.iterdir())
    done = run_gongkai({"GONGKAI_HOME": str(home)}, "inspect", *files, "--json")
    reports = json.loads(done.stdout)
    return Inspected(done, files, {path.name[:3]: report for path, report in zip(files, reports, strict=True)}, home)


def test_the_list_holds_one_object_per_file_in_the_order_given(inspected: Inspected) -> None:
    reports = json.loads(inspected.done.stdout)
    assert [report["file"] for report in reports] == [str(path) for path in inspected.papers]
    for path, report in zip(inspected.papers, reports, strict=True):
        assert report["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_object_has_exactly_the_documented_fields(inspected: Inspected) -> None:
    for report in inspected.reports.values():
        assert set(report) == {"file", "sha256", "media_type", "pages", "attributes", "findings", "warnings", "error"}
        assert set(report["attributes"]) == ATTRIBUTES
        for page in report["pages"]:
            assert set(page) == {"number", "source", "text"}
        for attribute in filter(None, report["attributes"].values()):
            assert set(attribute) == {"value", "evidence", "confidence"}
            assert 0 <= attribute["confidence"] <= 1
        for finding in report["findings"]:
            assert set(finding) == {"kind", "page", "text", "start", "end", "severity"}


@pytest.mark.parametrize(("prefix", "media_type"), FORMATS.items())
def test_each_format_is_recognised_and_its_title_read(inspected: Inspected, prefix: str, media_type: str) -> None:
    report = inspected.reports[prefix]
    assert report["error"] is None
    assert report["media_type"] == media_type
    assert report["attributes"]["title"]["value"].startswith("示例区人力资源和社会保障局")


def test_the_ordinary_notice_is_read_right(inspected: Inspected) -> None:
    attributes = inspected.reports["01-"]["attributes"]
    values = {name: attribute["value"] for name, attribute in attributes.items() if attribute}
    assert values["title"] == "示例区人力资源和社会保障局关于规范失业保险金申领发放工作的通知"
    assert values["document_number"] == "示人社发〔2026〕8号"
    assert values["issuing_organs"] == ["示例区人力资源和社会保障局"]
    assert values["addressees"] == "各街道人力资源和社会保障服务中心，局属有关单位"
    assert values["adopted_on"] == "2026-03-04"
    assert values["disclosure"] == "proactive"
    assert values["document_type"] == "通知"


def test_what_a_document_has_not_is_null_and_a_list_is_a_list(inspected: Inspected) -> None:
    attributes = inspected.reports["01-"]["attributes"]
    assert attributes["signatory"] is None
    assert attributes["expires_on"] is None
    for report in inspected.reports.values():
        for name in LISTS:
            attribute = report["attributes"][name]
            assert attribute is None or isinstance(attribute["value"], list)


def test_pages_count_from_one_and_say_whether_their_text_was_recognised(inspected: Inspected) -> None:
    for report in inspected.reports.values():
        numbers = [0, *(page["number"] for page in report["pages"])]
        assert all(after == before + 1 for before, after in pairwise(numbers))
    assert {page["source"] for page in inspected.reports["01-"]["pages"]} == {"text"}
    assert {page["source"] for page in inspected.reports["15-"]["pages"]} == {"ocr"}


def test_evidence_stands_on_the_page_it_names(inspected: Inspected) -> None:
    for report in inspected.reports.values():
        texts = {page["number"]: page["text"] for page in report["pages"]}
        for attribute in filter(None, report["attributes"].values()):
            evidence = attribute["evidence"]
            assert evidence is None or evidence["text"] in texts[evidence["page"]]


def test_the_offsets_of_a_finding_give_its_text_again(inspected: Inspected) -> None:
    findings = inspected.reports["10-"]["findings"]
    assert {finding["kind"] for finding in findings} >= {"resident_id", "mobile"}
    for report in inspected.reports.values():
        texts = {page["number"]: page["text"] for page in report["pages"]}
        for finding in report["findings"]:
            if finding["kind"] == "document_properties":
                assert (finding["page"], finding["start"], finding["end"]) == (None, 0, 0)
                continue
            assert texts[finding["page"]][finding["start"] : finding["end"]] == finding["text"]


def test_unusable_files_are_told_and_stop_nobody_else(inspected: Inspected) -> None:
    assert inspected.done.returncode == 65
    assert inspected.done.stderr == ""
    assert {prefix: report["error"]["code"] for prefix, report in inspected.reports.items() if report["error"]} == {
        "11-": "classified",
        "13-": "broken",
        "14-": "encrypted",
    }
    for report in inspected.reports.values():
        assert (report["error"] is None) == bool(report["pages"])


def test_of_a_classified_file_nothing_is_told(inspected: Inspected) -> None:
    report = inspected.reports["11-"]
    assert (report["pages"], report["findings"]) == ([], [])
    assert not any(attribute["value"] for attribute in report["attributes"].values() if attribute)


def test_no_store_is_touched(inspected: Inspected) -> None:
    assert [path.name for path in inspected.home.iterdir()] == ["models"]


def test_usable_files_leave_with_0_in_both_forms(papers: Path, tmp_path: Path) -> None:
    notice = next(papers.glob("01-*"))
    variables = {"GONGKAI_HOME": str(tmp_path)}
    assert run_gongkai(variables, "inspect", notice, "--json").returncode == 0
    for_people = run_gongkai(variables, "inspect", notice)
    assert for_people.returncode == 0
    assert "document_number: 示人社发〔2026〕8号" in for_people.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_a_folder_and_an_undecodable_name_are_told_like_any_unusable_file(
    papers: Path, tmp_path: Path
) -> None:
    undecodable = Path(os.fsdecode(bytes(tmp_path / "notice") + b"\xff.docx"))
    undecodable.write_bytes(next(papers.glob("01-*")).read_bytes())
    done = run_gongkai(
        {"GONGKAI_HOME": str(tmp_path)}, "inspect", tmp_path / "none.pdf", tmp_path, undecodable, "--json"
    )
    assert "Traceback" not in done.stderr
    codes = [report["error"]["code"] for report in json.loads(done.stdout)]
    assert codes == ["missing", "missing", "bad_name"]
    assert done.returncode == 65
