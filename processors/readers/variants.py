"""Markup that is there twice, for new and for old programs (ISO/IEC 29500-3 §10): the one that Word shows."""

from __future__ import annotations

from typing import Final

from lxml import etree

from processors.readers.wordml import MC, W

#: Namespaces that today's Word understands: its own extensions and the standard's.
_UNDERSTOOD: Final = (
    "http://schemas.microsoft.com/office/",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:",
)


def choose_variants(root: etree._Element) -> list[str]:
    """Leave the variant that is shown in place of its alternatives; the words that only the others have."""
    if next(root.iter(f"{MC}AlternateContent"), None) is None:
        return []
    dropped = []
    for alternatives in list(root.iter(f"{MC}AlternateContent")):
        shown = next((one for one in alternatives.iterchildren("*") if _is_understood(one)), None)
        words = "" if shown is None else _words(shown)
        for variant in [one for one in alternatives if one is not shown]:
            other = _words(variant)
            if other and other not in words:
                dropped.append(other)
            alternatives.remove(variant)
    etree.strip_tags(root, f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback")
    return dropped


def _is_understood(variant: etree._Element) -> bool:
    if variant.tag != f"{MC}Choice":
        return bool(variant.tag == f"{MC}Fallback")
    needed = [variant.nsmap.get(prefix) for prefix in variant.get("Requires", "").split()]
    return all(space is not None and space.startswith(_UNDERSTOOD) for space in needed)


def _words(element: etree._Element) -> str:
    return "".join("".join(text.text or "" for text in element.iter(f"{W}t")).split())
