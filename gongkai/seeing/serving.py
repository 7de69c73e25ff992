"""`gongkai metrics`: the inside's metrics, printed once or served for Prometheus and OpenTelemetry."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace

from gongkai.app import open_app
from gongkai.bureaus import read_bureaus
from gongkai.seeing.measures import families
from gongkai.seeing.survey import Lookout
from gongkai.seeing.telemetry import ENDPOINT, exporting
from gongkai.settings import Settings
from metering.endpoint import address_of, serving
from metering.families import Family, exposition
from records.domain.errors import BureauError
from search.engine import SearchUnavailable

log = logging.getLogger(__name__)


def as_text(settings: Settings) -> str:
    """All metrics now, in Prometheus' form."""
    with ExitStack() as stack:
        return exposition(_measured(_lookouts(settings, stack)))


def serve(settings: Settings, address: str) -> None:
    """Answer at `address` until this process is told to end; to OpenTelemetry as well, where a collector is named."""
    told_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_end.set())
    with ExitStack() as stack:
        lookouts = _lookouts(settings, stack)
        stack.enter_context(serving(*address_of(address), lambda: _measured(lookouts)))
        if os.environ.get(ENDPOINT):
            stack.enter_context(exporting(lambda: _measured(lookouts)))
        told_to_end.wait()


def _lookouts(settings: Settings, stack: ExitStack) -> Mapping[str | None, Lookout]:
    """By bureau; under None where there is one, or one was chosen."""
    if settings.bureaus is None or settings.bureau:
        return {None: Lookout(stack.enter_context(open_app(settings, watching=True)))}
    opened: dict[str | None, Lookout] = {}
    for each in read_bureaus().served:
        try:
            opened[each.bureau.id] = Lookout(stack.enter_context(open_app(each.settings, watching=True)))
        except (BureauError, SearchUnavailable) as fault:
            log.warning("%s is not watched: %s", each.bureau.id, fault)
    return opened


def _measured(lookouts: Mapping[str | None, Lookout]) -> tuple[Family, ...]:
    """Of several bureaus every sample says whose it is; one that cannot be looked at leaves the others' as they are."""
    found: dict[str, Family] = {}
    for bureau, lookout in lookouts.items():
        for family in _labelled(bureau, lookout):
            known = found.get(family.name)
            found[family.name] = replace(known, samples=known.samples + family.samples) if known else family
    return tuple(found.values())


def _labelled(bureau: str | None, lookout: Lookout) -> Iterator[Family]:
    if bureau is None:
        yield from families(lookout.survey())
        return
    try:
        measured: Iterable[Family] = families(lookout.survey())
    except (BureauError, SearchUnavailable) as fault:
        log.warning("%s could not be looked at: %s", bureau, fault)
        return
    for family in measured:
        samples = (replace(each, labels={"bureau": bureau, **each.labels}) for each in family.samples)
        yield replace(family, samples=tuple(samples))
