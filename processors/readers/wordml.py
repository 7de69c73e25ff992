"""WordprocessingML (ISO/IEC 29500-1 §17): names, and how a switch says that it is on."""

from __future__ import annotations

from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

#: Content that a tracked change has taken away: it is not part of the document as it stands.
REMOVED: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_OFF: Final = frozenset({"0", "false", "off"})


def to_transitional(root: etree._Element) -> etree._Element:
    """Rename the strict variant's namespace in place, so that only one has to be known."""
    for element in root.iter(f"{_STRICT}*"):
        element.tag = W + etree.QName(element).localname
        for name, value in list(element.attrib.items()):
            if str(name).startswith(_STRICT):
                element.set(W + str(name)[len(_STRICT) :], value)
    return root


def switched_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a toggle property (`w:vanish`, …) is there and not switched off."""
    toggle = None if properties is None else properties.find(W + name)
    return toggle is not None and toggle.get(f"{W}val", "1") not in _OFF
