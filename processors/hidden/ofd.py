"""OFD (GB/T 33190-2016): annotations, attachments, invisible objects, signatures' notes and document information."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import Unreadable
from processors.hidden.collector import Collector
from processors.hidden.pdf import PLACEHOLDERS
from processors.readers.package import open_package, parse_xml, part
from processors.sandbox.limits import Limits
from processors.screening.model import Finding, FindingKind

#: Document information that names people and subjects (§7.4, table 4).
_INFORMATION: Final = {"Author": "作者", "Subject": "主题", "Abstract": "摘要", "Cover": "封面图"}
_OFF: Final = frozenset({"false", "0"})


def hidden_in(path: Path, limits: Limits) -> tuple[Finding, ...]:
    """Everything that the package carries beside its pages.

    Raises:
        Unreadable: as the reader.
    """
    found = Collector()
    with open_package(path, limits) as package:
        for name in package.namelist():
            if name.casefold().endswith(".xml"):
                _part(_root(package, name, limits), found)
    return found.findings()


def _root(package: zipfile.ZipFile, name: str, limits: Limits) -> etree._Element | None:
    content = part(package, name, limits)
    try:
        return None if content is None else parse_xml(content)
    except Unreadable:
        # A part that no page needs may be no XML at all.
        return None


def _part(root: etree._Element | None, found: Collector) -> None:
    if root is None:
        return
    for element in root.iter("*"):
        name = etree.QName(element).localname
        if name in _INFORMATION or name == "CustomData":
            _information(element, name, found)
        elif name == "Attachment":
            found.add(FindingKind.EMBEDDED_FILE, element.get("Name") or element.get("ID") or "附件")
        elif name == "Annot":
            who, kind = element.get("Creator", ""), element.get("Type", "")
            words = " ".join([*_codes(element), element.findtext("{*}Remark") or ""]).strip()
            found.add(FindingKind.COMMENT, f"{who}（{kind}）：{words}")
        elif element.get("Visible", "").casefold() in _OFF:
            found.add(FindingKind.HIDDEN_LAYER, "".join(_codes(element)) or f"不可见的对象（{name}）")
        elif name == "Action" and any(True for _ in element.iter("{*}URI", "{*}GotoA", "{*}Movie", "{*}Sound")):
            found.add(FindingKind.ACTIVE_CONTENT, "点击或打开时的动作")


def _information(element: etree._Element, name: str, found: Collector) -> None:
    value = (element.text or "").strip()
    if value.casefold() not in PLACEHOLDERS:
        label = _INFORMATION.get(name) or element.get("Name", "自定义")
        found.add(FindingKind.DOCUMENT_PROPERTIES, f"{label}：{value}")


def _codes(element: etree._Element) -> list[str]:
    return [code.text for code in element.iter("{*}TextCode") if code.text]
