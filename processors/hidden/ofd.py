"""OFD (GB/T 33190-2016): annotations, attachments, invisible objects, signatures' notes and document information."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from processors.hidden.collector import Collector
from processors.hidden.ofd_page import hidden_objects, words_of
from processors.hidden.ofd_shown import page_box, xml_parts
from processors.hidden.pdf import PLACEHOLDERS
from processors.readers.package import open_package
from processors.sandbox.limits import Limits
from processors.screening.model import Finding, FindingKind

#: Document information that names people and subjects (§7.4, table 4).
_INFORMATION: Final = {"Author": "作者", "Subject": "主题", "Abstract": "摘要", "Cover": "封面图"}


def hidden_in(path: Path, limits: Limits) -> tuple[Finding, ...]:
    """Everything that the package carries beside its pages, and what its pages do not show.

    Raises:
        Unreadable: as the reader.
    """
    found = Collector()
    with open_package(path, limits) as package:
        roots = dict(xml_parts(package, limits))
    box = page_box(iter(roots.values()))
    for root in roots.values():
        if etree.QName(root).localname == "Page":
            for element, kind in hidden_objects(root, box):
                found.add(kind, words_of(element) or "看不见的对象")
        _part(root, found)
    return found.findings()


def _part(root: etree._Element, found: Collector) -> None:
    for element in root.iter("*"):
        name = etree.QName(element).localname
        if name in _INFORMATION or name == "CustomData":
            _information(element, name, found)
        elif name == "Attachment":
            found.add(FindingKind.EMBEDDED_FILE, element.get("Name") or element.get("ID") or "附件")
        elif name == "Annot":
            who, kind = element.get("Creator", ""), element.get("Type", "")
            words = " ".join([words_of(element), element.findtext("{*}Remark") or ""]).strip()
            found.add(FindingKind.COMMENT, f"{who}（{kind}）：{words}")
        elif name == "Action" and any(True for _ in element.iter("{*}URI", "{*}GotoA", "{*}Movie", "{*}Sound")):
            found.add(FindingKind.ACTIVE_CONTENT, "点击或打开时的动作")


def _information(element: etree._Element, name: str, found: Collector) -> None:
    value = (element.text or "").strip()
    if value.casefold() not in PLACEHOLDERS:
        label = _INFORMATION.get(name) or element.get("Name", "自定义")
        found.add(FindingKind.DOCUMENT_PROPERTIES, f"{label}：{value}")
