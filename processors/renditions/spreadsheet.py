"""XLSX → a new workbook of what the sheets show: values alone, nothing of the original file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import Unreadable
from processors.readers.spreadsheet import Sheet, read_workbook
from processors.sandbox.limits import Limits

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_SPREADSHEETML: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)


def plain_xlsx(path: Path, target: Path, limits: Limits) -> None:
    """Write the visible values of the XLSX at `path` to `target`; the same input gives the same bytes.

    Raises:
        Unreadable: as the spreadsheet reader, or `broken` when no sheet shows anything.
    """
    sheets = read_workbook(path, limits).sheets
    if not sheets:
        raise Unreadable("broken", "表格中没有可见的内容，无法生成可公开的版本。")
    parts = {f"xl/worksheets/sheet{number}.xml": _sheet(sheet) for number, sheet in enumerate(sheets, start=1)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        _write(package, "[Content_Types].xml", _types(list(parts)))
        _write(package, "_rels/.rels", _relations([("officeDocument", "/xl/workbook.xml")]))
        _write(package, "xl/workbook.xml", _workbook(sheets))
        _write(package, "xl/_rels/workbook.xml.rels", _relations([("worksheet", f"/{name}") for name in parts]))
        for name, root in parts.items():
            _write(package, name, root)


def _workbook(sheets: tuple[Sheet, ...]) -> etree._Element:
    root = _root("workbook", _MAIN)
    listed = etree.SubElement(root, f"{{{_MAIN}}}sheets")
    for number, sheet in enumerate(sheets, start=1):
        facts = {"name": sheet.name or f"Sheet{number}", "sheetId": str(number), f"{{{_OFFICE}}}id": f"rId{number}"}
        etree.SubElement(listed, f"{{{_MAIN}}}sheet", facts)
    return root


def _sheet(sheet: Sheet) -> etree._Element:
    root = _root("worksheet", _MAIN)
    data = etree.SubElement(root, f"{{{_MAIN}}}sheetData")
    for row in sheet.rows:
        line = etree.SubElement(data, f"{{{_MAIN}}}row")
        for cell in row:
            if cell.is_number:
                element = etree.SubElement(line, f"{{{_MAIN}}}c")
                etree.SubElement(element, f"{{{_MAIN}}}v").text = cell.text
            else:
                element = etree.SubElement(line, f"{{{_MAIN}}}c", {"t": "inlineStr"})
                text = etree.SubElement(etree.SubElement(element, f"{{{_MAIN}}}is"), f"{{{_MAIN}}}t")
                text.set(_XML_SPACE, "preserve")
                text.text = cell.text
    return root


def _relations(targets: list[tuple[str, str]]) -> etree._Element:
    root = _root("Relationships", _RELATIONS)
    for number, (kind, target) in enumerate(targets, start=1):
        facts = {"Id": f"rId{number}", "Type": f"{_OFFICE}/{kind}", "Target": target}
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", facts)
    return root


def _types(sheets: list[str]) -> etree._Element:
    root = _root("Types", _TYPES)
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(root, f"{{{_TYPES}}}Default", {"Extension": "rels", "ContentType": relations})
    kinds = {"xl/workbook.xml": "sheet.main+xml", **dict.fromkeys(sheets, "worksheet+xml")}
    for name, kind in kinds.items():
        facts = {"PartName": f"/{name}", "ContentType": f"{_SPREADSHEETML}{kind}"}
        etree.SubElement(root, f"{{{_TYPES}}}Override", facts)
    return root


def _root(name: str, namespace: str) -> etree._Element:
    # Office programs want these namespaces without a prefix.
    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def _write(package: zipfile.ZipFile, name: str, root: etree._Element) -> None:
    entry = zipfile.ZipInfo(name, date_time=_FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
