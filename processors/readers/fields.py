"""Fields of a WordprocessingML part: what stands in their codes is not printed, only their results are (§17.16)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from processors.readers.wordml import W

#: Fields inside fields; deeper ones are none.
_MAX_DEPTH: Final = 50


@dataclass(slots=True)
class _Field:
    in_result: bool = False
    texts: list[etree._Element] = field(default_factory=list)


def texts_in_codes(root: etree._Element) -> list[etree._Element]:
    """The `w:t` elements inside field codes. A field that is never closed is none: what follows it is printed."""
    if next(root.iter(f"{W}instrText"), None) is None:
        return []
    open_fields: list[_Field] = []
    found: dict[etree._Element, None] = {}
    for element in root.iter(f"{W}fldChar", f"{W}t"):
        if element.tag == f"{W}t":
            for one in open_fields:
                if not one.in_result:
                    one.texts.append(element)
            continue
        kind = element.get(f"{W}fldCharType")
        if kind == "begin" and len(open_fields) < _MAX_DEPTH:
            open_fields.append(_Field())
        elif kind == "separate" and open_fields:
            open_fields[-1].in_result = True
        elif kind == "end" and open_fields:
            found.update(dict.fromkeys(open_fields.pop().texts))
    return list(found)
