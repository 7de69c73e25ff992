"""Headers and notes of a DOCX that its main part calls for; what nobody calls for is on no page (§17.10, §17.11)."""

from __future__ import annotations

from typing import Final

from lxml import etree

from processors.readers.unseen import words_of
from processors.readers.wordml import W, switched_on

_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCES: Final = (f"{W}headerReference", f"{W}footerReference")
_NOTES: Final = {
    "footnotes": (f"{W}footnote", f"{W}footnoteReference"),
    "endnotes": (f"{W}endnote", f"{W}endnoteReference"),
}


def shown_headers(main: etree._Element, settings: etree._Element | None) -> frozenset[str]:
    """Relation ids of the headers and footers that are printed.

    One for the first page is where its section has a title page, one for even pages where the settings say so.
    """
    has_even = switched_on(settings, "evenAndOddHeaders")
    shown = set()
    for reference in main.iter(*_REFERENCES):
        section = reference.getparent()
        kind = reference.get(f"{W}type", "default")
        if (kind == "first" and not switched_on(section, "titlePg")) or (kind == "even" and not has_even):
            continue
        shown.add(reference.get(_ID, ""))
    return frozenset(shown)


def drop_uncalled_notes(notes: etree._Element, kind: str, main: etree._Element) -> list[str]:
    """Take the notes out of a part (`footnotes`, `endnotes`) that no number in the text calls; return their words."""
    tag, reference = _NOTES[kind]
    called = {one.get(f"{W}id") for one in main.iter(reference)}
    uncalled = [
        note for note in notes.iterchildren(tag) if note.get(f"{W}id") not in called and not note.get(f"{W}type")
    ]
    for note in uncalled:
        notes.remove(note)
    return [words for words in map(words_of, uncalled) if words.strip()]
