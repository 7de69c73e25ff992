"""The HTML that a body may consist of: a closed list of elements, checked, and its plain text."""

from __future__ import annotations

import re
from html import unescape

from bundles.format import BundleInvalid

#: Element → attributes it may carry. Nothing here can run, load or navigate.
ALLOWED: dict[str, frozenset[str]] = {
    "h2": frozenset(),
    "h3": frozenset(),
    "h4": frozenset(),
    "p": frozenset({"class"}),
    "b": frozenset(),
    "span": frozenset(),
    "div": frozenset({"class", "role", "tabindex", "aria-label"}),
    "footer": frozenset({"class"}),
    "table": frozenset({"class"}),
    "caption": frozenset(),
    "thead": frozenset(),
    "tbody": frozenset(),
    "tr": frozenset(),
    "th": frozenset({"scope"}),
    "td": frozenset(),
}
_LINE_ENDS = frozenset({"h2", "h3", "h4", "p", "tr", "caption"})
_CELLS = frozenset({"td", "th"})
#: Matches `<p>`, `</p>` and `<p class="note">`, not `<P>`, `<p class=note>` or `<p`.
_TAG = re.compile(r'</?([a-z0-9]+)((?: [a-z-]+="[^"<>&]*")*)>')
_ATTRIBUTE = re.compile(r" ([a-z-]+)=")


def refuse_unclean(html: str) -> None:
    """Let through only a body made of the allowed elements.

    Raises:
        BundleInvalid: an element, attribute, comment or declaration that a body may not hold.
    """
    if "<" in _TAG.sub(_allowed, html):
        raise BundleInvalid("body: what begins with < must be a plain tag")


def plain_text(html: str) -> str:
    """Return the text of a clean body: a line for each block, cells of a table row separated by tabs.

    What passed `refuse_unclean` has no other tags than plain ones, so they are found without a parser of HTML: every
    search result asks for ten bodies.
    """
    pieces = []
    done = 0
    for tag in _TAG.finditer(html):
        pieces.append(_data(html[done : tag.start()]))
        if tag.group().startswith("</"):
            pieces.append("\n" if tag.group(1) in _LINE_ENDS else "\t" if tag.group(1) in _CELLS else "")
        done = tag.end()
    pieces.append(_data(html[done:]))
    lines = (line.rstrip() for line in "".join(pieces).splitlines())
    return "\n".join(line for line in lines if line)


def _data(text: str) -> str:
    """The text between two tags; what is nothing but blanks only lays out the source."""
    data = unescape(text)
    return data.replace("\n", " ") if data.strip() else ""


def _allowed(tag: re.Match[str]) -> str:
    """Stand for an allowed tag with nothing."""
    element = tag.group(1)
    if element not in ALLOWED or not ALLOWED[element].issuperset(_ATTRIBUTE.findall(tag.group(2))):
        raise BundleInvalid("body: holds an element or attribute that is not allowed")
    return ""
