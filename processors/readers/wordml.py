"""WordprocessingML (ISO/IEC 29500-1 §17): names, and which runs a reader of the printed page would not see."""

from __future__ import annotations

from typing import Final

from lxml import etree

from processors.readers.unseen import is_unseen

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


def hidden_styles(styles: etree._Element | None) -> frozenset[str]:
    """Ids of the styles whose text is hidden, by themselves or through the style they are based on."""
    if styles is None or next(styles.iter(f"{W}vanish"), None) is None:
        return frozenset()
    by_id = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}

    def hidden(style_id: str, seen: frozenset[str]) -> bool:
        style = by_id.get(style_id)
        if style is None or style_id in seen:
            return False
        properties = style.find(f"{W}rPr")
        if properties is not None and properties.find(f"{W}vanish") is not None:
            return switched_on(properties, "vanish")
        base = style.find(f"{W}basedOn")
        return base is not None and hidden(base.get(f"{W}val", ""), seen | {style_id})

    return frozenset(style_id for style_id in by_id if hidden(style_id, frozenset()))


def is_hidden(run: etree._Element, hidden_style_ids: frozenset[str]) -> bool:
    """Whether nobody sees the run: hidden by its own property or its styles, white on paper, or tiny."""
    properties = run.find(f"{W}rPr")
    return is_vanished(run, properties, hidden_style_ids) or (properties is not None and is_unseen(run, properties))


def is_vanished(run: etree._Element, properties: etree._Element | None, hidden_style_ids: frozenset[str]) -> bool:
    """Whether the run is hidden text: by its own property, its character style or its paragraph's style."""
    if properties is not None and properties.find(f"{W}vanish") is not None:
        return switched_on(properties, "vanish")
    if switched_on(properties, "webHidden"):
        return False
    style = None if properties is None else properties.find(f"{W}rStyle")
    if style is not None and style.get(f"{W}val", "") in hidden_style_ids:
        return True
    paragraph = next(run.iterancestors(f"{W}p"), None)
    style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val", "") in hidden_style_ids
