"""Meters for Prometheus: by class of tenant and route, never by tenant, account or address.

Each worker counts in a file of its own in a folder that they share, where there is one (``metering``).
"""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram

from kyogikai_platform.operations.asked import Asked

BOUNDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: an answer of the API takes 1 ms, a page 20, a statement 5 s at most."""
OURS = CollectorRegistry()
LABELS = ("route", "tenant_class")
ANSWERED = Counter("kyogikai_requests", "Requests answered.", (*LABELS, "method", "status"), registry=OURS)
SECONDS = Histogram(
    "kyogikai_request_seconds", "Seconds to an answer.", LABELS, registry=OURS, buckets=BOUNDS
)


def count(asked: Asked, method: str, status: int, seconds: float) -> None:
    """One answer."""
    answered, took = _meters(asked.route, asked.tenant_class, method, status // 100)
    answered.inc()
    took.observe(seconds)


@cache
def _meters(route: str, tenant_class: str, method: str, hundred: int) -> tuple[Counter, Histogram]:
    """As many as the labels allow, which strangers cannot add to."""
    of = (route, tenant_class)
    return ANSWERED.labels(*of, method, f"{hundred}xx"), SECONDS.labels(*of)
