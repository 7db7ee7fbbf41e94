"""Gauges of webhooks for Prometheus, by class of tenant.

They are looked up when they are read, so that they hold too where no runner is there to say anything. Each
machine tells the same of the whole installation.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector
from typing_extensions import override

from kyogikai_platform.operations.hooks import Hooks
from kyogikai_platform.operations.standing import KEPT

STATES = ("working", "failing", "off", "given_up")
CLASS = "tenant_class"
Look = Callable[[], Mapping[str, Hooks] | None]


class Gauges(Collector):
    """What was looked up half a minute ago at most; nothing where the database does not answer."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._lock = threading.Lock()
        self._kept: tuple[float, Mapping[str, Hooks] | None] = (float("-inf"), None)

    @override
    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Whenever somebody reads."""
        found = self._found()
        return gauges(found, datetime.now(UTC)) if found else iter(())

    def _found(self) -> Mapping[str, Hooks] | None:
        with self._lock:
            at, found = self._kept
            if found is None or time.monotonic() - at >= KEPT:
                found = self._look()
                self._kept = (time.monotonic(), found)
            return found


def gauges(found: Mapping[str, Hooks], now: datetime) -> Iterator[GaugeMetricFamily]:
    """Each with a sample for each class; an age of 0 where nothing waits."""
    states = GaugeMetricFamily("kyogikai_webhooks", "Webhooks by state.", labels=(CLASS, "state"))
    waiting = GaugeMetricFamily(
        "kyogikai_webhook_deliveries_waiting", "Deliveries that have not arrived.", labels=(CLASS,)
    )
    oldest = GaugeMetricFamily(
        "kyogikai_webhook_oldest_seconds", "Since when the oldest of them waits.", labels=(CLASS,)
    )
    due = GaugeMetricFamily(
        "kyogikai_webhook_overdue_seconds", "Since when one could be sent, and is not.", labels=(CLASS,)
    )
    for name, own in found.items():
        for state in STATES:
            states.add_metric((name, state), getattr(own, state))
        waiting.add_metric((name,), own.waiting)
        for family, at in ((oldest, own.oldest), (due, own.due)):
            family.add_metric((name,), max((now - at).total_seconds(), 0) if at else 0)
    yield from (states, waiting, oldest, due)
