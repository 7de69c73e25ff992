"""Who names whom among the public documents: who interprets, repeals or cites which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bundles.citations import Number, Reference, cited_documents, document_number, reference, title_keys
from bundles.format import BundleMeta


@dataclass(frozen=True, slots=True)
class Relations:
    """Ids of the public documents to which one is related; each is in the first list only that it belongs to."""

    repealed_by: tuple[str, ...] = ()
    interpreted_by: tuple[str, ...] = ()
    interprets: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    cited_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """How a document is called, and what it calls others; `interprets` is what it explains."""

    id: str
    number: Number | None
    titles: frozenset[str]
    repeals: tuple[Reference, ...]
    cites: tuple[Reference, ...]
    interprets: tuple[Reference, ...] = ()

    def is_meant(self, by: Reference) -> bool:
        """A number decides if both have one; two documents may bear the same title."""
        if by.number is not None and self.number is not None:
            return by.number.means(self.number)
        return by.title is not None and by.title in self.titles


def names_of(meta: BundleMeta, *, interprets: bool) -> Names:
    """Read the names from the public attributes.

    A document that interprets explains what its title names, or else all that its text names.
    """
    facts = meta.attributes
    explained = (cited_documents(facts.title, "") or facts.cites) if interprets else ()
    return Names(
        id=meta.id,
        number=document_number(facts.document_number),
        titles=title_keys(facts),
        repeals=tuple(map(reference, facts.repeals)),
        cites=tuple(map(reference, facts.cites)),
        interprets=tuple(map(reference, explained)),
    )


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Finds documents by what they are called and by what they call others."""

    _known: dict[str, Names] = field(default_factory=dict)
    _called: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _calling: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, names: Names) -> None:
        self._known[names.id] = names
        for key in _own_keys(names):
            self._called[key].add(names.id)
        for key in _named_keys(names):
            self._calling[key].add(names.id)

    def remove(self, document_id: str) -> None:
        names = self._known.pop(document_id, None)
        if names is not None:
            _discard(self._called, _own_keys(names), document_id)
            _discard(self._calling, _named_keys(names), document_id)

    def relations(self, document_id: str) -> Relations:
        """To what a document is related; nothing if it is unknown."""
        names = self._known.get(document_id)
        if names is None:
            return Relations()
        callers = [self._known[each] for each in _found(self._calling, _own_keys(names)) if each != document_id]
        return _each_once(
            repealed_by={each.id for each in callers if any(map(names.is_meant, each.repeals))},
            interpreted_by={each.id for each in callers if any(map(names.is_meant, each.interprets))},
            interprets=self._meant(names, names.interprets),
            repeals=self._meant(names, names.repeals),
            cites=self._meant(names, names.cites),
            cited_by={each.id for each in callers if any(map(names.is_meant, each.cites))},
        )

    def _meant(self, names: Names, references: Iterable[Reference]) -> set[str]:
        """The documents that `references` mean, if each means one alone."""
        meant = set()
        for each in references:
            candidates = _found(self._called, _keys(each)) - {names.id}
            fitting = [other for other in candidates if self._known[other].is_meant(each)]
            if len(fitting) == 1:
                meant.add(fitting[0])
        return meant


def _own_keys(names: Names) -> set[str]:
    return {*_keys(Reference(names.number, None)), *names.titles}


def _named_keys(names: Names) -> set[str]:
    return {key for each in (*names.repeals, *names.cites, *names.interprets) for key in _keys(each)}


def _keys(reference: Reference) -> Iterable[str]:
    """Year and serial stand for a number: words of the sentence may stand before its code."""
    if reference.number is not None:
        yield f"{reference.number.year}#{reference.number.serial}"
    if reference.title is not None:
        yield reference.title


def _found(table: Mapping[str, set[str]], keys: Iterable[str]) -> set[str]:
    return set().union(*(table.get(key, ()) for key in keys))


def _discard(table: dict[str, set[str]], keys: Iterable[str], document_id: str) -> None:
    for key in keys:
        table[key].discard(document_id)
        if not table[key]:
            del table[key]


def _each_once(**related: set[str]) -> Relations:
    """Keep each id in the first kind only; the newest first, since an id begins with its time."""
    seen: set[str] = set()
    kept = {}
    for kind, ids in related.items():
        kept[kind] = tuple(sorted(ids - seen, reverse=True))
        seen |= ids
    return Relations(**kept)
