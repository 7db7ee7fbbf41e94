"""Traces by OpenTelemetry: off unless OTEL_EXPORTER_OTLP_ENDPOINT says where they go.

The library is an extra, ``kyogikai[tracing]``; its own variables (OTEL_…) set it. A span tells what a line of
the log does, and no more. Where it comes from is told by a trusted proxy (traceparent), by nobody else.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from kyogikai_platform.operations.asked import Asked

ENDPOINT = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


class NoTracing(Exception):
    """An endpoint is set, and the library is not installed."""

    def __init__(self) -> None:
        super().__init__(f"{ENDPOINT[0]} is set: install kyogikai[tracing], or unset it")


class Traces(Protocol):
    """Takes spans."""

    def request(
        self, asked: Asked, method: str, carrier: Mapping[str, str]
    ) -> AbstractContextManager["Span"]:
        """A span around an answer; the carrier holds what a trusted proxy said of its own."""


class Span(Protocol):
    """A span that is open."""

    def answered(self, status: int) -> None:
        """How the request was answered."""


class NoSpan:
    """Where nothing is traced."""

    def answered(self, status: int) -> None:
        """Nothing is told."""


class NoTraces:
    """An installation without an endpoint."""

    def request(self, asked: Asked, method: str, carrier: Mapping[str, str]) -> AbstractContextManager[Span]:
        """Nothing is traced."""
        return nullcontext(NO_SPAN)


NO_SPAN = NoSpan()


def traces(environ: Mapping[str, str] = os.environ) -> Traces:
    """Where the environment says that spans go. Raises NoTracing."""
    require(environ)
    return Otlp.exporting() if wanted(environ) else NoTraces()


def wanted(environ: Mapping[str, str]) -> bool:
    """Whether there is anywhere for spans to go."""
    return any(environ.get(name) for name in ENDPOINT)


def require(environ: Mapping[str, str] = os.environ) -> None:
    """Raises NoTracing where spans are wanted and cannot be made."""
    if wanted(environ) and find_spec("opentelemetry") is None:
        raise NoTracing


class Otlp:
    """Spans of OpenTelemetry, by any provider of it."""

    def __init__(self, provider: Any) -> None:
        trace = import_module("opentelemetry.trace")
        propagation = import_module("opentelemetry.trace.propagation.tracecontext")
        self._kind, self._status = trace.SpanKind.SERVER, trace.StatusCode.ERROR
        self._tracer = provider.get_tracer("kyogikai")
        self._carried = propagation.TraceContextTextMapPropagator()

    @classmethod
    def exporting(cls) -> "Otlp":
        """To the endpoint, in batches and from a thread of its own."""
        sdk = import_module("opentelemetry.sdk.trace")
        batches = import_module("opentelemetry.sdk.trace.export").BatchSpanProcessor
        exporter = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter").OTLPSpanExporter
        resource = import_module("opentelemetry.sdk.resources").Resource
        provider = sdk.TracerProvider(resource=resource.create({"service.name": "kyogikai"}))
        provider.add_span_processor(batches(exporter()))
        return cls(provider)

    @contextmanager
    def request(self, asked: Asked, method: str, carrier: Mapping[str, str]) -> Iterator[Span]:
        """A span around an answer."""
        context = self._carried.extract(carrier)
        quiet = {"record_exception": False, "set_status_on_exception": False}
        with self._tracer.start_as_current_span(method, context=context, kind=self._kind, **quiet) as span:
            yield OtlpSpan(span, asked, method, self._status)


class OtlpSpan:
    """A span of a request."""

    def __init__(self, span: Any, asked: Asked, method: str, error: Any) -> None:
        self._span, self._asked, self._method, self._error = span, asked, method, error

    def answered(self, status: int) -> None:
        """By the names of OpenTelemetry's conventions for HTTP."""
        self._span.update_name(f"{self._method} {self._asked.route}")
        self._span.set_attributes({
            "http.request.method": self._method, "http.route": self._asked.route,
            "http.response.status_code": status, "kyogikai.request_id": self._asked.request_id,
            "kyogikai.tenant_class": self._asked.tenant_class,
        })  # fmt: skip
        if status >= 500:  # noqa: PLR2004 - the server's own fault
            self._span.set_status(self._error)
