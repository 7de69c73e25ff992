"""The parts of a DOCX by the role that its main part gives them."""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from processors.extraction import Unreadable
from processors.readers.looks import Looks, looks_of
from processors.readers.numbering import Definitions, definitions
from processors.readers.package import BROKEN_PACKAGE, beginning, parse_xml, part
from processors.readers.wordml import to_transitional
from processors.sandbox.limits import Limits

_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: How styles make letters look and what is numbered how, by the digest of the parts that define it. A bureau writes
#: from a few templates, and these are the largest parts of most documents.
_KNOWN: Final[dict[bytes, tuple[Looks, Definitions]]] = {}
_MAX_KNOWN: Final = 64
_HEAD_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to inside the package: under which id, in which role (`header`, …), and its name."""

    id: str
    kind: str
    target: str


class DocxPackage:
    """One DOCX. `main` is its main part, `related` what that part refers to.

    Raises:
        Unreadable: `broken`: it has no main part. `too_large` as in `package.part`.
    """

    def __init__(self, package: zipfile.ZipFile, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        found = relations(package, "", limits)
        self.main_name = next((one.target for one in found if one.kind == "officeDocument"), "word/document.xml")
        root = self._root(self.main_name)
        if root is None:
            raise Unreadable("broken", BROKEN_PACKAGE)
        self.main = root
        self.related = list(relations(package, self.main_name, limits))

    def roots(self, kind: str) -> Iterator[tuple[str, etree._Element]]:
        """(relation id, root) of the parts of one kind that the main part names, in its order."""
        for relation in self.related:
            root = self._root(relation.target) if relation.kind == kind else None
            if root is not None:
                yield relation.id, root

    def settings(self) -> etree._Element | None:
        return next((root for _, root in self.roots("settings")), None)

    def looks(self) -> tuple[Looks, Definitions]:
        """How the styles make letters look, and the document's numbered lists."""
        contents = [self._content("styles"), self._content("numbering")]
        digest = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).digest()
        if digest not in _KNOWN:
            if len(_KNOWN) >= _MAX_KNOWN:
                _KNOWN.clear()
            styles, numbering = (to_transitional(parse_xml(content)) if content else None for content in contents)
            lists = Definitions() if numbering is None else definitions(numbering, styles)
            _KNOWN[digest] = (looks_of(styles), lists)
        return _KNOWN[digest]

    def head(self, relation_id: str) -> bytes:
        """The first bytes of the part that the main part names by an id; nothing without one."""
        name = next((relation.target for relation in self.related if relation.id == relation_id), None)
        return b"" if name is None else beginning(self._package, name, _HEAD_BYTES) or b""

    def has(self, kind: str) -> bool:
        return any(relation.kind == kind for relation in self.related)

    def _content(self, kind: str) -> bytes:
        """The first part of a kind; nothing without one."""
        name = next((relation.target for relation in self.related if relation.kind == kind), None)
        return b"" if name is None else part(self._package, name, self._limits) or b""

    def _root(self, name: str) -> etree._Element | None:
        content = part(self._package, name, self._limits)
        return None if content is None else to_transitional(parse_xml(content))


def relations(package: zipfile.ZipFile, source: str, limits: Limits) -> Iterator[Relation]:
    """What a part refers to inside the package; references to the outside are left out."""
    folder, name = posixpath.split(source)
    content = part(package, posixpath.join(folder, "_rels", f"{name}.rels"), limits)
    for one in [] if content is None else parse_xml(content).iter(_RELATION):
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            yield Relation(one.get("Id", ""), one.get("Type", "").rsplit("/", 1)[-1], target)
