"""What viewers lay over the pages of an OFD: annotations (GB/T 33190-2016 §15) and the pictures of seals (§18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element  # noqa: TID251 - a type only; ofdkit parses and refuses DTDs

from ofdkit import OFDError
from ofdkit.package import Package

from processors.drawing.ofd_resources import documents, read_part
from processors.readers.ofd_values import Box, box_of, child, children, is_on, named

#: A seal's file has no deeper structure (GB/T 38540-2020).
_DEEPEST: Final = 12
_INTEGER: Final = 0x02
_OCTETS: Final = 0x04
_UTF8: Final = 0x0C
_IA5: Final = 0x16
_CONSTRUCTED: Final = 0x20


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal on a page: the part that its picture is in, its box, and which part of that box is seen of it."""

    part: str
    box: Box
    seen: Box | None


def appearances(package: Package, page: str | None) -> Iterator[Element]:
    """The appearances of the annotations of the page with this number that are seen."""
    for name, root in documents(package):
        for place in children(root, "Annotations"):
            listing = package.resolve(name, place.text)
            for entry in named(None if listing is None else read_part(package, listing), "Page"):
                location = child(entry, "FileLoc")
                part = package.resolve(listing, None if location is None else location.text)
                if entry.get("PageID") == page and part is not None:
                    yield from _appearances(read_part(package, part))


def stamps(package: Package, page: str | None) -> Iterator[Stamp]:
    """The seals of the page with this number."""
    entry = package.find("OFD.xml")
    for place in named(None if entry is None else read_part(package, entry), "Signatures"):
        listing = package.resolve(entry, place.text)
        for signature in named(None if listing is None else read_part(package, listing), "Signature"):
            part = package.resolve(listing, signature.get("BaseLoc"))
            root = None if part is None else read_part(package, part)
            held = None if root is None or part is None else _seal_part(package, part, root)
            for stamp in named(root, "StampAnnot"):
                box = box_of(stamp.get("Boundary"))
                if held is not None and box is not None and stamp.get("PageRef") == page:
                    yield Stamp(held, box, box_of(stamp.get("Clip")))


def picture_in_seal(content: bytes) -> tuple[str, bytes] | None:
    """A seal's picture and its format in small letters: the one sequence of a name, bytes, width and height."""
    return next(_pictures(content, 0, len(content), 0), None)


def _appearances(root: Element | None) -> Iterator[Element]:
    for annotation in named(root, "Annot"):
        if is_on(annotation.get("Visible"), default=True) and annotation.get("Type", "") != "Popup":
            yield from children(annotation, "Appearance")


def _seal_part(package: Package, part: str, root: Element) -> str | None:
    """The seal's own file; else the signature's value, which holds the seal as well."""
    for seal in named(root, "Seal"):
        for place in children(seal, "BaseLoc"):
            found: str | None = package.resolve(part, place.text)
            if found is not None:
                return found
    value = next(named(root, "SignedValue"), None)
    return None if value is None else package.resolve(part, value.text)


def _pictures(content: bytes, start: int, end: int, depth: int) -> Iterator[tuple[str, bytes]]:
    parts = list(_parts(content, start, end))
    tags = [tag for tag, _, _ in parts]
    if len(parts) == 4 and tags[0] in {_IA5, _UTF8} and tags[1:] == [_OCTETS, _INTEGER, _INTEGER]:
        (_, first, last), (_, begin, behind) = parts[0], parts[1]
        yield content[first:last].decode("ascii", "replace").casefold(), content[begin:behind]
        return
    for tag, first, last in parts:
        if tag & _CONSTRUCTED and depth < _DEEPEST:
            yield from _pictures(content, first, last, depth + 1)


def _parts(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The elements of a piece of DER (X.690): tag, and from where to where its content is."""
    while at + 2 <= end:
        tag, length = content[at], content[at + 1]
        at += 2
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(content[at : at + count], "big")
            at += count
        if at + length > end:
            return
        yield tag, at, at + length
        at += length


def read_seal(package: Package, part: str) -> tuple[str, bytes] | None:
    """The picture of the seal in a part, and its format; None where it has none."""
    try:
        return picture_in_seal(package.read(part))
    except OFDError:
        return None
