"""Meters for Prometheus: by class of tenant and route, never by tenant, account or address.

Each worker counts in a file of its own in a folder that they share (PROMETHEUS_MULTIPROC_DIR, set before
they start); whoever asks at the port of the meters gets all of them added up.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from kyogikai_platform.operations.asked import Asked

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
BOUNDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: an answer of the API takes 1 ms, a page 20, a statement 5 s at most."""
OURS = CollectorRegistry()
LABELS = ("route", "tenant_class")
ANSWERED = Counter("kyogikai_requests", "Requests answered.", (*LABELS, "method", "status"), registry=OURS)
SECONDS = Histogram(
    "kyogikai_request_seconds", "Seconds to an answer.", LABELS, registry=OURS, buckets=BOUNDS
)


class UnknownPlace(ValueError):
    """A setting that names no place to listen at."""


def count(asked: Asked, method: str, status: int, seconds: float) -> None:
    """One answer."""
    of = (asked.route, asked.tenant_class)
    ANSWERED.labels(*of, method, f"{status // 100}xx").inc()
    SECONDS.labels(*of).observe(seconds)


@contextmanager
def served(place: str) -> Iterator[None]:
    """Meters at ``address:port`` for as long as the server runs; for no place, none. Raises UnknownPlace."""
    if not place:
        yield
        return
    address, _, port = place.rpartition(":")
    if not (address and port.isdigit()):
        raise UnknownPlace(f"KYOGIKAI_METRICS is an address and a port, as 127.0.0.1:9464, not {place!r}")
    with TemporaryDirectory(prefix="kyogikai-meters-") as folder:
        os.environ[FOLDER] = folder
        every = CollectorRegistry()
        MultiProcessCollector(every, path=folder)  # type: ignore[no-untyped-call] # says so itself
        server, thread = start_http_server(int(port), address.strip("[]"), every)
        try:
            yield
        finally:
            _end(server.shutdown, thread)
            del os.environ[FOLDER]


def _end(shutdown: object, thread: threading.Thread) -> None:
    assert callable(shutdown)  # noqa: S101 - the library's own
    shutdown()
    thread.join()
