"""`gongkai metrics`: the inside's metrics, printed once or served for Prometheus and OpenTelemetry."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import ExitStack

from gongkai.app import open_app
from gongkai.seeing.measures import families
from gongkai.seeing.survey import Lookout
from gongkai.seeing.telemetry import ENDPOINT, exporting
from gongkai.settings import Settings
from metering.endpoint import address_of, serving
from metering.families import exposition


def as_text(settings: Settings) -> str:
    """All metrics now, in Prometheus' form."""
    with open_app(settings, watching=True) as app:
        return exposition(families(Lookout(app).survey()))


def serve(settings: Settings, address: str) -> None:
    """Answer at `address` until this process is told to end; to OpenTelemetry as well, where a collector is named."""
    told_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_end.set())
    with ExitStack() as stack:
        lookout = Lookout(stack.enter_context(open_app(settings, watching=True)))
        stack.enter_context(serving(*address_of(address), lambda: families(lookout.survey())))
        if os.environ.get(ENDPOINT):
            stack.enter_context(exporting(lambda: families(lookout.survey())))
        told_to_end.wait()
