"""Lists from end to end, with real parts: table, review, bundle, index; broken halves; versions; the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from bundles.format import BundleMeta
from bundles.list_data import read_list
from bundles.reader import Published
from gongkai.app import App
from gongkai.lists.releasing import Header, ListMarked, TableUnreadable
from gongkai.lists.templates import template_csv, template_xlsx
from records.domain.document import DocumentId, PersonId
from records.domain.lists.catalogue import KINDS
from records.domain.lists.checking import RowsInvalid
from records.domain.lists.kind import ListKind, Row
from records.domain.redaction import Redaction
from records.services.lists import Released
from search.engine import SearchQuery
from tests.gongkai.home import Home, approve_at_all_levels
from tests.records.lists.list_kit import guide, inspection, power

BY = PersonId("clerk-b")
UNIT = "employment"
FAKE_ID = "110101190001010015"  # 1 January 1900, a valid check digit, and nobody's


def table(folder: Path, kind: str, *rows: Row) -> Path:
    """The kind's own template, filled in."""
    path = folder / f"{kind}.csv"
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(field.label for field in KINDS[kind].fields)
    writer.writerows([row.get(field.name, "") for field in KINDS[kind].fields] for row in rows)
    path.write_text(lines.getvalue(), encoding="gb18030")
    return path


def take(app: App, folder: Path, kind: str, *rows: Row, name: str = "") -> tuple[Released, ...]:
    return app.lists.import_table(KINDS[kind], table(folder, kind, *rows), Header(UNIT, name), by=BY)


def publish(app: App, document_id: DocumentId) -> BundleMeta:
    approve_at_all_levels(app, document_id)
    app.publishing.publish(document_id)
    app.deliver_outbox(document_id=document_id)
    return page(app, document_id)


def page(app: App, document_id: str) -> BundleMeta:
    found = app.bundles.current(app.bureau.id, document_id)
    assert isinstance(found, Published)
    return found.meta


def found(app: App, text: str) -> set[str]:
    return {hit.id for hit in app.engine.search(SearchQuery(app.bureau.id, text)).hits}


def test_a_table_becomes_a_public_list_that_is_found(home: Home, tmp_path: Path) -> None:
    with home.open() as app:
        document_id = take(app, tmp_path, "powers", power(1), power(2, name="=cmd()示例收费"))[0].document_id
        assert app.bundles.current(app.bureau.id, document_id) is None
        meta = publish(app, document_id)
        assert (meta.attributes.column, meta.attributes.title[-4:]) == ("powers", "权责清单")
        assert meta.attributes.structured is not None
        assert (meta.attributes.structured.row_count, meta.attributes.structured.filters) == (
            2,
            ("职权类型", "承办机构"),
        )
        data = read_list(app.bundles, meta)
        assert data is not None
        assert data.columns[:3] == ("事项编码", "职权名称", "职权类型")
        assert data.rows[1][1] == "=cmd()示例收费"
        assert found(app, "示例收费") == {document_id}
        downloads = {file.label: app.bundles.file(meta, file.name) for file in meta.downloads}
        csv_file = downloads["表格下载（CSV）"]
        assert csv_file is not None
        assert "'=cmd()示例收费" in csv_file[1].read_text(encoding="utf-8-sig")
        assert app.verification.verify().is_whole


def test_half_the_rows_broken_takes_nothing_and_names_all(home: Home, tmp_path: Path) -> None:
    rows = [inspection(n) if n % 2 else inspection(n, inspected_on="昨天", result="") for n in range(1, 9)]
    with home.open() as app:
        with pytest.raises(RowsInvalid) as refused:
            take(app, tmp_path, "random_inspections", *rows, name="第1次抽查结果")
        places = [(fault.row, fault.column) for fault in refused.value.faults]
        assert places == [(n, column) for n in (3, 5, 7, 9) for column in ("检查日期", "检查结果")]
        assert app.lists.service.of_kind(KINDS["random_inspections"]) == []
        assert not any(path.is_file() for path in home.settings.originals.rglob("*"))


def test_a_workbook_of_guides_becomes_a_document_a_row(home: Home, tmp_path: Path) -> None:
    kind = KINDS["service_guides"]
    (tmp_path / "t.xlsx").write_bytes(template_xlsx(kind))
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    for row in (guide(), guide(code="示-G2", name="示例证明")):
        book.worksheets[0].append([row.get(field.name, "") for field in kind.fields])
    book.save(tmp_path / "t.xlsx")
    with home.open() as app:
        released = app.lists.import_table(kind, tmp_path / "t.xlsx", Header(UNIT), by=BY)
        assert [one.title for one in released] == ["示例补贴申领办事指南", "示例证明办事指南"]
        meta = publish(app, released[0].document_id)
        data = read_list(app.bundles, meta)
        assert data is not None
        assert ("申请材料", "申请表\n身份证明") in data.rows
        assert "<td><p>申请表</p><p>身份证明</p></td>" in app.bundles.article(meta)
        assert meta.attributes.column == "service-guides"
        assert app.bundles.current(app.bureau.id, released[1].document_id) is None


def test_a_new_version_shows_what_is_another_and_an_old_text_is_gone(home: Home, tmp_path: Path) -> None:
    with home.open() as app:
        document_id = take(app, tmp_path, "powers", power(1), power(2))[0].document_id
        publish(app, document_id)
        take(app, tmp_path, "powers", power(1, duties="只受理"), power(3))
        assert page(app, document_id).version == 1
        meta = publish(app, document_id)
        assert (meta.version, [each.version for each in meta.corrections]) == (2, [1])
        data = read_list(app.bundles, meta)
        assert data is not None
        assert data.changes is not None
        assert data.changes.rows == (
            ("新增", "示例职权3", "", "", ""),
            ("取消", "示例职权2", "", "", ""),
            ("调整", "示例职权1", "责任事项", "受理、检查、公示", "只受理"),
        )
        assert "与上一版的不同" in app.bundles.article(meta)


def test_an_old_text_of_a_page_that_was_taken_down_meanwhile_is_not_shown(home: Home, tmp_path: Path) -> None:
    with home.open() as app:
        document_id = take(app, tmp_path, "powers", power(1, duties="不该公开的旧内容"))[0].document_id
        publish(app, document_id)
        take(app, tmp_path, "powers", power(1))
        approve_at_all_levels(app, document_id)
        app.publishing.withdraw(document_id, by=PersonId("office-head"), reason="内容有误")
        app.review.request_rereview(
            document_id, by=PersonId("clerk-b"), reason_kind="other", reason="新版", urgent=False
        )
        meta = publish(app, document_id)
        assert "不该公开的旧内容" not in app.bundles.article(meta)
        assert found(app, "不该公开的旧内容") == set()


def test_what_is_taken_out_of_a_row_is_in_no_file(home: Home, tmp_path: Path) -> None:
    rows = (inspection(1, follow_up=f"联系人证件号{FAKE_ID}"), inspection(2))
    with home.open() as app:
        document_id = take(app, tmp_path, "random_inspections", *rows, name="第1次抽查结果")[0].document_id
        dossier = app.desk.dossier(document_id)
        assert dossier.reading is not None
        finding = next(each for each in dossier.reading.findings if each.text == FAKE_ID)
        app.edit.redact(
            document_id,
            by=BY,
            seen_hash=dossier.document.content_hash or "",
            redactions=[Redaction(finding.page, finding.start, finding.end, "***", finding.kind, "个人信息", BY)],
        )
        meta = publish(app, document_id)
        for path in (app.bundles.root / app.bureau.id / document_id).rglob("*"):
            assert path.is_dir() or FAKE_ID not in path.read_text(encoding="utf-8"), path.name
        data = read_list(app.bundles, meta)
        assert data is not None
        assert data.rows[0][-1] == "联系人证件号***"


def test_a_table_with_a_mark_or_something_hidden_leaves_nothing(home: Home, tmp_path: Path) -> None:
    marked = tmp_path / "marked.csv"
    marked.write_text(
        "机密★10年,\n" + table(tmp_path, "powers", power()).read_text(encoding="gb18030"), encoding="utf-8"
    )
    with home.open() as app:
        with pytest.raises(TableUnreadable, match="密级"):
            app.lists.import_table(KINDS["powers"], marked, Header(UNIT), by=BY)
        with pytest.raises(ListMarked):
            take(app, tmp_path, "random_inspections", inspection(), name="机密★10年")
        assert app.intake.unread() == []
        assert not any(path.is_file() for path in home.settings.originals.rglob("*"))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_template_has_a_column_for_each_field(kind: ListKind, tmp_path: Path) -> None:
    labels = [field.label for field in kind.fields]
    assert next(csv.reader([template_csv(kind).decode("utf-8-sig")])) == labels
    (tmp_path / "t.xlsx").write_bytes(template_xlsx(kind))
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert [cell.value for cell in book.worksheets[0][1]] == labels
    assert book.worksheets[1].title == "填写说明"


def test_the_command_line_imports_or_names_every_fault(home: Home, tmp_path: Path) -> None:
    good = table(tmp_path, "powers", power())
    taken = home.command("lists", "import", "powers", good, "--unit", "就业促进科", "--by", BY, "--json")
    assert taken.returncode == 0, taken.stderr
    assert json.loads(taken.stdout)["released"][0]["round"] == 1
    again = home.command("lists", "import", "powers", good, "--unit", UNIT, "--by", BY)
    assert (again.returncode, "完全相同" in again.stderr) == (65, True)
    bad = table(tmp_path, "powers", power(type="别的"), power(2, name=""))
    refused = home.command("lists", "import", "powers", bad, "--unit", UNIT, "--by", BY)
    assert refused.returncode == 65
    assert "第 2 行“职权类型”" in refused.stderr
    assert "第 3 行“职权名称”：必填，没有填写" in refused.stderr
    as_json = home.command("lists", "import", "powers", bad, "--unit", UNIT, "--by", BY, "--json")
    assert [fault["row"] for fault in json.loads(as_json.stdout)["faults"]] == [2, 3]
    assert home.command("lists", "import", "nothing", good, "--unit", UNIT, "--by", BY).returncode == 65
    assert home.command("lists", "import", "powers", good, "--unit", UNIT, "--by", "nobody").returncode == 65
