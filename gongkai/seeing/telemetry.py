"""The same metrics for a collector of OpenTelemetry, and a span for each step of the night.

Both need OTEL_EXPORTER_OTLP_ENDPOINT; without it nothing is sent and a span costs a function call.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from metering.families import Family

if TYPE_CHECKING:
    from opentelemetry.metrics import CallbackOptions, Observation
    from opentelemetry.sdk.metrics.export import MetricReader
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

P = ParamSpec("P")
R = TypeVar("R")

ENDPOINT: Final = "OTEL_EXPORTER_OTLP_ENDPOINT"
#: How long the end of a task may wait for a collector, milliseconds: it has to end, traced or not.
_FLUSH_MS: Final = 3_000
_SERVICE: Final = {"service.name": "gongkai"}


@contextmanager
def exporting(read: Callable[[], Iterable[Family]], reader: MetricReader | None = None) -> Iterator[None]:
    """Hand the families to a collector while the block runs; `reader` takes its place in a test."""
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.resources import Resource

    provider = MeterProvider([reader or _sender()], Resource.create(_SERVICE))
    meter = provider.get_meter("gongkai")
    for family in read():
        meter.create_observable_gauge(family.name, [_observing(read, family.name)], description=family.help)
    try:
        yield
    finally:
        provider.shutdown()


def traced(step: Callable[P, R]) -> Callable[P, R]:
    """Make each call of a task a span of its name, with the type of its error; nothing of what it works on."""

    @functools.wraps(step)
    def with_span(*arguments: P.args, **named: P.kwargs) -> R:
        if not os.environ.get(ENDPOINT):
            return step(*arguments, **named)
        provider = _tracer_provider()
        tracer = provider.get_tracer("gongkai")
        try:
            with tracer.start_as_current_span(step.__name__, record_exception=False) as span:
                try:
                    return step(*arguments, **named)
                except Exception as error:
                    span.set_attribute("error.type", type(error).__name__)
                    raise
        finally:
            provider.force_flush(_FLUSH_MS)

    return with_span


@functools.cache
def _tracer_provider(processor: SpanProcessor | None = None) -> TracerProvider:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create(_SERVICE))
    provider.add_span_processor(processor or BatchSpanProcessor(OTLPSpanExporter()))
    return provider


def _sender() -> MetricReader:
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

    return PeriodicExportingMetricReader(OTLPMetricExporter())


def _observing(read: Callable[[], Iterable[Family]], name: str) -> Callable[[CallbackOptions], Iterable[Observation]]:
    from opentelemetry.metrics import Observation

    def observe(_: CallbackOptions) -> Iterable[Observation]:
        family = next(each for each in read() if each.name == name)
        return [Observation(sample.value, dict(sample.labels)) for sample in family.samples]

    return observe
